import { survey, type PartInspection, type RecognisedTableView } from '#contract/operations/file-views';
import type { TaskSnapshot } from '#contract/events';
import type { OperationInput } from '#contract/operations';
import type { Survey } from '#contract/operations/file-views';
import type { Handed } from './handed.ts';

type Recognised = Extract<PartInspection, { outcome: 'recognised' }>;

/** A table that was found, with the file that it is in. */
export interface FoundTable {
  readonly key: string;
  readonly part: Recognised;
  readonly table: RecognisedTableView;
}

export type LeftOutPart = Exclude<PartInspection, { outcome: 'recognised' }>;

export function surveyOf(task: TaskSnapshot | null): Survey | null {
  if (task?.state !== 'succeeded') return null;
  return survey.safeParse(task.output).data ?? null;
}

export function tablesOf({ parts }: Survey): FoundTable[] {
  return parts.flatMap((part) => (part.outcome === 'recognised' ? tablesOfPart(part) : []));
}

export function tablesOfPart(part: Recognised): FoundTable[] {
  return part.tables.map((table) => ({ key: JSON.stringify([part.part, table.name]), part, table }));
}

export function leftOutOf({ parts }: Survey): LeftOutPart[] {
  return parts.filter((part): part is LeftOutPart => part.outcome !== 'recognised');
}

/** Something has to be answered, and was not, before this table can be read. */
export function isOpen({ part, table }: FoundTable, { overrides }: Handed): boolean {
  return table.questions.length > 0 && overrides[part.part] === undefined;
}

/** What to read: every table that was chosen, each as a person decided. */
export function stageInput(tables: readonly FoundTable[], handed: Handed): OperationInput<'files.stage'> {
  return {
    source: handed.source,
    tables: tables.map(({ part: { part }, table: { name } }) => ({
      part,
      table: name,
      override: handed.overrides[part],
    })),
  };
}
