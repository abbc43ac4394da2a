import { fault, type Fault } from '#contract/faults';
import type { LayoutOverride } from '#contract/layout';
import { isRefused } from '#contract/operations/file-views';
import { failed, ok, type Result } from '#contract/result';
import type { RecognisedTable } from '#main/steps/read/recognition';
import type { SurveyedPart } from '#main/steps/read/survey';
import type { HandedFile, HandedOver } from './handed-over.ts';
import { findPart, lookAtAll, lookAtPart } from './look-at-files.ts';
import { openQuestions } from './open-questions.ts';
import type { LeftOut, TableToRead } from './stage-files.ts';

/** What a person chose of what they handed over, and decided about it. */
export interface Choice {
  readonly tables?:
    | readonly {
        readonly part: string;
        readonly table?: string | undefined;
        readonly override?: LayoutOverride | undefined;
      }[]
    | undefined;
  readonly override?: LayoutOverride | undefined;
}

export interface ChosenTables {
  readonly files: readonly { readonly file: HandedFile; readonly tables: readonly TableToRead[] }[];
  /** What will not be read, with the reason. */
  readonly leftOut: readonly LeftOut[];
}

type Looking = Parameters<typeof lookAtPart>[0];

/**
 * Settles which tables are read, and how. What was chosen by name has to be there and to have no open question; of
 * everything else, what cannot be read or needs an answer is left out and named. Faults: `read.unanswered`,
 * `read.no_such_part`, `read.no_such_table`, `read.nothing_to_read`, and those of looking.
 */
export async function chooseTables(
  looking: Looking,
  handed: HandedOver,
  choice: Choice,
): Promise<Result<ChosenTables>> {
  const [only] = handed.files;
  const isOne = !handed.isFolder && only !== undefined;
  const named =
    choice.tables ??
    (isOne && choice.override !== undefined ? [{ part: '', override: choice.override }] : null);
  return named === null ? chooseAll(looking, handed) : chooseNamed(looking, handed, named);
}

async function chooseNamed(
  looking: Looking,
  handed: HandedOver,
  named: NonNullable<Choice['tables']>,
): Promise<Result<ChosenTables>> {
  const gathered = new Gathered();
  const looks = new Map<string, ReturnType<typeof lookAtPart>>();
  for (const { part, table, override = {} } of named) {
    const place = findPart(handed, part);
    if (!place.ok) return place;
    // A book of twenty sheets is looked at once.
    const key = JSON.stringify([part, override]);
    const look = looks.get(key) ?? lookAtPart(looking, place.value, override);
    looks.set(key, look);
    const looked = await look;
    if (!looked.ok) return looked;
    if (looked.value.outcome === 'unreadable') return failed(looked.value.fault);
    if (looked.value.outcome === 'excluded') {
      return failed(fault('read.excluded', { file: looked.value.fileName, reason: looked.value.sentence }));
    }
    const { tables } = looked.value.file;
    const wanted = table === undefined ? tables : tables.filter(({ name }) => name === table);
    if (wanted.length === 0) {
      const known = tables.map(({ name }) => `“${name}”`).join(', ');
      return failed(fault('read.no_such_table', { file: looked.value.fileName, table: table ?? '', known }));
    }
    for (const each of wanted) {
      const [question] = openQuestions(looked.value.file, each);
      if (question && override.confirmed !== true) return failed(unanswered(looked.value, question.sentence));
      gathered.add(place.value.file, toRead(place.value.within, looked.value, each));
    }
  }
  return ok({ files: gathered.files(), leftOut: [] });
}

async function chooseAll(looking: Looking, handed: HandedOver): Promise<Result<ChosenTables>> {
  const gathered = new Gathered();
  const leftOut: LeftOut[] = handed.excluded.map(({ part, sizeBytes, kind, sentence }) => ({
    part,
    table: '',
    sizeBytes,
    why: whyExcluded(kind),
    sentence,
  }));
  const undecided: Fault[] = [];
  const parts: SurveyedPart[] = [];
  const looked = await lookAtAll(looking, handed, (part) => void parts.push(part));
  if (!looked.ok) return looked;
  const [single] = parts.length === 1 && !handed.isFolder ? parts : [];
  if (single?.outcome === 'unreadable') return failed(single.fault);
  for (const part of parts) {
    const left = (table: string, why: LeftOut['why'], sentence: string): number =>
      leftOut.push({ part: part.part, table, sizeBytes: part.sizeBytes, why, sentence });
    if (part.outcome === 'unreadable') left('', 'unreadable', part.fault.message);
    else if (part.outcome === 'excluded') left('', whyExcluded(part.kind), part.sentence);
    else {
      const { file, within } = mustFind(handed, part.part);
      for (const table of part.file.tables) {
        const [question] = openQuestions(part.file, table);
        if (question === undefined) gathered.add(file, toRead(within, part, table));
        else if (single) return failed(unanswered(part, question.sentence));
        else {
          undecided.push(unanswered(part, question.sentence));
          left(table.name, 'undecided', question.sentence);
        }
      }
    }
  }
  if (gathered.files().length > 0) return ok({ files: gathered.files(), leftOut });
  // An answer makes more of it readable than anything else that could be said.
  if (undecided[0]) return failed(undecided[0]);
  const reason = (leftOut.find(({ why }) => why !== 'excluded') ?? leftOut[0])?.sentence ?? '';
  return failed(fault('read.nothing_to_read', { file: handed.name, reason }));
}

function whyExcluded(kind: string): LeftOut['why'] {
  return isRefused(kind) ? 'refused' : 'excluded';
}

class Gathered {
  readonly #tables = new Map<HandedFile, TableToRead[]>();

  /** A table that was chosen twice is read once, as it was chosen last. */
  add(file: HandedFile, table: TableToRead): void {
    const others = (this.#tables.get(file) ?? []).filter(
      ({ part, name }) => part !== table.part || name !== table.name,
    );
    this.#tables.set(file, [...others, table]);
  }

  files(): ChosenTables['files'] {
    return [...this.#tables].map(([file, tables]) => ({ file, tables }));
  }
}

function toRead(
  part: string,
  { file, sizeBytes }: Extract<SurveyedPart, { outcome: 'recognised' }>,
  table: RecognisedTable,
): TableToRead {
  const { name, layout } = table;
  return { part, name, layout, sizeBytes, findings: [...file.findings, ...table.findings] };
}

function mustFind(handed: HandedOver, part: string): { file: HandedFile; within: string } {
  const found = findPart(handed, part);
  if (!found.ok) throw new Error('a part that was looked at is no longer there');
  return found.value;
}

function unanswered({ fileName }: SurveyedPart, question: string): Fault {
  return fault('read.unanswered', { file: fileName, question });
}
