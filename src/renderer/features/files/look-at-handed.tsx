import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { LayoutOverride } from '#contract/layout';
import type { OperationInput } from '#contract/operations';
import type { PartInspection, Survey } from '#contract/operations/file-views';
import { useLocale } from '../../app/locale.tsx';
import { useOperation } from '../../app/operations.ts';
import { useRunningTask } from '../../app/tasks.ts';
import type { Handed, Look, RecognisedPart } from './handed.ts';
import { InspectionView } from './inspection-view.tsx';
import { placeOf, stageInput, tablesOf, type FoundTable } from './survey-tables.ts';
import { SurveyView } from './survey-view.tsx';

interface LookAtHandedProps {
  readonly survey: Survey;
  readonly handed: Handed;
  readonly starting: boolean;
  readonly onChange: (change: Partial<Handed>) => void;
  readonly onLook: (place: string, look: Look) => void;
  readonly onRead: (input: OperationInput<'files.stage'>) => void;
  readonly onAnother: () => void;
}

/** What was handed over: a list of what is in it, or the one table that there is. */
export function LookAtHanded(props: LookAtHandedProps) {
  const { survey, handed, onRead } = props;
  const tables = tablesOf(survey, handed);
  const [first] = survey.parts;
  const isOnly = survey.parts.length === 1 && tables.length <= 1 && first?.outcome !== 'excluded';
  const found = isOnly ? (tables[0] ?? null) : shownOf(tables, handed.shown);
  const read = (chosen: readonly FoundTable[]) => onRead(stageInput(chosen, handed));
  if (!isOnly && found === null) return <SurveyView {...props} onRead={read} />;
  const part = found?.part.part ?? first?.part ?? '';
  return <OneTable {...props} found={found} part={part} isOnly={isOnly} onRead={() => read(tables)} />;
}

/** Read in another way, the tables of a file may have other names. */
function shownOf(tables: readonly FoundTable[], shown: Handed['shown']): FoundTable | null {
  const ofPart = tables.filter(({ part }) => part.part === shown?.part);
  return ofPart.find(({ table }) => table.name === shown?.table) ?? ofPart[0] ?? null;
}

interface OneTableProps extends Omit<LookAtHandedProps, 'onRead'> {
  readonly found: FoundTable | null;
  readonly part: string;
  /** It is all that was handed over; otherwise one leads back to the list. */
  readonly isOnly: boolean;
  readonly onRead: () => void;
}

function OneTable(props: OneTableProps) {
  const { handed, found, part, isOnly, starting, onChange, onLook, onRead, onAnother } = props;
  const { s } = useLocale();
  const { source, looks, answers } = handed;
  const place = placeOf(part, found);
  const [override, setOverride] = useState<LayoutOverride | undefined>(looks[place]?.override);
  const input = { source, part, ...(override ? { override } : {}) };
  const inspection = useOperation('files.inspect', input, { keepMs: 0, keepPrevious: true });
  const looked = inspection.isPlaceholderData ? undefined : inspection.data;
  useEffect(() => {
    if (looked) onLook(place, { override, part: withoutRows(looked) });
  }, [looked, place, override, onLook]);
  const busy = useRunningTask() !== null;
  const decide = (decided: LayoutOverride | undefined) => {
    setOverride(decided);
    onLook(place, { override: decided, part: null });
    // In another way the file may hold several tables: this one stays in view.
    onChange({ shown: { part, table: found?.table.name ?? '' } });
  };
  return (
    <InspectionView
      inspection={inspection}
      tableName={found?.table.name ?? ''}
      override={override}
      answers={answers}
      onOverride={decide}
      onAnswers={(given) => onChange({ answers: given })}
      renderActions={(isReadable) =>
        isOnly ? (
          <>
            {inspection.data?.outcome === 'recognised' && (
              <Button loading={starting} disabled={busy || !isReadable} onClick={onRead}>
                {s.files.read}
              </Button>
            )}
            <Button variant="default" onClick={onAnother}>
              {s.files.chooseAnother}
            </Button>
          </>
        ) : (
          <Button onClick={() => onChange({ shown: null })}>{s.reading.backToList}</Button>
        )
      }
    />
  );
}

function withoutRows(part: PartInspection): RecognisedPart | null {
  if (part.outcome !== 'recognised') return null;
  const none = { first: [], middle: [], last: [] };
  return { ...part, tables: part.tables.map((table) => ({ ...table, preview: none })) };
}
