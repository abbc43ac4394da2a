/** How probable a character beyond ASCII is where it stands, as a logarithm. */

import type { LetterProfile } from './letter-profiles.ts';

const letterShare = 0.6;
const otherLower = 0.0006;
const otherUpper = 0.0002;
const otherSymbol = 0.0001;
/** Frames, mathematics and what is no character at all: nobody types it into a record. */
const absurd = 0.000_005;

const symbols = new Map<string, number>([
  ['’', 0.12],
  ['£', 0.14],
  ['–', 0.05],
  ['€', 0.04],
  ['“', 0.03],
  ['”', 0.03],
  ['‘', 0.02],
  ['„', 0.004],
  ['°', 0.03],
  ['\u00A0', 0.03],
  ['…', 0.02],
  ['—', 0.01],
  ['½', 0.01],
  ['¼', 0.005],
  ['¾', 0.004],
  ['•', 0.01],
  ['®', 0.004],
  ['™', 0.004],
  ['©', 0.002],
  ['´', 0.004],
  ['·', 0.002],
  ['²', 0.003],
  ['³', 0.001],
  ['±', 0.004],
  ['×', 0.003],
  ['«', 0.004],
  ['»', 0.004],
  ['º', 0.004],
  ['ª', 0.002],
  ['§', 0.001],
  ['µ', 0.001],
  ['¿', 0.0005],
  ['¡', 0.0005],
]);

const upper = /^\p{Lu}$/u;
/** Letters of alphabets without capitals, as Hebrew and Arabic have, behave like small ones. */
const lower = /^[\p{Ll}\p{Lo}]$/u;
const digit = /^\d$/;
const notTyped = /^[\p{Cc}\uFFFD\u2200-\u25FF\uE000-\uF8FF\u20A7\u02C6-\u02DD\u2017\u2310]$/u;

type Kind = 'upper' | 'lower' | 'digit' | 'other';

const kinds = new Map<string, Kind>();

function kindOf(character: string): Kind {
  const known = kinds.get(character);
  if (known !== undefined) return known;
  let kind: Kind = 'other';
  if (upper.test(character)) kind = 'upper';
  // The ordinal signs are letters to Unicode only.
  else if (lower.test(character) && !/[ªºµ]/.test(character)) kind = 'lower';
  else if (digit.test(character)) kind = 'digit';
  kinds.set(character, kind);
  return kind;
}

/** `before` and `after` are empty where a sample ends. */
export interface InContext {
  readonly before: string;
  readonly character: string;
  readonly after: string;
}

export function logProbability({ before, character, after }: InContext, profile: LetterProfile): number {
  const kind = kindOf(character);
  if (kind === 'upper' || kind === 'lower') {
    const other = kind === 'upper' ? otherUpper : otherLower;
    const probability = Math.max((profile.get(character) ?? 0) * letterShare, other);
    const fit = kind === 'upper' ? fitOfUpper : fitOfLower;
    return Math.log(probability) + fit(kindOf(before), kindOf(after));
  }
  const probability = symbols.get(character) ?? (notTyped.test(character) ? absurd : otherSymbol);
  return Math.log(probability) + fitOfSymbol(character, kindOf(before), kindOf(after));
}

function isLetter(kind: Kind): boolean {
  return kind === 'upper' || kind === 'lower';
}

function fitOfLower(before: Kind, after: Kind): number {
  if (before === 'digit' || after === 'digit') return -4;
  if (before === 'upper' && after === 'upper') return -3;
  if (before === 'upper' && after !== 'lower') return -0.7;
  if (isLetter(before)) return 0.3;
  return after === 'lower' ? -1 : -2.5;
}

function fitOfUpper(before: Kind, after: Kind): number {
  if (before === 'digit' || after === 'digit') return -4;
  if (before === 'lower') return -4;
  if (before === 'upper') return after === 'lower' ? -1.5 : 0.3;
  return isLetter(after) ? 0.3 : -2;
}

function fitOfSymbol(character: string, before: Kind, after: Kind): number {
  const inWord = isLetter(before) && isLetter(after);
  switch (character) {
    case '’':
      if (isLetter(before) || before === 'digit') return 0.3;
      return isLetter(after) ? -3.5 : -1;
    case '‘':
    case '“':
    case '„':
    case '«':
      if (isLetter(before)) return -2.5;
      return isLetter(after) ? 0.3 : -0.7;
    case '”':
    case '»':
      return inWord ? -3 : 0;
    case '£':
    case '€':
      if (before === 'digit' || after === 'digit') return 0.5;
      return isLetter(before) || isLetter(after) ? -3 : 0;
    case '–':
    case '—':
      return inWord ? -2 : 0;
    case '\u00A0':
      // Text that was copied from a web page has it behind a word as often as before one.
      return inWord ? -3 : 0.3;
    case '´':
      return inWord ? 0 : -2;
    case '®':
    case '™':
    case '²':
    case '³':
      // They stand behind a word; before one they are rather the letter that another encoding has there.
      if (!isLetter(before) && isLetter(after)) return -5;
      return inWord ? -6.5 : isLetter(before) && before !== 'upper' ? -1 : 0;
    default:
      return inWord ? -6.5 : isLetter(before) && before !== 'upper' ? -1 : 0;
  }
}
