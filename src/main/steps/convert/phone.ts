import { phoneNotRecognised, phoneWithWords } from '#main/model/issue-kinds/conversion';
import type { Report } from '#main/model/issue';
import { normalisePhone } from '#main/model/values/phone-number';

/** Words before or after one number: `NO texts 07…`, `07… (daughter)`. Extensions are part of the number. */
const besideWords = /^([^\d+]*)(\+?[\d\s().\u2010-\u2014/-]*\d)([^\d]*)$/;
const extension = /(?:\bext?n?\b|\bextension\b|\bx)\W*\d*\s*$|#|\*/i;

/**
 * A phone number as E.164. A number that cannot be made certain is kept as it is written, with a warning, because
 * losing it would be worse. Words beside a clean number are left behind with a warning that says so.
 */
export function convertPhone(
  text: string,
  country: string | undefined,
  report: Report,
  field: number,
): string | null {
  const direct = normalisePhone(text, country);
  if (direct !== null) return direct;
  const match = extension.test(text) ? null : besideWords.exec(text);
  if (match && /\p{L}/u.test(match[1]! + match[3]!)) {
    const number = normalisePhone(match[2]!, country);
    if (number !== null) {
      report(phoneWithWords, field);
      return number;
    }
  }
  report(phoneNotRecognised, field);
  return text;
}
