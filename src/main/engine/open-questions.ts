import { createHash } from 'node:crypto';
import { fileFindingKind } from '#main/model/file-finding-catalogue';
import type { FileFinding } from '#main/model/file-finding';
import type { LayoutQuestion, RecognisedFile, RecognisedTable } from '#main/steps/read/recognition';
import type { HandedFile } from './handed-over.ts';
import type { PartPlace } from './look-at-files.ts';

/** A question with the answer that says: it is right as it was shown. Another file, table or row has another answer. */
export interface AskedQuestion extends LayoutQuestion {
  /** Such as `encoding@` followed by what stands for the file, and for what was shown of it. */
  readonly answer: string;
}

/** Below this a table is not read unseen. */
const leastUnasked = 0.5;
const uncertain: LayoutQuestion = {
  code: 'uncertain',
  sentence:
    'How this table is written is not certain. Look at its rows, and confirm that they are right or change how it is read.',
};

/** What a person has to decide before a table is read: what recognition asks, and findings that hold it back. */
export function openQuestions(
  { file: handed, within }: PartPlace,
  file: RecognisedFile,
  table: RecognisedTable,
): AskedQuestion[] {
  const ofTable = [...table.questions, ...holding(table.findings)];
  // One answer does for all tables of the file.
  const ofFile = holding(file.findings);
  const isSure = ofTable.length > 0 || table.confidence >= leastUnasked;
  const asked = isSure ? ofTable : [uncertain];
  const { name, layout, header, preview } = table;
  const shown = asked.length === 0 ? '' : digestOf([name, layout, header, preview]);
  const withAnswer = (about: string) => (question: LayoutQuestion) => ({
    ...question,
    answer: `${question.code}@${seenOf(handed)}-${digestOf([within, question.sentence, about])}`,
  });
  return [...asked.map(withAnswer(shown)), ...ofFile.map(withAnswer(''))];
}

function holding(findings: readonly FileFinding[]): LayoutQuestion[] {
  return findings.flatMap((finding) => {
    const { code, severity, sentence, remedy } = fileFindingKind(finding);
    return severity === 'hold' ? [{ code, sentence: `${sentence(finding.params)} ${remedy}` }] : [];
  });
}

/** Stands for a file's content as it is now: its place, size and time on the disk, or its number in the workspace. */
export function seenOf({ source: { fileName, sizeBytes, identity } }: HandedFile): string {
  return digestOf([fileName, sizeBytes, identity]);
}

/** Nobody tries to find another content with the same digest: it tells apart what differs by chance. */
function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8);
}

/** The questions that none of the answers is about. */
export function unanswered(
  asked: readonly AskedQuestion[],
  answers: readonly string[],
): readonly AskedQuestion[] {
  const given = new Set(answers);
  const isOnly = ({ code, answer }: AskedQuestion): boolean =>
    asked.every((other) => other.code !== code || other.answer === answer);
  return asked.filter(
    (question) => !given.has(question.answer) && !(given.has(question.code) && isOnly(question)),
  );
}

/** Whether one of the answers is about another content than that of these files. */
export function isOfOtherContent(answers: readonly string[], files: readonly HandedFile[]): boolean {
  const seen = new Set(files.map(seenOf));
  return answers.some((answer) => {
    const [, about] = answer.split('@');
    return about !== undefined && !seen.has(about.split('-')[0]!);
  });
}

/** What was found on looking and on reading to the end, each once; what the end knows better counts. */
export function allFindings(looked: readonly FileFinding[], read: readonly FileFinding[]): FileFinding[] {
  const known = new Set(read.map(subjectOf));
  // What was counted in parts is counted anew by reading.
  return [...looked.filter((finding) => !finding.inPart && !known.has(subjectOf(finding))), ...read];
}

/** What a finding is about: its counts may differ, the column or sheet that it names does not. */
function subjectOf({ code, params }: FileFinding): string {
  return JSON.stringify([code, Object.entries(params).filter(([, value]) => typeof value === 'string')]);
}
