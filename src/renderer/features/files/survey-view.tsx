import { Button, Checkbox, Title } from '@mantine/core';
import type { FileSet, Survey } from '#contract/operations/file-views';
import { useLocale } from '../../app/locale.tsx';
import { useRunningTask } from '../../app/tasks.ts';
import { Notice } from '../../components/notice.tsx';
import { TableBox } from '../../components/table-box.tsx';
import { Tag } from '../../components/tag.tsx';
import { LeftOut } from './left-out.tsx';
import type { Handed } from './handed.ts';
import { isDecided, isOpen, leftOutOf, tablesOf, type FoundTable } from './survey-tables.ts';

interface SurveyViewProps {
  readonly survey: Survey;
  readonly handed: Handed;
  readonly starting: boolean;
  readonly onChange: (change: Partial<Handed>) => void;
  readonly onRead: (tables: readonly FoundTable[]) => void;
  readonly onAnother: () => void;
}

/** Everything that was found in what was handed over: which tables, what belongs together, what is left out. */
export function SurveyView({ survey, handed, starting, onChange, onRead, onAnother }: SurveyViewProps) {
  const { s, f } = useLocale();
  const busy = useRunningTask() !== null;
  const tables = tablesOf(survey, handed);
  const chosen = tables.filter((found) => !handed.unchosen.includes(found.key) && !isOpen(found, handed));
  const open = tables.filter((found) => isOpen(found, handed));
  const toggle = (key: string) => {
    const { unchosen } = handed;
    onChange({
      unchosen: unchosen.includes(key) ? unchosen.filter((one) => one !== key) : [...unchosen, key],
    });
  };
  return (
    <>
      {survey.sets
        .filter(({ members }) => members.length > 1)
        .map((set) => (
          <SetNotice key={set.title} set={set} />
        ))}
      {open.length > 0 && <Notice tone="attention">{s.reading.openQuestions(open.length)}</Notice>}
      {tables.length > 0 && (
        <section className="pm-card pm-card--flush" aria-labelledby="found-title" data-testid="survey">
          <div className="pm-card__head">
            <Title order={2} id="found-title">
              {s.reading.foundIn(survey.name)}
            </Title>
            <span className="pm-muted">{s.reading.foundCount(tables.length, f.bytes(survey.sizeBytes))}</span>
          </div>
          <FoundTables
            tables={tables}
            handed={handed}
            onToggle={toggle}
            onShow={({ part, table }) => onChange({ shown: { part: part.part, table: table.name } })}
          />
        </section>
      )}
      <div className="pm-row">
        {tables.length > 0 && (
          <Button loading={starting} disabled={busy || chosen.length === 0} onClick={() => onRead(chosen)}>
            {s.reading.readTables(chosen.length)}
          </Button>
        )}
        <Button variant="default" onClick={onAnother}>
          {s.files.chooseAnother}
        </Button>
      </div>
      <LeftOut parts={leftOutOf(survey, handed)} isAll={tables.length === 0} />
    </>
  );
}

function SetNotice({ set: { title, members, missing } }: { set: FileSet }) {
  const { s } = useLocale();
  const entities = [...new Set(members.map(({ entity }) => s.reading.entity(entity)))];
  return (
    <Notice tone="good">
      {s.reading.belongTogether(title, entities)} {missing.length > 0 && s.reading.notAmongThem(missing)}
    </Notice>
  );
}

interface FoundTablesProps {
  readonly tables: readonly FoundTable[];
  readonly handed: Handed;
  readonly onToggle: (key: string) => void;
  readonly onShow: (found: FoundTable) => void;
}

function FoundTables({ tables, handed, onToggle, onShow }: FoundTablesProps) {
  const { s } = useLocale();
  return (
    <TableBox label={s.reading.foundLabel}>
      <thead>
        <tr>
          <th scope="col">{s.reading.columnRead}</th>
          <th scope="col">{s.files.columnFile}</th>
          <th scope="col">{s.reading.columnKind}</th>
          <th scope="col" className="pm-right">
            {s.files.columnRows}
          </th>
          <th scope="col">{s.files.looksLike}</th>
          <th scope="col">{s.files.columnAction}</th>
        </tr>
      </thead>
      <tbody>
        {tables.map((found) => {
          const { key, table } = found;
          const name = nameOf(found);
          const best = table.presets.find(looksLike);
          return (
            <tr key={key}>
              <td>
                <Checkbox
                  aria-label={s.reading.readNamed(name)}
                  checked={!handed.unchosen.includes(key) && !isOpen(found, handed)}
                  disabled={isOpen(found, handed)}
                  onChange={() => onToggle(key)}
                />
              </td>
              <th scope="row" className="survey__name">
                {name}
                {isOpen(found, handed) && <Tag tone="held">{s.reading.needsAnswer}</Tag>}
                {isDecided(found, handed) && <Tag tone="accent">{s.reading.asYouSaid}</Tag>}
              </th>
              <td>{s.reading.format(table)}</td>
              <td className="pm-right pm-num">{s.reading.rows(table)}</td>
              <td>{best ? best.title : <span className="pm-muted">{s.reading.noSystem}</span>}</td>
              <td>
                <Button
                  variant="default"
                  size="xs"
                  aria-label={s.reading.lookNamed(name)}
                  onClick={() => onShow(found)}
                >
                  {s.reading.look}
                </Button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </TableBox>
  );
}

/** One column of the same name says nothing. */
function looksLike({ matchedColumns, presetColumns }: FoundTable['table']['presets'][number]): boolean {
  return matchedColumns * 2 >= presetColumns;
}

export function nameOf({ part, table }: FoundTable): string {
  return [part.part || part.fileName, table.name].filter((name) => name !== '').join(' · ');
}
