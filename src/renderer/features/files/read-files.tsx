import { Button, Title } from '@mantine/core';
import { useState } from 'react';
import type { SourceTableView } from '#contract/operations/file-views';
import type { JobView } from '#contract/operations/upload';
import { useLocale } from '../../app/locale.tsx';
import { useOperation, useOperationMutation } from '../../app/operations.ts';
import { hrefOf } from '../../app/route.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { TableBox } from '../../components/table-box.tsx';
import { FindingList } from './finding-list.tsx';

/** The files that are in the workspace. */
export function ReadFiles() {
  const { s } = useLocale();
  const files = useOperation('files.list', {});
  const { data: jobs = [] } = useOperation('job.list', {});
  const [removing, setRemoving] = useState<SourceTableView | null>(null);
  if (files.isPending) return <LoadingCard />;
  if (files.isError) return <FaultNotice fault={files.error.fault} onRetry={() => void files.refetch()} />;
  // Before the first file the place to drop one is all there is to say.
  if (files.data.length === 0) return null;
  return (
    <section className="pm-card pm-card--flush" aria-labelledby="read-files-title" data-testid="read-files">
      <div className="pm-card__head">
        <Title order={2} id="read-files-title">
          {s.files.readListTitle}
        </Title>
      </div>
      <FilesTable files={files.data} jobs={jobs} onRemove={setRemoving} />
      {removing && <RemoveDialog file={removing} onClose={() => setRemoving(null)} />}
    </section>
  );
}

interface FilesTableProps {
  readonly files: readonly SourceTableView[];
  readonly jobs: readonly JobView[];
  readonly onRemove: (file: SourceTableView) => void;
}

function FilesTable({ files, jobs, onRemove }: FilesTableProps) {
  const { s, f } = useLocale();
  return (
    <TableBox label={s.files.readListTitle}>
      <thead>
        <tr>
          <th scope="col">{s.files.columnFile}</th>
          <th scope="col" className="pm-right">
            {s.files.columnRows}
          </th>
          <th scope="col" className="pm-right">
            {s.files.columnSize}
          </th>
          <th scope="col">{s.files.columnRead}</th>
          <th scope="col">{s.files.columnAction}</th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <tr key={file.sourceTableId}>
            <th scope="row">
              {tableTitle(file)}
              <span className="files__hash">
                <span title={s.files.fingerprint}>{file.sha256.slice(0, 16)}…</span> {s.reading.format(file)}
              </span>
              {file.findings.length > 0 && (
                <details className="files__findings">
                  <summary>{s.reading.findingCount(file.findings.length)}</summary>
                  <FindingList findings={file.findings} />
                </details>
              )}
            </th>
            <td className="pm-right pm-num">
              {f.number(file.rowCount)}
              {file.rows !== null && file.rows.records < file.rowCount && (
                <span className="files__hash">{s.reading.records(file.rows.records)}</span>
              )}
            </td>
            <td className="pm-right pm-num">{f.bytes(file.sizeBytes)}</td>
            <td>{s.files.readBy(f.dateTime(file.stagedAt), file.stagedBy)}</td>
            <td>
              <FileActions file={file} job={liveJobOf(jobs, file)} onRemove={onRemove} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

/** The upload that a file is the record of; one that was taken back leaves the file free. */
function liveJobOf(jobs: readonly JobView[], { sourceTableId }: SourceTableView): JobView | null {
  return jobs.find((job) => job.sourceTableId === sourceTableId && job.state !== 'rolled_back') ?? null;
}

/** With its place in a folder or archive and its sheet, where it has them. */
function tableTitle({ fileName, part, table }: SourceTableView): string {
  return [fileName, part, table].filter((name) => name !== '').join(' · ');
}

interface FileActionsProps {
  readonly file: SourceTableView;
  readonly job: JobView | null;
  readonly onRemove: (file: SourceTableView) => void;
}

function FileActions({ file, job, onRemove }: FileActionsProps) {
  const { s } = useLocale();
  const reasonId = `remove-${file.sourceTableId}`;
  const title = tableTitle(file);
  return (
    <>
      <div className="pm-row files__actions">
        <Button
          component="a"
          variant="default"
          size="xs"
          aria-label={s.reading.columnsOf(title)}
          href={hrefOf('files', { columns: file.sourceTableId })}
        >
          {s.reading.columns}
        </Button>
        {file.isKept && !job && (
          <Button
            component="a"
            variant="default"
            size="xs"
            aria-label={s.reading.rereadNamed(title)}
            href={hrefOf('files', { reread: file.sourceTableId })}
          >
            {s.reading.reread}
          </Button>
        )}
        <Button
          variant="default"
          size="xs"
          aria-label={s.files.removeNamed(title)}
          aria-describedby={job ? reasonId : undefined}
          disabled={job !== null}
          onClick={() => onRemove(file)}
        >
          {s.files.remove}
        </Button>
      </div>
      {job && (
        <p className="files__reason" id={reasonId}>
          {job.number ? s.files.partOf(job.number) : s.files.partOfUnnumbered}{' '}
          <a className="pm-link" href={hrefOf('result', { table: file.sourceTableId })}>
            {s.files.takeBackFirst}
          </a>
        </p>
      )}
    </>
  );
}

function RemoveDialog({ file, onClose }: { file: SourceTableView; onClose: () => void }) {
  const { s } = useLocale();
  const remove = useOperationMutation('files.remove', { onSuccess: onClose });
  return (
    <ConfirmDialog
      destructive
      title={s.files.removeTitle(file.fileName)}
      action={s.files.removeAction(file.rowCount)}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ sourceTableId: file.sourceTableId })}
      onClose={onClose}
    >
      {s.files.removeText(file.rowCount)}
    </ConfirmDialog>
  );
}
