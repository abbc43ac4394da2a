import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { goTo } from '../../app/route.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { SecretInput } from '../../components/secret-input.tsx';

interface OpenFormProps {
  readonly path: string;
  readonly practiceName: string;
  readonly onCancel: () => void;
}

/** Asks for the passphrase or the recovery key of one workspace. */
export function OpenForm({ path, practiceName, onCancel }: OpenFormProps) {
  const { s } = useLocale();
  const open = useOperationMutation('workspace.open', { onSuccess: () => goTo('files') });
  const [secret, setSecret] = useState('');
  const [missing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const submit = () => {
    setMissing(secret === '');
    if (secret === '') return input.current?.focus();
    open.mutate({ path, secret }, { onError: () => input.current?.select() });
  };
  return (
    <form
      className="recent__form pm-stack"
      aria-label={s.home.openAs(practiceName)}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <SecretInput
        ref={input}
        label={s.home.secret}
        description={s.home.secretHint}
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
        error={missing && s.home.secretMissing}
        autoComplete="off"
      />
      {open.error && <FaultNotice fault={open.error.fault} />}
      <div className="pm-row">
        <Button type="submit" loading={open.isPending}>
          {s.home.open}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {s.shared.cancel}
        </Button>
      </div>
    </form>
  );
}
