import type { IssueKind } from '../issue.ts';

/** What reading can find about the characters of a cell. */

export const doubleEncoded: IssueKind = {
  code: 'cell.double_encoded',
  severity: 'warn',
  sentence: (field) =>
    `${field} has characters that were converted once too often, so that “é” has become “Ã©” or the like.`,
  remedy:
    'Choose to undo the double encoding for this file and read it again, or correct the text in the old system.',
  source:
    'Our decision: repaired only where the round trip succeeds and a person asked for it; DOMAIN §4 Text',
};

export const doubleEncodingUndone: IssueKind = {
  code: 'cell.double_encoding_undone',
  severity: 'warn',
  sentence: (field) =>
    `${field} had characters that were converted once too often and was turned back, as you chose.`,
  remedy: 'Nothing to do if it reads well. The text as it was is kept beside it.',
  source:
    'Our decision: repaired only where the round trip succeeds and a person asked for it; DOMAIN §4 Text',
};

export const controlCharacter: IssueKind = {
  code: 'cell.control_character',
  severity: 'warn',
  sentence: (field) =>
    `${field} has an invisible control character where a sign such as ’ or – should be: the text was once taken for another encoding.`,
  remedy: 'Look at the text and correct it in the old system, or have it exported again as UTF-8.',
  source: 'Our decision: a sign that is lost is told, not guessed; DOMAIN §4 Text',
};

export const readingTextKinds: readonly IssueKind[] = [doubleEncoded, doubleEncodingUndone, controlCharacter];
