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
 * The best first. A sequence of signs stands before a sign that is in it when it separates no fewer rows: what the
 * sign alone separates are halves of the sequence.
 */
function ranked(scored: readonly ScoredDialect[]): ScoredDialect[] {
  const left = scored.filter((each) => !scored.some((other) => isPartOf(each, other)));
  return left.sort((one, other) => other.score - one.score);
}

function isPartOf(part: ScoredDialect, whole: ScoredDialect): boolean {
  const one = part.dialect.delimiter;
  const other = whole.dialect.delimiter;
  if (one.length >= other.length || !other.includes(one)) return false;
  return whole.fitting >= part.fitting && whole.fitting >= whole.judged * 0.9;
}

/** Lines that are each one date, time, number … as a whole, which its signs must not cut in pieces. */
function isListOfValues(lines: readonly string[], { dialect }: ScoredDialect): boolean {
  if (!['/', ':', ' ', ',', '-'].includes(dialect.delimiter)) return false;
  const filled = lines.filter((line) => line.trim() !== '').slice(0, 200);
  const values = filled.filter((line) => {
    const type = cellType(line);
    return (
      isValueType(type) &&
      !(dialect.delimiter === ',' && type === 'number' && !/^\d{1,3}(,\d{3})+$|^[+-]?\d+,\d{1,2}$/.test(line))
    );
  });
  return values.length >= filled.length * 0.8 && values.length > 0;
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
