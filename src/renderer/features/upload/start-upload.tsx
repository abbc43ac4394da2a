import { Button, Checkbox } from '@mantine/core';
import { useRef, useState } from 'react';
import type { PlanView } from '#contract/operations/upload';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { hrefOf } from '../../app/route.ts';
import { useRunningTask } from '../../app/tasks.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';

interface StartUploadProps {
  readonly plan: PlanView;
  readonly sourceTableId: number;
  readonly duplicates: number;
}

/** Asks for the decisions that are open (rows that are not sent), then starts the upload. */
export function StartUpload({ plan, sourceTableId, duplicates }: StartUploadProps) {
  const { s } = useLocale();
  const run = useOperationMutation('upload.run');
  const running = useRunningTask() !== null;
  const [skipDuplicates, setSkipDuplicates] = useState(false);
  const [continueOnError, setContinueOnError] = useState(false);
  const [asked, setAsked] = useState(false);
  const duplicatesBox = useRef<HTMLInputElement>(null);
  const setAsideBox = useRef<HTMLInputElement>(null);
  const { held, rejected } = plan.setAside;
  const notSent = (['held', 'rejected', 'skipped'] as const).filter((state) => plan.setAside[state] > 0);
  const needsSkip = duplicates > 0 && !skipDuplicates;
  const needsAside = held + rejected > 0 && !continueOnError;
  const submit = () => {
    setAsked(true);
    if (needsSkip) return duplicatesBox.current?.focus();
    if (needsAside) return setAsideBox.current?.focus();
    run.mutate({ sourceTableId, batchSize: plan.batchSize, skipDuplicates, continueOnError });
  };
  return (
    <>
      {(duplicates > 0 || held + rejected > 0) && (
        <fieldset className="upload__options">
          <legend>{s.upload.optionsTitle}</legend>
          {duplicates > 0 && (
            <Checkbox
              ref={duplicatesBox}
              label={s.upload.skipDuplicates(duplicates)}
              description={s.upload.skipDuplicatesText}
              checked={skipDuplicates}
              error={asked && needsSkip && s.upload.skipDuplicatesMissing}
              onChange={(event) => setSkipDuplicates(event.currentTarget.checked)}
            />
          )}
          {held + rejected > 0 && (
            <Checkbox
              ref={setAsideBox}
              label={s.upload.setAsideOption(held, rejected)}
              description={s.upload.setAsideText}
              checked={continueOnError}
              error={asked && needsAside && s.upload.setAsideMissing}
              onChange={(event) => setContinueOnError(event.currentTarget.checked)}
            />
          )}
          <div className="pm-row">
            {notSent.map((state) => (
              <a key={state} className="pm-link" href={hrefOf('checks', { table: sourceTableId, state })}>
                {s.upload.seeRows(plan.setAside[state], s.rows.state[state])}
              </a>
            ))}
          </div>
        </fieldset>
      )}
      {run.error && <FaultNotice fault={run.error.fault} />}
      <div>
        <Button loading={run.isPending} disabled={running || plan.insert === 0} onClick={submit}>
          {s.upload.action(plan.insert, plan.tenantName)}
        </Button>
      </div>
    </>
  );
}
