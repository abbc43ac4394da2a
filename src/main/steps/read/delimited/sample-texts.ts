import type { TextEncoding } from '#contract/layout';
import type { FileSamples, Sample } from '../file-samples.ts';
import { type DecodedText, TextDecoding } from '../text/decode-text.ts';

export type SampleText = Pick<DecodedText, 'text' | 'damage'>;

/** The samples of a file as text. */
export interface SampleTexts {
  readonly start: SampleText;
  /** They begin and end anywhere; empty where the start is the whole file. */
  readonly middle: SampleText;
  readonly end: SampleText;
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

function decode({ position, bytes }: Sample, encoding: TextEncoding, isLast: boolean): SampleText {
  const width = encoding.startsWith('utf-32') ? 4 : encoding.startsWith('utf-16') ? 2 : 1;
  const from = position === 0 ? 0 : (width - (position % width)) % width;
  const decoding = new TextDecoding(encoding, bytes.includes('\n') ? '\n' : '\r');
  const { text, damage } = decoding.decode(bytes.subarray(from));
  if (!isLast) return { text, damage };
  const rest = decoding.finish();
  return {
    text: text + rest.text,
    damage: [...damage, ...rest.damage.map((place) => place + text.length)],
  };
}

/** The part of a sample from one position to another. */
export function partOf({ text, damage }: SampleText, from: number, to = text.length): SampleText {
  return {
    text: text.slice(from, to),
    damage: damage.filter((place) => place >= from && place < to).map((place) => place - from),
  };
}

/** Without the piece of a line that a later sample begins with. */
export function fromFirstLineEnd(text: string, lineEnd: '\n' | '\r'): string {
  const end = text.indexOf(lineEnd);
  return end === -1 ? '' : text.slice(end + 1);
}
