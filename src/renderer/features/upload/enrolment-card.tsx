import { Button, FileButton, Title } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { SecretInput } from '../../components/secret-input.tsx';
import { Status } from '../../components/status.tsx';

/** The engine takes no larger one, and reads no more than it takes. */
const largestBytes = 200_000;

/** Adds the operator's enrolment file, so that this workspace can reach its central database. */
export function EnrolmentCard() {
  const { s } = useLocale();
  const enrol = useOperationMutation('central.enrol');
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [asked, setAsked] = useState(false);
  const choose = useRef<HTMLButtonElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const tooLarge = file !== null && file.size > largestBytes;
  const fileError = tooLarge ? s.upload.enrolFileLarge : asked && !file ? s.upload.enrolFileMissing : null;
  const submit = async () => {
    setAsked(true);
    if (!file || tooLarge) return choose.current?.focus();
    if (!passphrase) return secret.current?.focus();
    const source = { kind: 'content', fileName: file.name, content: await file.text() } as const;
    enrol.mutate({ source, passphrase }, { onError: () => secret.current?.select() });
  };
  return (
    <form
      className="pm-card pm-stack"
      aria-labelledby="enrol-title"
      noValidate
      data-testid="enrolment"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div>
        <Title order={2} id="enrol-title">
          {s.upload.enrolTitle}
        </Title>
        <p className="upload__lead">{s.upload.enrolText}</p>
      </div>
      <div className="pm-row">
        <FileButton onChange={setFile} inputProps={{ 'aria-label': s.upload.enrolFile }}>
          {(props) => (
            <Button
              {...props}
              ref={choose}
              variant="default"
              leftSection={<IconKey size={16} aria-hidden />}
              aria-describedby="enrol-file"
            >
              {s.upload.enrolChoose}
            </Button>
          )}
        </FileButton>
        <Status id="enrol-file" className={fileError ? 'upload__error' : ''}>
          {fileError ?? (file && s.upload.enrolChosen(file.name))}
        </Status>
      </div>
      <SecretInput
        ref={secret}
        label={s.upload.enrolPassphrase}
        value={passphrase}
        autoComplete="off"
        maw={420}
        error={asked && !passphrase && s.upload.enrolPassphraseMissing}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      {enrol.error && <FaultNotice fault={enrol.error.fault} />}
      <div>
        <Button type="submit" loading={enrol.isPending}>
          {s.upload.enrolAction}
        </Button>
      </div>
    </form>
  );
}
