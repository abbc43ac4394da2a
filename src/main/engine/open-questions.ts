import { fileFindingKind } from '#main/model/file-finding-catalogue';
import type { FileFinding } from '#main/model/file-finding';
import type { LayoutQuestion, RecognisedFile, RecognisedTable } from '#main/steps/read/recognition';

/** Below this a table is not read unseen. */
const leastUnasked = 0.5;
const uncertain: LayoutQuestion = {
  code: 'uncertain',
  sentence:
    'How this table is written is not certain. Look at its rows, and confirm that they are right or change how it is read.',
};

/** What a person has to decide before a table is read: what recognition asks, and findings that hold it back. */
export function openQuestions(file: RecognisedFile, table: RecognisedTable): LayoutQuestion[] {
  const holding = [...file.findings, ...table.findings].flatMap((finding) => {
    const { code, severity, sentence, remedy } = fileFindingKind(finding);
    return severity === 'hold' ? [{ code, sentence: `${sentence(finding.params)} ${remedy}` }] : [];
  });
  const questions = [...table.questions, ...holding];
  return questions.length > 0 || table.confidence >= leastUnasked ? questions : [uncertain];
}

/** What was found on looking and on reading to the end, each once; what the end knows better counts. */
export function allFindings(looked: readonly FileFinding[], read: readonly FileFinding[]): FileFinding[] {
  const known = new Set(read.map(subjectOf));
  return [...looked.filter((finding) => !known.has(subjectOf(finding))), ...read];
}

/** What a finding is about: its counts may differ, the column or sheet that it names does not. */
function subjectOf({ code, params }: FileFinding): string {
  return JSON.stringify([code, Object.entries(params).filter(([, value]) => typeof value === 'string')]);
}
