import { Button, Checkbox } from '@mantine/core';
import { IconCopy, IconPrinter } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useLocale } from '../../app/locale.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Status } from '../../components/status.tsx';
import { copyText } from './copy-text.ts';

interface RecoveryKeyProps {
  readonly practice: string;
  readonly recoveryKey: string;
  readonly onWrittenDown: () => void;
}

/** Shows the recovery key, this once. Going on needs a promise that it was written down. */
export function RecoveryKey({ practice, recoveryKey, onWrittenDown }: RecoveryKeyProps) {
  const { s } = useLocale();
  const key = useRef<HTMLElement>(null);
  const promise = useRef<HTMLInputElement>(null);
  const [copying, setCopying] = useState<'copied' | 'copyFailed' | null>(null);
  const [written, setWritten] = useState(false);
  const [asked, setAsked] = useState(false);
  const copy = async () => {
    if (key.current) setCopying((await copyText(key.current)) ? 'copied' : 'copyFailed');
  };
  const goOn = () => {
    setAsked(true);
    if (written) onWrittenDown();
    else promise.current?.focus();
  };
  return (
    <>
      <PageHeader title={s.home.recoveryTitle} lead={s.home.recoveryLead} />
      <section className="pm-card pm-stack recovery" aria-label={s.home.recoveryKey}>
        <p className="recovery__sheet">{s.home.printTitle(practice)}</p>
        <code ref={key} className="recovery__key" data-testid="recovery-key">
          {recoveryKey}
        </code>
        <p className="recovery__sheet">{s.home.printHint}</p>
        <div className="pm-row recovery__tools">
          <Button
            variant="default"
            leftSection={<IconCopy size={16} aria-hidden />}
            onClick={() => void copy()}
          >
            {s.home.copy}
          </Button>
          <Button
            variant="default"
            leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => window.print()}
          >
            {s.home.print}
          </Button>
          <Status>{copying && s.home[copying]}</Status>
        </div>
      </section>
      <Checkbox
        ref={promise}
        label={s.home.writtenDown}
        checked={written}
        onChange={(event) => setWritten(event.currentTarget.checked)}
        error={asked && !written && s.home.writtenDownMissing}
      />
      <div>
        <Button onClick={goOn}>{s.home.goOn}</Button>
      </div>
    </>
  );
}
