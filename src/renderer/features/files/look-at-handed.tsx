import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LayoutOverride } from '#contract/layout';
import type { OperationInput } from '#contract/operations';
import type { Survey } from '#contract/operations/file-views';
import { useLocale } from '../../app/locale.tsx';
import { useOperation } from '../../app/operations.ts';
import { useRunningTask } from '../../app/tasks.ts';
import type { Handed } from './handed.ts';
import { InspectionView } from './inspection-view.tsx';
import { stageInput, tablesOf, type FoundTable } from './survey-tables.ts';
import { SurveyView } from './survey-view.tsx';

interface LookAtHandedProps {
  readonly survey: Survey;
  readonly handed: Handed;
  readonly starting: boolean;
  readonly onChange: (change: Partial<Handed>) => void;
  readonly onRead: (input: OperationInput<'files.stage'>) => void;
  readonly onAnother: () => void;
}

/** What was handed over: a list of what is in it, or the one table that there is. */
export function LookAtHanded(props: LookAtHandedProps) {
  const { survey, handed, onChange, onRead } = props;
  const tables = tablesOf(survey);
  const [first] = survey.parts;
  const isOne = survey.parts.length === 1 && tables.length <= 1 && first?.outcome !== 'excluded';
  const shown = tables.find(({ key }) => key === handed.shown);
  if (shown) return <OneTable {...props} found={shown} part={shown.part.part} isOnly={false} />;
  if (isOne) return <OneTable {...props} found={tables[0] ?? null} part={first?.part ?? ''} isOnly />;
  return (
    <SurveyView {...props} onChange={onChange} onRead={(chosen) => onRead(stageInput(chosen, handed))} />
  );
}

interface OneTableProps extends LookAtHandedProps {
  readonly found: FoundTable | null;
  readonly part: string;
  /** It is all that was handed over; otherwise one leads back to the list. */
  readonly isOnly: boolean;
}

function OneTable({ handed, found, part, isOnly, starting, onChange, onRead, onAnother }: OneTableProps) {
  const { s } = useLocale();
  const { source, overrides } = handed;
  const [override, setOverride] = useState<LayoutOverride | undefined>(overrides[part]);
  const input = { source, part, ...(override ? { override } : {}) };
  const inspection = useOperation('files.inspect', input, { keepMs: 0, keepPrevious: true });
  const busy = useRunningTask() !== null;
  const decide = (decided: LayoutOverride | undefined) => {
    setOverride(decided);
    const { [part]: _, ...others } = overrides;
    onChange({ overrides: decided ? { ...others, [part]: decided } : others });
  };
  const read = () => onRead({ source, tables: [{ part, table: undefined, override }] });
  return (
    <InspectionView
      inspection={inspection}
      tableName={found?.table.name ?? ''}
      override={override}
      onOverride={decide}
      renderActions={(isReadable) =>
        isOnly ? (
          <>
            {inspection.data?.outcome === 'recognised' && (
              <Button loading={starting} disabled={busy || !isReadable} onClick={read}>
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
