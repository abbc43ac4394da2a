import { isShortBritish } from './short-british-number.ts';

/** E.164 as DOMAIN §1.2 gives it. */
const e164Pattern = /^\+[1-9]\d{6,14}$/;
/** What stands between the digits of a phone number. */
const punctuation = /[\s().\u2010-\u2014/-]+/g;
/**
 * The trunk zero as it is shown to callers at home: +44 (0)1632 960123. In Italy, San Marino and the Vatican (39, 378,
 * 379) the zero is part of the number.
 */
const shownTrunkZero = /^(\s*(?:\+|00)\s*(?!39\D|378\D|379\D)\d{1,3}\s*)\(0\)/;

export function isE164(text: string): boolean {
  return e164Pattern.test(text);
}

/**
 * A phone number as E.164, or null when it is not certain what it is. `country` (ISO 3166-1 alpha-2) is the one whose
 * national numbers the column holds; without it only international numbers are taken.
 * Sources: Ofcom National Telephone Numbering Plan (UK), North American Numbering Plan (US).
 */
export function normalisePhone(text: string, country: string | undefined): string | null {
  const packed = text.replace(shownTrunkZero, '$1').replace(punctuation, '');
  if (packed.startsWith('+')) return international(packed.slice(1));
  if (!/^\d+$/.test(packed)) return null;
  if (packed.startsWith('00')) return international(packed.slice(2));
  // No national number is written without its zero, so a 44 in front is the country code that lost its plus.
  if (country === 'GB' && packed.startsWith('44')) return international(packed);
  if (country === 'GB') return packed.startsWith('0') ? british(packed.slice(1)) : null;
  if (country === 'US')
    return american(packed.length === 11 && packed.startsWith('1') ? packed.slice(1) : packed);
  return null;
}

function international(digits: string): string | null {
  if (digits.startsWith('44')) return british(digits.startsWith('440') ? digits.slice(3) : digits.slice(2));
  if (digits.startsWith('1')) return american(digits.slice(1));
  return isE164(`+${digits}`) ? `+${digits}` : null;
}

/** National significant number: ten digits, or the nine of the few old blocks that still have them. */
function british(national: string): string | null {
  return /^[12357-9]\d{9}$/.test(national) || isShortBritish(national) ? `+44${national}` : null;
}

function american(national: string): string | null {
  return /^[2-9]\d{2}[2-9]\d{6}$/.test(national) ? `+1${national}` : null;
}
