import { Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { leastPassphraseLength } from '#contract/operations/workspace';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SecretInput } from '../../components/secret-input.tsx';

interface CreateFormProps {
  readonly onCancel: () => void;
  readonly onCreated: (practice: string, recoveryKey: string) => void;
}

const empty = { practiceName: '', passphrase: '', again: '' };
type Answers = typeof empty;

/** Makes the encrypted workspace of a practice. */
export function CreateForm({ onCancel, onCreated }: CreateFormProps) {
  const { s } = useLocale();
  const create = useOperationMutation('workspace.create', {
    onSuccess: ({ workspace, recoveryKey }) => onCreated(workspace.practiceName, recoveryKey),
  });
  const [answers, setAnswers] = useState(empty);
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const length = answers.passphrase.length;
  const errors: Record<keyof Answers, string | null> = {
    practiceName: answers.practiceName.trim() ? null : s.home.nameMissing,
    passphrase: length >= leastPassphraseLength ? null : s.home.tooShort(leastPassphraseLength, length),
    again: answers.again === answers.passphrase ? null : s.home.different,
  };
  const wrong = (Object.keys(empty) as (keyof Answers)[]).find((name) => errors[name] !== null);
  const field = (name: keyof Answers) => ({
    name,
    value: answers[name],
    error: asked && errors[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => {
      const { value } = event.currentTarget;
      setAnswers((now) => ({ ...now, [name]: value }));
    },
  });
  const submit = () => {
    setAsked(true);
    if (wrong) return form.current?.querySelector<HTMLInputElement>(`[name=${wrong}]`)?.focus();
    const { practiceName, passphrase } = answers;
    create.mutate({ practiceName: practiceName.trim(), passphrase });
  };
  return (
    <>
      <PageHeader title={s.home.createTitle} lead={s.home.createLead} />
      <form
        ref={form}
        className="pm-card pm-stack"
        aria-label={s.home.createTitle}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextInput
          label={s.home.practiceName}
          maxLength={200}
          autoComplete="off"
          {...field('practiceName')}
        />
        <SecretInput
          label={s.home.passphrase}
          description={s.home.passphraseHint(leastPassphraseLength)}
          autoComplete="new-password"
          {...field('passphrase')}
        />
        <SecretInput label={s.home.passphraseAgain} autoComplete="new-password" {...field('again')} />
        {create.error && <FaultNotice fault={create.error.fault} />}
        <div className="pm-row">
          <Button type="submit" loading={create.isPending}>
            {s.home.createAction}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {s.shared.back}
          </Button>
        </div>
      </form>
    </>
  );
}
