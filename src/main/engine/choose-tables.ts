import { fault, type Fault } from '#contract/faults';
import { decidedOf, type LayoutOverride } from '#contract/layout';
import { isRefused } from '#contract/operations/file-views';
import { failed, ok, type Result } from '#contract/result';
import type { SurveyedPart } from '#main/steps/read/survey';
import type { HandedFile, HandedOver } from './handed-over.ts';
import { findPart, lookAtAll, lookAtPart, type PartPlace } from './look-at-files.ts';
import { isOfOtherContent, openQuestions, seenOf, unanswered, type AskedQuestion } from './open-questions.ts';
import type { ReadBefore } from './read-before.ts';
import type { LeftOut, TableToRead } from './stage-files.ts';

/** What a person chose of what they handed over, and decided about it. */
export interface Choice {
  readonly tables?:
    | readonly {
        readonly part: string;
        readonly table?: string | undefined;
        readonly override?: LayoutOverride | undefined;
        readonly seen?: string | undefined;
      }[]
    | undefined;
  /** What was shown to them and is right. */
  readonly answers?: readonly string[] | undefined;
}

export interface ChosenTables {
  readonly files: readonly { readonly file: HandedFile; readonly tables: readonly TableToRead[] }[];
  /** What will not be read, with the reason. */
  readonly leftOut: readonly LeftOut[];
}

type Looking = Parameters<typeof lookAtPart>[0] & {
  /** Where what was read before is not read again, and nothing about it is to be decided. */
  readonly before?: ReadBefore;
};

/** A table that would be read, with all that has to be answered before. */
interface Candidate {
  readonly looked: Recognised;
  readonly file: HandedFile;
  readonly table: TableToRead;
  readonly questions: readonly AskedQuestion[];
}

type Recognised = Extract<SurveyedPart, { outcome: 'recognised' }>;

/**
 * Settles which tables are read, and how. What was chosen by name has to be there and to have no open question; of
 * everything else, what cannot be read or needs an answer is left out and named. Faults: `read.unanswered`,
 * `read.not_asked`, `read.changed_since_look`, `read.no_such_part`, `read.no_such_table`, `read.nothing_to_read`, and
 * those of looking.
 */
export async function chooseTables(
  looking: Looking,
  handed: HandedOver,
  { tables, answers = [] }: Choice,
): Promise<Result<ChosenTables>> {
  if (isOfOtherContent(answers, handed.files)) return failed(changedSinceLook(handed.name));
  return tables === undefined
    ? chooseAll(looking, handed, answers)
    : chooseNamed(looking, handed, tables, answers);
}

async function chooseNamed(
  looking: Looking,
  handed: HandedOver,
  named: NonNullable<Choice['tables']>,
  answers: readonly string[],
): Promise<Result<ChosenTables>> {
  const candidates = new Candidates(looking.before);
  const looks = new Map<string, ReturnType<typeof lookAtPart>>();
  for (const { part, table, override = {}, seen } of named) {
    const place = findPart(handed, part);
    if (!place.ok) return place;
    const { file } = place.value;
    if (seen !== undefined && seen !== seenOf(file)) return failed(changedSinceLook(file.source.fileName));
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
    const found = candidatesOf(looked.value, place.value, override);
    const wanted = table === undefined ? found : found.filter((each) => each.table.name === table);
    if (wanted.length === 0) {
      const known = tables.map(({ name }) => `“${name}”`).join(', ');
      return failed(fault('read.no_such_table', { file: looked.value.fileName, table: table ?? '', known }));
    }
    for (const each of wanted) candidates.add(each);
  }
  const open = await candidates.open(answers);
  if (open[0]) return failed(notAnswered(open[0]));
  const idle = candidates.notAsked(handed.name, answers, open);
  return idle ? failed(idle) : ok({ files: candidates.files(), leftOut: [] });
}

async function chooseAll(
  looking: Looking,
  handed: HandedOver,
  answers: readonly string[],
): Promise<Result<ChosenTables>> {
  const candidates = new Candidates(looking.before);
  const leftOut: LeftOut[] = handed.excluded.map(({ part, sizeBytes, kind, sentence }) => ({
    part,
    table: '',
    sizeBytes,
    why: whyExcluded(kind),
    sentence,
  }));
  const parts: SurveyedPart[] = [];
  const looked = await lookAtAll(looking, handed, (part, place) => {
    parts.push(part);
    const { outcome, part: name, sizeBytes } = part;
    if (outcome === 'recognised') for (const each of candidatesOf(part, place, {})) candidates.add(each);
    else {
      const why = outcome === 'unreadable' ? outcome : whyExcluded(part.kind);
      const sentence = outcome === 'unreadable' ? part.fault.message : part.sentence;
      leftOut.push({ part: name, table: '', sizeBytes, why, sentence });
    }
  });
  if (!looked.ok) return looked;
  const [single] = parts.length === 1 && !handed.isFolder ? parts : [];
  if (single?.outcome === 'unreadable') return failed(single.fault);
  const open = await candidates.open(answers);
  if (single && open[0]) return failed(notAnswered(open[0]));
  const idle = candidates.notAsked(handed.name, answers, open);
  if (idle) return failed(idle);
  for (const { candidate, questions } of open) {
    const { looked, table } = candidate;
    const { part, sizeBytes } = looked;
    leftOut.push({ part, table: table.name, sizeBytes, why: 'undecided', sentence: inWords(questions) });
    candidates.leaveOut(candidate);
  }
  if (candidates.files().length > 0) return ok({ files: candidates.files(), leftOut });
  // An answer makes more of it readable than anything else that could be said.
  if (open[0]) return failed(notAnswered(open[0]));
  const reason = (leftOut.find(({ why }) => why !== 'excluded') ?? leftOut[0])?.sentence ?? '';
  return failed(fault('read.nothing_to_read', { file: handed.name, reason }));
}

function whyExcluded(kind: string): LeftOut['why'] {
  return isRefused(kind) ? 'refused' : 'excluded';
}

interface Open {
  readonly candidate: Candidate;
  readonly questions: readonly AskedQuestion[];
}

class Candidates {
  readonly #before: ReadBefore | undefined;
  #all: Candidate[] = [];

  constructor(before: ReadBefore | undefined) {
    this.#before = before;
  }

  /** A table that was chosen twice is read once, as it was chosen last. */
  add(candidate: Candidate): void {
    const { file, table } = candidate;
    this.#all = this.#all.filter(
      (other) => other.file !== file || other.table.part !== table.part || other.table.name !== table.name,
    );
    this.#all.push(candidate);
  }

  leaveOut(candidate: Candidate): void {
    this.#all = this.#all.filter((other) => other !== candidate);
  }

  /** Those about which something is still to be answered. */
  async open(answers: readonly string[]): Promise<Open[]> {
    const left = new Set(unanswered(this.#asked, answers));
    const open = this.#all
      .map((candidate) => ({ candidate, questions: candidate.questions.filter((each) => left.has(each)) }))
      .filter(({ questions }) => questions.length > 0);
    const known = await Promise.all(open.map(({ candidate }) => this.#wasRead(candidate)));
    return open.filter((_, index) => !known[index]);
  }

  /** The fault of an answer to what is not asked; what is open is asked about by itself. */
  notAsked(file: string, answers: readonly string[], open: readonly Open[]): Fault | null {
    const asked = this.#asked;
    const codes = new Set(open.flatMap(({ questions }) => questions.map(({ code }) => code)));
    const answer = answers.find(
      (given) =>
        !codes.has(given.split('@')[0]!) &&
        !asked.some((each) => each.answer === given || each.code === given),
    );
    if (answer === undefined) return null;
    const known = [...new Set(asked.map((each) => `--answer ${each.answer}`))].join(', ');
    return fault('read.not_asked', { file, answer, asked: known });
  }

  get #asked(): AskedQuestion[] {
    return this.#all.flatMap(({ questions }) => questions);
  }

  /** What cannot be hashed says so when it is read. */
  async #wasRead({ file, table }: Candidate): Promise<boolean> {
    const known = await this.#before?.find(file, table);
    return known?.ok === true && known.value !== null;
  }

  files(): ChosenTables['files'] {
    const byFile = Map.groupBy(this.#all, ({ file }) => file);
    return [...byFile].map(([file, candidates]) => ({ file, tables: candidates.map(({ table }) => table) }));
  }
}

function candidatesOf(looked: Recognised, place: PartPlace, override: LayoutOverride): Candidate[] {
  return looked.file.tables.map((table) => ({
    looked,
    file: place.file,
    table: {
      part: place.within,
      name: table.name,
      layout: table.layout,
      decided: decidedOf(override),
      sizeBytes: looked.sizeBytes,
      findings: [...looked.file.findings, ...table.findings],
    },
    questions: openQuestions(place, looked.file, table),
  }));
}

function notAnswered({ candidate, questions }: Open): Fault {
  return fault('read.unanswered', { file: candidate.looked.fileName, question: inWords(questions) });
}

function inWords(questions: readonly AskedQuestion[]): string {
  const answers = questions.map(({ answer }) => `--answer ${answer}`).join(' ');
  const sentences = questions.map(({ sentence }) => sentence).join(' ');
  return `${sentences} To have it read as it is shown, say so (${answers}).`;
}

function changedSinceLook(file: string): Fault {
  return fault('read.changed_since_look', { file });
}
