import { Loader } from '@mantine/core';
import type { JobView, RollbackPreview } from '#contract/operations/upload';
import { useLocale } from '../../app/locale.tsx';
import { useOperation, useOperationMutation } from '../../app/operations.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Facts } from '../../components/facts.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Status } from '../../components/status.tsx';
import { RecordTable } from './record-table.tsx';

interface UndoDialogProps {
  readonly job: JobView;
  readonly practice: string;
  readonly onClose: () => void;
}

/** What taking back would remove and keep, asked of central before anybody decides. */
export function UndoDialog({ job, practice, onClose }: UndoDialogProps) {
  const { s } = useLocale();
  const { jobId } = job;
  const preview = useOperation('rollback.preview', { jobId }, { keepMs: 0 });
  const run = useOperationMutation('rollback.run', { onSuccess: onClose });
  const removable = preview.data?.removable ?? 0;
  // One that was stopped when all was removed has only its end to be told to the central database.
  const finishes = job.state === 'rolling_back' && preview.data !== undefined;
  const nothing = preview.data !== undefined && removable === 0;
  return (
    <ConfirmDialog
      destructive
      size="lg"
      title={s.result.previewTitle}
      action={
        nothing ? (finishes ? s.result.undoAgain : s.result.undoNothing) : s.result.undoConfirm(removable)
      }
      keep={s.result.undoKeep}
      busy={run.isPending}
      disabled={removable === 0 && !finishes}
      error={run.error}
      onConfirm={() => run.mutate({ jobId })}
      onClose={onClose}
    >
      <Facts
        facts={[
          { term: s.result.previewPractice, value: practice },
          { term: s.result.previewJob, value: job.number ?? s.result.unnumbered },
          { term: s.result.previewFile, value: job.fileName },
        ]}
      />
      {preview.isPending && (
        <Status className="pm-row">
          <Loader size={18} aria-hidden /> {s.result.previewing}
        </Status>
      )}
      {preview.isError && <FaultNotice fault={preview.error.fault} onRetry={() => void preview.refetch()} />}
      {preview.data && <Preview preview={preview.data} />}
    </ConfirmDialog>
  );
}

function Preview({ preview }: { preview: RollbackPreview }) {
  const { s, f } = useLocale();
  return (
    <>
      <Facts
        facts={[
          {
            term: s.result.removable,
            value: <b className="result__count pm-num">{f.number(preview.removable)}</b>,
          },
          { term: s.result.kept, value: <b className="result__count pm-num">{f.number(preview.kept)}</b> },
        ]}
      />
      <p className="result__text">{preview.kept > 0 ? s.result.keptWhy : s.result.keptNone}</p>
      {preview.keptRecords.length > 0 && (
        <RecordTable title={s.result.keptTitle} records={preview.keptRecords} of={preview.kept} />
      )}
    </>
  );
}
