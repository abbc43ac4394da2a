// samples of a text file → its encoding, how sure that is, and why

import { encodingName } from '#contract/encoding-names';
import { type LinewiseEncoding, linewiseEncodings, type TextEncoding } from '#contract/layout';
import type { FileSamples, Sample } from '../file-samples.ts';
import { type ByteOrderMark, byteOrderMarkOf } from './byte-order-mark.ts';
import { scoreEncodings, type ScoredEncoding } from './score-encodings.ts';
import { type Utf8Evidence, utf8EvidenceOf } from './utf8-evidence.ts';
import { type WideEncoding, wideEncodingOf } from './wide-text.ts';

export interface EncodingGuess {
  readonly encoding: TextEncoding;
  readonly byteOrderMark: boolean;
  /** 0 to 1: how often such a guess is right. */
  readonly confidence: number;
  /** In sentences, without any cell's value. */
  readonly reasons: readonly string[];
  /** Others that the file may be in and that would show something else, the likeliest first. */
  readonly alternatives: readonly TextEncoding[];
  /** A person should look at the text before it is read. */
  readonly uncertain: boolean;
  /** It is rather in an encoding that is not read here at all. */
  readonly isStrange?: boolean;
}

/** Looks at the start, the middle and the end of a file that is text. */
export function detectEncoding(samples: FileSamples): EncodingGuess {
  const looked = [samples.start, samples.middle, samples.end].filter(({ bytes }) => bytes.length > 0);
  const mark = byteOrderMarkOf(samples.start.bytes);
  if (mark !== null && mark.encoding !== 'utf-8') return guessByMark(mark);
  const evidence = utf8EvidenceOf(looked);
  if (hasTwoEncodings(evidence)) return guessLinewise(evidence, mark !== null);
  if (mark !== null) return guessByMark(mark, evidence);
  const wide = looked.map(wideEncodingOf).find((encoding) => encoding !== null);
  if (wide !== undefined) return guessWide(wide, looked);
  if (evidence.longer + evidence.stray === 0) {
    return looked.some(({ bytes }) => bytes.includes(escapeToKanji))
      ? guessEscapes()
      : guessAscii(samples.whole);
  }
  return evidence.longer > 0 && evidence.longer >= evidence.stray
    ? guessUtf8(evidence)
    : guessSingleByte(looked, evidence);
}

function guessByMark({ encoding }: ByteOrderMark, evidence?: Utf8Evidence): EncodingGuess {
  const reasons = [`The file begins with the mark of ${encodingName(encoding)} text.`];
  const stray = evidence?.stray ?? 0;
  if (stray > 0) reasons.push(strayReason(stray));
  return { encoding, byteOrderMark: true, confidence: 0.99, reasons, alternatives: [], uncertain: false };
}

function guessWide(encoding: WideEncoding, looked: readonly Sample[]): EncodingGuess {
  const reasons = ['NUL bytes stand between the characters, in the places where this encoding has them.'];
  const others = looked.filter((sample) => wideEncodingOf(sample) !== encoding);
  if (others.length > 0) reasons.push('Another part of the file is not written so.');
  return {
    encoding,
    byteOrderMark: false,
    confidence: others.length > 0 ? 0.5 : 0.98,
    reasons,
    alternatives: others.length > 0 ? ['utf-8', 'windows-1252'] : [],
    uncertain: others.length > 0,
  };
}

/** ISO 2022 changes to letters of two bytes so, each below 128. */
const escapeToKanji = '\u001b$';

function guessEscapes(): EncodingGuess {
  return {
    encoding: 'utf-8',
    byteOrderMark: false,
    confidence: strangeConfidence,
    reasons: [
      'It has the marks with which Japanese, Chinese and Korean text in ISO 2022 changes its letters.',
    ],
    alternatives: [],
    uncertain: true,
    isStrange: true,
  };
}

function guessAscii(whole: boolean): EncodingGuess {
  return {
    encoding: 'utf-8',
    byteOrderMark: false,
    confidence: whole ? 1 : 0.9,
    reasons: [
      whole
        ? 'Every byte is below 128: such text is the same in all usual encodings.'
        : 'Every byte looked at is below 128; further on there may be others, which are then named.',
    ],
    alternatives: whole ? [] : ['windows-1252'],
    uncertain: false,
  };
}

/** A single line that is no UTF-8 among many that are is damaged rather than written otherwise. */
function hasTwoEncodings({ utf8Lines, otherLines }: Utf8Evidence): boolean {
  const isAlone = otherLines.length === 1 && utf8Lines > 4;
  return utf8Lines > 0 && otherLines.length > 0 && !isAlone;
}

/** A person has to look: nothing but a name that is right tells how a line is written. */
function guessLinewise({ utf8Lines, otherLines }: Utf8Evidence, byteOrderMark: boolean): EncodingGuess {
  const scored = scoreEncodings(otherLines);
  const best = mostUsualOf(scored.filter(({ encoding }) => linewiseOf(encoding) !== undefined));
  const encoding = linewiseOf(best.encoding)!;
  const looked = utf8Lines + otherLines.length;
  const others = distinctOf(scored.filter(({ shows }) => shows !== best.shows))
    .map((each) => linewiseOf(each.encoding))
    .filter((each) => each !== undefined);
  return {
    encoding,
    byteOrderMark,
    confidence: 0.8,
    reasons: [
      `Of the lines looked at that have letters with accents, ${otherLines.length} of ${looked} are not UTF-8, as where exports of two programs were joined; as ${encodingName(best.encoding)} theirs are letters and signs in fitting places.`,
    ],
    alternatives: ['utf-8', best.encoding, ...others.slice(0, 1)],
    uncertain: true,
  };
}

function linewiseOf(other: TextEncoding): LinewiseEncoding | undefined {
  return linewiseEncodings.find((encoding) => encoding === `utf-8+${other}`);
}

/** A single character of two bytes can be two strange ones of another encoding; several never are. */
function guessUtf8({ longer, stray }: Utf8Evidence): EncodingGuess {
  const reasons =
    stray === 0
      ? ['Every byte above 127 forms valid UTF-8.']
      : ['Most bytes above 127 form valid UTF-8.', strayReason(stray)];
  const share = stray / (longer + stray);
  return {
    encoding: 'utf-8',
    byteOrderMark: false,
    confidence: (1 - 0.1 / (longer + 1)) * (1 - share),
    reasons,
    alternatives: stray === 0 ? [] : ['utf-8+windows-1252', 'windows-1252'],
    uncertain: share > 0.2,
  };
}

function strayReason(stray: number): string {
  const bytes = stray === 1 ? '1 byte does' : `${stray} bytes do`;
  return `${bytes} not form valid UTF-8, as where lines of another encoding were added; these lines are named when the file is read.`;
}

const certainFrom = 0.9;
const minAlternative = 0.02;
const maxAlternatives = 4;
const strangeConfidence = 0.1;

function guessSingleByte(looked: readonly Sample[], evidence: Utf8Evidence): EncodingGuess {
  const scored = scoreEncodings(looked.map(({ bytes }) => bytes));
  const best = mostUsualOf(scored);
  const others = distinctOf(scored.filter(({ shows }) => shows !== best.shows));
  const odds = others.map(({ score }) => Math.exp(score - scored[0]!.score));
  const sum = 1 + odds.reduce((total, each) => total + each, 0);
  const { isStrange } = scored[0]!;
  const confidence = isStrange ? strangeConfidence : 0.99 / sum;
  const alternatives = others.filter((_, index) => odds[index]! / sum >= minAlternative);
  const name = encodingName(best.encoding);
  const reasons = [
    isStrange
      ? `The bytes above 127 are no UTF-8, and in none of the encodings known here are they the letters of a language; they are shown as ${name}.`
      : `The bytes above 127 are no UTF-8; as ${name} they are letters and signs in fitting places.`,
  ];
  if (evidence.longer > 0) {
    reasons.push('Some of them are UTF-8 all the same, as where lines of another encoding were added.');
  }
  const uncertain = confidence < certainFrom;
  if (uncertain && alternatives.length > 0) {
    reasons.push(`${encodingName(alternatives[0]!.encoding)} would explain them nearly as well.`);
  }
  return {
    encoding: best.encoding,
    byteOrderMark: false,
    confidence,
    reasons,
    alternatives: alternatives.slice(0, maxAlternatives).map(({ encoding }) => encoding),
    uncertain,
    isStrange,
  };
}

/** Of those that show the same as the best, the one that most files are in. */
function mostUsualOf(scored: readonly ScoredEncoding[]): ScoredEncoding {
  const best = scored[0]!;
  const equals = scored.filter(({ shows }) => shows === best.shows);
  return equals.reduce((usual, each) => (each.seldom < usual.seldom ? each : usual));
}

/** One of each that show the same. */
function distinctOf(scored: readonly ScoredEncoding[]): ScoredEncoding[] {
  const seen = new Set<string>();
  return scored.filter(({ shows }) => !seen.has(shows) && seen.add(shows));
}
