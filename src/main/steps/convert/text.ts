import {
  forbiddenCharacter,
  invisibleCharacter,
  invisibleInIdentifier,
  linesJoined,
  replacementCharacter,
} from '#main/model/issue-kinds/conversion';
import type { IssueKind, Report } from '#main/model/issue';
import { forbiddenControl } from '#main/model/record';

/**
 * Text of one line: NFC, inner white space made one space, trimmed. Null when nothing is left, or when it holds
 * control characters (which is reported).
 */
export function cleanLine(text: string, report: Report, field: number): string | null {
  if (isPlainLine(text)) return text === '' ? null : text;
  return oneLine(text, report, field, invisibleCharacter);
}

/** The same for what names a record: with characters that cannot be seen one patient would become several. */
export function cleanIdentifier(text: string, report: Report, field: number): string | null {
  if (isPlainLine(text)) return text === '' ? null : text;
  return oneLine(text, report, field, invisibleInIdentifier);
}

function oneLine(text: string, report: Report, field: number, invisible: IssueKind): string | null {
  const clean = cleanCharacters(text, report, field, invisible)?.trim();
  if (clean === undefined || clean === '') return null;
  if (clean.includes('\n')) report(linesJoined, field);
  return clean.replace(/\s+/g, ' ');
}

/** Text of many lines: NFC, every line end made \n, trimmed at both ends; nothing inside it is changed. */
export function cleanLines(text: string, report: Report, field: number): string | null {
  if (isPlainLine(text)) return text === '' ? null : text;
  return cleanCharacters(text, report, field, invisibleCharacter)?.trim() || null;
}

/** Format characters (zero width, direction, soft hyphen, …) and the C1 controls that a wrong encoding leaves. */
const cannotBeSeen = /[\p{Cf}\u0080-\u009F]/u;

function cleanCharacters(text: string, report: Report, field: number, invisible: IssueKind): string | null {
  const unified = text.replace(/\r\n?|[\u2028\u2029]/g, '\n').normalize('NFC');
  if (forbiddenControl.test(unified)) {
    report(forbiddenCharacter, field);
    return null;
  }
  if (unified.includes('\uFFFD')) report(replacementCharacter, field);
  if (cannotBeSeen.test(unified)) report(invisible, field);
  return unified;
}

/** Printable ASCII with single inner spaces: nothing to change. Most cells are; looking first is what makes it fast. */
function isPlainLine(text: string): boolean {
  let afterSpace = true;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 0x20) {
      if (afterSpace) return false;
      afterSpace = true;
    } else {
      if (unit < 0x20 || unit > 0x7e) return false;
      afterSpace = false;
    }
  }
  return text === '' || !afterSpace;
}
