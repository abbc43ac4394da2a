import { forbiddenCharacter, replacementCharacter } from '#main/model/issue-kinds/conversion';
import type { Report } from '#main/model/issue';
import { forbiddenControl } from '#main/model/record';

/**
 * Text of one line: NFC, inner white space made one space, trimmed. Null when nothing is left, or when it holds
 * control characters (which is reported).
 */
export function cleanLine(text: string, report: Report, field: number): string | null {
  if (isPlainLine(text)) return text === '' ? null : text;
  const clean = cleanCharacters(text, report, field);
  return clean === null ? null : clean.replace(/\s+/g, ' ').trim() || null;
}

/** Text of many lines: NFC, every line end made \n, trimmed at both ends; nothing inside it is changed. */
export function cleanLines(text: string, report: Report, field: number): string | null {
  if (isPlainLine(text)) return text === '' ? null : text;
  const clean = cleanCharacters(text, report, field);
  return clean === null ? null : clean.trim() || null;
}

function cleanCharacters(text: string, report: Report, field: number): string | null {
  const unified = text.replace(/\r\n?|[\u2028\u2029]/g, '\n').normalize('NFC');
  if (forbiddenControl.test(unified)) {
    report(forbiddenCharacter, field);
    return null;
  }
  if (unified.includes('\uFFFD')) report(replacementCharacter, field);
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
