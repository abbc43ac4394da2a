import { stagedTables } from '#contract/operations/file-views';
import type { TaskSnapshot } from '#contract/events';
import { useEngine } from '../../app/engine.tsx';
import { useLocale } from '../../app/locale.tsx';
import { Notice } from '../../components/notice.tsx';

/** What was read just now, and what of the files was not. */
export function ReadDone({ task }: { task: TaskSnapshot }) {
  const { s } = useLocale();
  const { tasks } = useEngine();
  const staged = stagedTables.safeParse(task.output).data;
  if (!staged) return null;
  const { tables, leftOut } = staged;
  const rows = tables.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const [only] = tables;
  const words =
    tables.length === 1 && only
      ? s.files.readDone(rows, only.fileName)
      : only
        ? s.reading.tablesDone(tables.length, rows)
        : s.reading.nothingNew;
  return (
    <>
      <Notice tone={only ? 'good' : 'info'} onDismiss={() => tasks.dismiss(task.taskId)}>
        {words}
      </Notice>
      {leftOut.length > 0 && (
        <Notice tone="attention">
          {s.reading.notRead(leftOut.length)}
          <ul className="pm-list">
            {leftOut.map(({ part, table, sentence }) => (
              <li key={`${part} ${table}`}>
                <strong>{[part, table].filter((name) => name !== '').join(' · ')}</strong> {sentence}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
