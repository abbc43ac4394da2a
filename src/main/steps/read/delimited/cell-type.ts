/** What a cell is by its looks. */
export type CellType =
  'empty' | 'number' | 'date' | 'time' | 'email' | 'postcode' | 'phone' | 'flag' | 'code' | 'words' | 'text';

const longest = 80;
const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}';
const clock = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:[ap]m)?`;
const zone = String.raw`(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?`;

const patterns: readonly (readonly [CellType, RegExp])[] = [
  [
    'number',
    /^[(]?[+\-−–]?\s?[£$€]?\s?(?:\d{1,3}(?:[.,'’ \u00A0]\d{3})+|\d+)?(?:[.,]\d+|\d)(?:E[+-]?\d+)?\s?[%)€£$DΔ]?$/i,
  ],
  [
    'date',
    new RegExp(
      String.raw`^(?:\d{1,4}([-/.])\d{1,2}\1\d{1,4}|\d{1,2}[- /]${month}[- /,]+\d{2,4}|${month} \d{1,2},? \d{4})(?:(?:T|,?\s+)${clock}${zone})?$`,
      'i',
    ),
  ],
  ['time', new RegExp(`^${clock}$`, 'i')],
  ['email', /^[^\s@,;|]+@[^\s@,;|]+\.[a-z]{2,}$/i],
  ['postcode', /^[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}$/i],
  ['phone', /^\+?[\d(][\d\s().-]{6,19}$/],
  ['flag', /^(?:y|n|yes|no|true|false|m|f|male|female)$/i],
  ['code', /^(?=[^\s]*\d)[\p{L}\d._/#:-]+$/u],
  ['words', /^[\p{L}\p{M}][\p{L}\p{M}\d'’ .&()_/-]*$/u],
];

/** Words that are written where a value is missing. */
const placeholder = /^(?:-+|\?+|\.+|n\/?a|none|nil|null|\\N|unknown|not known|tbc|#N\/A)$/i;

export function cellType(cell: string): CellType {
  const text = cell.trim();
  if (text === '' || placeholder.test(text)) return 'empty';
  if (text.length > longest) return 'text';
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? 'text';
}

const typed: ReadonlySet<CellType> = new Set<CellType>([
  'number',
  'date',
  'time',
  'email',
  'postcode',
  'phone',
]);

/** Whether cells of the type are values and hardly ever the name of a column. */
export function isValueType(type: CellType): boolean {
  return typed.has(type);
}

const otherDelimiters = /[;|\t^~¦¬§\p{Cc}]|,(?=\S)/gu;

/** 0 to 1: how much a cell looks like a whole one, and not like a piece of one or like several. */
export function wholeness(cell: string): number {
  const type = cellType(cell);
  if (isValueType(type)) return 1;
  if (type === 'flag' || type === 'code') return 0.95;
  if (type === 'words') return 0.9;
  if (type === 'empty') return 0.7;
  const others = cell.match(otherDelimiters)?.length ?? 0;
  if (others > 0) return 0.3 / others;
  return /^["']|["']$/.test(cell) ? 0.3 : 0.65;
}
