import { survey, type PartInspection, type RecognisedTableView } from '#contract/operations/file-views';
import type { LayoutOverride } from '#contract/layout';
import type { TaskSnapshot } from '#contract/events';
import type { OperationInput } from '#contract/operations';
import type { Survey } from '#contract/operations/file-views';
import type { Handed, Look, RecognisedPart } from './handed.ts';

/** A table that was found, with the file that it is in, as they were seen last. */
export interface FoundTable {
  readonly key: string;
  readonly part: RecognisedPart;
  readonly table: RecognisedTableView;
  /** What was decided about it. */
  readonly override: LayoutOverride | undefined;
  /** In the way that was decided nothing was recognised. */
  readonly isUnseen: boolean;
}

export type LeftOutPart = Exclude<PartInspection, { outcome: 'recognised' }>;

export function surveyOf(task: TaskSnapshot | null): Survey | null {
  if (task?.state !== 'succeeded') return null;
  return survey.safeParse(task.output).data ?? null;
}

export function tablesOf({ parts }: Survey, { looks }: Handed): FoundTable[] {
  return parts.flatMap((part) => {
    const look = looks[placeOfFile(part.part)];
    const seen = look?.part ?? (part.outcome === 'recognised' ? part : null);
    return seen === null ? [] : seen.tables.map((table) => tableOf(seen, table, look, looks));
  });
}

function tableOf(
  part: RecognisedPart,
  table: RecognisedTableView,
  ofFile: Look | undefined,
  looks: Handed['looks'],
): FoundTable {
  const key = JSON.stringify([part.part, table.name]);
  const own = looks[key];
  const look = own ?? ofFile;
  return {
    key,
    part: own?.part ?? part,
    table: own?.part?.tables.find(({ name }) => name === table.name) ?? table,
    override: look?.override,
    isUnseen: look?.part === null,
  };
}

function placeOfFile(part: string): string {
  return JSON.stringify([part]);
}

/** Where a decision counts: in the whole file; in one sheet of a workbook, whose rows are its own. */
export function placeOf(part: string, found: FoundTable | null): string {
  return found?.table.layout.format === 'workbook' ? found.key : placeOfFile(part);
}

export function leftOutOf({ parts }: Survey, { looks }: Handed): LeftOutPart[] {
  return parts.filter(
    (part): part is LeftOutPart => part.outcome !== 'recognised' && !looks[placeOfFile(part.part)]?.part,
  );
}

/** Something has to be answered, and was not, before this table can be read. */
export function isOpen({ table, isUnseen }: FoundTable, { answers }: Handed): boolean {
  return isUnseen || table.questions.some(({ answer }) => !answers.includes(answer));
}

/** Somebody decided how it is read, or said that it is right. */
export function isDecided(found: FoundTable, handed: Handed): boolean {
  return found.override !== undefined || (found.table.questions.length > 0 && !isOpen(found, handed));
}

/** Those of the answers that are about what is asked of these tables; others were given before something changed. */
export function answersTo(
  tables: readonly Pick<RecognisedTableView, 'questions'>[],
  answers: readonly string[],
): string[] {
  const asked = new Set(tables.flatMap(({ questions }) => questions.map(({ answer }) => answer)));
  return answers.filter((answer) => asked.has(answer));
}

/** What to read: every table that was chosen, each as it was seen and as a person decided. */
export function stageInput(tables: readonly FoundTable[], handed: Handed): OperationInput<'files.stage'> {
  return {
    source: handed.source,
    tables: tables.map(({ part: { part, seen }, table: { name }, override }) => ({
      part,
      table: name,
      override,
      seen,
    })),
    answers: answersTo(
      tables.map(({ table }) => table),
      handed.answers,
    ),
  };
}
