import type { TextEncoding } from '#contract/layout';
import type { FileSamples, Sample } from '../file-samples.ts';
import { type DecodedText, TextDecoding } from './decode-text.ts';
import { lineEndIn } from '../line-ends.ts';
import { countOf } from '../text-scan.ts';

/** The samples of a file as text. */
export interface SampleTexts {
  readonly start: DecodedText;
  /** They begin and end anywhere; empty where the start is the whole file. Their lines are counted from their own start. */
  readonly middle: DecodedText;
  readonly end: DecodedText;
  readonly whole: boolean;
}

export function decodeSamples(samples: FileSamples, encoding: TextEncoding): SampleTexts {
  const { start, middle, end, whole } = samples;
  return {
    start: decode(start, encoding, whole),
    middle: decode(middle, encoding, false),
    end: decode(end, encoding, true),
    whole,
  };
}

function decode({ position, bytes }: Sample, encoding: TextEncoding, isLast: boolean): DecodedText {
  const width = encoding.startsWith('utf-32') ? 4 : encoding.startsWith('utf-16') ? 2 : 1;
  const from = position === 0 ? 0 : (width - (position % width)) % width;
  const decoding = new TextDecoding(encoding, lineEndIn(bytes));
  const decoded = decoding.decode(bytes.subarray(from));
  if (!isLast) return decoded;
  const rest = decoding.finish();
  const { text, damagedLines, otherLines, damage } = decoded;
  return {
    text: text + rest.text,
    damagedLines: [...new Set([...damagedLines, ...rest.damagedLines])],
    otherLines: [...new Set([...otherLines, ...rest.otherLines])],
    damage: [...damage, ...rest.damage.map((place) => place + text.length)],
  };
}

/** A sample from one position of its text on. */
export function fromPlace(
  { text, damagedLines, otherLines, damage }: DecodedText,
  from: number,
): DecodedText {
  const lineEnd = text.includes('\n') ? '\n' : '\r';
  const linesBefore = countOf(lineEnd, text, 0, from);
  const left = (lines: readonly number[]) =>
    lines.map((line) => line - linesBefore).filter((line) => line > 0);
  return {
    text: text.slice(from),
    damagedLines: left(damagedLines),
    otherLines: left(otherLines),
    damage: damage.filter((place) => place >= from).map((place) => place - from),
  };
}

/** Without the piece of a line that a later sample begins with. */
export function fromFirstLineEnd(text: string, lineEnd: '\n' | '\r'): string {
  const end = text.indexOf(lineEnd);
  return end === -1 ? '' : text.slice(end + 1);
}
