import { fileFindingKind } from '#main/model/file-finding-catalogue';
import type { FileFinding } from '#main/model/file-finding';
import type { LayoutQuestion, RecognisedFile, RecognisedTable } from '#main/steps/read/recognition';

/** What a person has to decide before a table is read: what recognition asks, and findings that hold it back. */
export function openQuestions(file: RecognisedFile, table: RecognisedTable): LayoutQuestion[] {
  const holding = [...file.findings, ...table.findings].flatMap((finding) => {
    const { code, severity, sentence, remedy } = fileFindingKind(finding);
    return severity === 'hold' ? [{ code, sentence: `${sentence(finding.params)} ${remedy}` }] : [];
  });
  return [...table.questions, ...holding];
}

/** What was found on looking and on reading to the end, each once; what the end knows better counts. */
export function allFindings(looked: readonly FileFinding[], read: readonly FileFinding[]): FileFinding[] {
  const known = new Set(read.map(({ code }) => code));
  return [...looked.filter(({ code }) => !known.has(code)), ...read];
}
