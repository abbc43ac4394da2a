import type { LayoutOverride, Newline } from '#contract/layout';
import { candidateDelimiters } from './candidate-delimiters.ts';
import { cellType, isValueType } from './cell-type.ts';
import { guessQuoting, marksAt } from './guess-quoting.ts';
import { type ScoredDialect, scoreDialect, type Stretch } from './score-dialect.ts';
import type { Dialect } from './split-rows.ts';

export interface DialectChoice {
  readonly best: ScoredDialect;
  /** Another delimiter with which the rows would be nearly as even. */
  readonly rival: ScoredDialect | null;
}

const scoredCharacters = 32 * 1024;
/** Below this no sign separates columns. */
const minScore = 0.2;
const rivalShare = 0.85;

/** The dialect in which the rows of all samples are most alike. */
export function chooseDialect(
  stretches: readonly Stretch[],
  newline: Newline,
  override: LayoutOverride,
): DialectChoice {
  const looked = stretches.map(shortened);
  const texts = looked.map(({ text }) => text);
  const lines = texts.flatMap((text) => text.split(newline === '\r' ? '\r' : /\r?\n/));
  const { delimiter } = override;
  const candidates = delimiter === undefined ? candidateDelimiters(lines) : [delimiter];
  const scored = candidates.map((each) =>
    scoreDialect(looked, { ...guessQuoting(texts, each), delimiter: each, newline, ...chosen(override) }),
  );
  const [first, second] = ranked(scored.filter(({ score }) => delimiter !== undefined || score >= minScore));
  if (first === undefined || (delimiter === undefined && isListOfValues(lines, first))) {
    return { best: unseparated(looked, texts, newline, override), rival: first ?? null };
  }
  const rival = second !== undefined && second.score >= first.score * rivalShare ? second : null;
  return { best: withoutQuotes(looked, first, override), rival };
}

function shortened({ text, isCut }: Stretch): Stretch {
  return text.length <= scoredCharacters
    ? { text, isCut }
    : { text: text.slice(0, scoredCharacters), isCut: true };
}

function chosen({ quote, escape }: LayoutOverride): Partial<Dialect> {
  return { ...(quote === undefined ? {} : { quote }), ...(escape === undefined ? {} : { escape }) };
}

/**
 * The best first. Of a sign and a sequence with it only one can be the delimiter: the sequence when it separates no
 * fewer rows, as what the sign alone separates are then halves of it.
 */
function ranked(scored: readonly ScoredDialect[]): ScoredDialect[] {
  const left = scored.filter((each) => !scored.some((other) => loses(each, other)));
  return left.sort((one, other) => other.score - one.score);
}

function loses(one: ScoredDialect, other: ScoredDialect): boolean {
  const sign = one.dialect.delimiter;
  const otherSign = other.dialect.delimiter;
  if (sign.length < otherSign.length && otherSign.includes(sign)) return isSequence(other, one);
  return sign.length > otherSign.length && sign.includes(otherSign) && !isSequence(one, other);
}

function isSequence(sequence: ScoredDialect, sign: ScoredDialect): boolean {
  return sequence.fitting >= sign.fitting && sequence.fitting >= sequence.judged * 0.9;
}

/** Lines that are each one date, time, number … as a whole, which its signs must not cut in pieces. */
function isListOfValues(lines: readonly string[], { dialect, width }: ScoredDialect): boolean {
  const { delimiter } = dialect;
  if (!['/', ':', ' ', ','].includes(delimiter)) return false;
  const filled = lines.filter((line) => line.trim() !== '').slice(0, 200);
  // Names above as many values say that there are as many columns.
  if (filled[0]?.split(delimiter).length === width && !isValueType(cellType(filled[0]))) return false;
  const values = filled.filter(
    (line) => isValueType(cellType(line)) && !(delimiter === ',' && !/\d,\d/.test(line)),
  );
  return values.length >= (filled.length - 1) * 0.8 && values.length > 0;
}

/** One column: commas, which are most usual, are taken for the sign that may come further on. */
function unseparated(
  stretches: readonly Stretch[],
  texts: readonly string[],
  newline: Newline,
  override: LayoutOverride,
): ScoredDialect {
  const text = texts.join('\n');
  const delimiter = [',', ';', '\t', '|', '\u001f'].find((sign) => !text.includes(sign)) ?? '\u001f';
  return scoreDialect(stretches, {
    ...guessQuoting(texts, delimiter),
    delimiter,
    newline,
    ...chosen(override),
  });
}

/** Quotation marks are ordinary characters where most that open a cell never close one. */
function withoutQuotes(
  stretches: readonly Stretch[],
  found: ScoredDialect,
  override: LayoutOverride,
): ScoredDialect {
  if (override.quote !== undefined || found.dialect.quote === '') return found;
  const isDoubtful = found.malformed >= 2 || found.fitting < found.judged;
  if (!isDoubtful) return found;
  const plain = scoreDialect(stretches, { ...found.dialect, quote: '', escape: 'doubled' });
  const { opening, closing } = marksAt(
    stretches.map(({ text }) => text),
    found.dialect.delimiter,
    found.dialect.quote,
  );
  const isPlain = opening - closing >= 2 && closing * 2 <= opening;
  return isPlain && plain.fitting >= found.fitting && plain.fitting === plain.judged ? plain : found;
}
