import { Button } from '@mantine/core';
import { IconColumns } from '@tabler/icons-react';
import type { ColumnProfile } from '#contract/operations/column-profile';
import type { SourceTableView } from '#contract/operations/file-views';
import { useLocale } from '../../app/locale.tsx';
import { useOperation, useOperationMutation } from '../../app/operations.ts';
import { hrefOf } from '../../app/route.ts';
import { isRunning } from '../../app/task-store.ts';
import { useRunningTask, useTask } from '../../app/tasks.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { TableBox } from '../../components/table-box.tsx';
import { TaskOutcome } from '../../components/task-outcome.tsx';
import { TaskProgress } from '../../components/task-progress.tsx';
import './files.css';

/** What every column of a table holds, so that one sees at a glance what it is and what is wrong with it. */
export function ColumnsView({ table }: { table: SourceTableView }) {
  const { s } = useLocale();
  const { sourceTableId, fileName } = table;
  const profile = useOperation('files.get_profile', { sourceTableId }, { keepMs: 0 });
  const count = useOperationMutation('files.profile');
  const task = useTask('files.profile');
  const busy = useRunningTask() !== null;
  return (
    <>
      <PageHeader
        title={s.columns.title(fileName)}
        lead={s.columns.lead}
        action={
          <Button component="a" variant="default" href={hrefOf('files')}>
            {s.columns.back}
          </Button>
        }
      />
      {task && isRunning(task) && <TaskProgress task={task} title={s.tasks.title['files.profile']} />}
      <TaskOutcome task={task} />
      {count.error && <FaultNotice fault={count.error.fault} />}
      {profile.isPending && <LoadingCard lines={8} />}
      {profile.isError && <FaultNotice fault={profile.error.fault} onRetry={() => void profile.refetch()} />}
      {profile.data === null && !isRunning(task) && (
        <EmptyState icon={IconColumns} title={s.columns.notCounted} text={s.columns.notCountedText}>
          <Button loading={count.isPending} disabled={busy} onClick={() => count.mutate({ sourceTableId })}>
            {s.columns.count}
          </Button>
        </EmptyState>
      )}
      {profile.data && <ProfileTable columns={profile.data.columns} />}
    </>
  );
}

function ProfileTable({ columns }: { columns: readonly ColumnProfile[] }) {
  const { s } = useLocale();
  return (
    <section className="pm-card pm-card--flush" aria-label={s.columns.tableLabel} data-testid="columns">
      <p className="pm-muted columns__help">{s.columns.shapesHelp}</p>
      <TableBox label={s.columns.tableLabel}>
        <thead>
          <tr>
            <th scope="col">{s.columns.column}</th>
            <th scope="col">{s.columns.filled}</th>
            <th scope="col" className="pm-right">
              {s.columns.distinct}
            </th>
            <th scope="col">{s.columns.shapes}</th>
            <th scope="col">{s.columns.range}</th>
            <th scope="col">{s.columns.length}</th>
            <th scope="col">{s.columns.examples}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <ColumnRow key={column.column} column={column} />
          ))}
        </tbody>
      </TableBox>
    </section>
  );
}

const shownShapes = 3;

function ColumnRow({ column }: { column: ColumnProfile }) {
  const { s, f } = useLocale();
  const { name, rows, filled, distinct, isDistinctExact, shapes, otherShapes, smallest, largest } = column;
  const others = otherShapes + shapes.slice(shownShapes).reduce((sum, shape) => sum + shape.rows, 0);
  if (filled === 0) {
    return (
      <tr>
        <th scope="row">{name || f.number(column.column + 1)}</th>
        <td colSpan={6} className="pm-muted">
          {s.columns.empty}
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row">{name || f.number(column.column + 1)}</th>
      <td className="columns__filled">
        <span className="columns__bar" aria-hidden>
          <span style={{ inlineSize: `${(100 * filled) / Math.max(rows, 1)}%` }} />
        </span>
        <span className="pm-num">{f.percent(filled, rows)}</span>
        <span className="pm-muted pm-num columns__count">{s.columns.filledOf(filled, rows)}</span>
      </td>
      <td className="pm-right pm-num">
        {isDistinctExact ? f.number(distinct) : s.columns.atLeast(distinct)}
      </td>
      <td>
        <ul className="columns__shapes">
          {shapes.slice(0, shownShapes).map((shape) => (
            <li key={shape.mask}>
              <code>{shape.mask}</code>{' '}
              <span className="pm-muted pm-num">{s.columns.shapeRows(shape.rows)}</span>
            </li>
          ))}
          {others > 0 && <li className="pm-muted">{s.columns.otherShapes(others)}</li>}
        </ul>
      </td>
      <td className="preview__cell">
        {smallest}
        <br />
        {largest}
      </td>
      <td className="pm-num">{s.columns.lengthOf(column.shortestCharacters, column.longestCharacters)}</td>
      <td className="columns__examples">{column.examples.join(' · ')}</td>
    </tr>
  );
}
