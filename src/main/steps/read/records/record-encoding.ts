import { isUtf8 } from 'node:buffer';
import { encodingName } from '#contract/encoding-names';
import { isLinewise, type TextEncoding } from '#contract/layout';
import type { FileSamples, Sample } from '../file-samples.ts';
import type { LayoutQuestion } from '../recognition.ts';
import { byteOrderMarkOf, isMarkOf } from '../text/byte-order-mark.ts';
import { detectEncoding } from '../text/detect-encoding.ts';

export interface RecordEncoding {
  readonly encoding: TextEncoding;
  readonly byteOrderMark: boolean;
  readonly reason: string;
  readonly questions: readonly LayoutQuestion[];
}

/** UTF-8 needs at most three bytes more to end a character that the end of a sample cuts. */
const maxCutBytes = 3;

/**
 * How the characters of a file of records are written: what a person says, its byte order mark, the zero bytes of
 * UTF-16, what the file says of itself, UTF-8 where all samples are.
 */
export function recordEncoding(
  samples: FileSamples,
  chosen: TextEncoding | undefined,
  declared: TextEncoding | null,
): RecordEncoding {
  const { bytes } = samples.start;
  const mark = byteOrderMarkOf(bytes);
  const byteOrderMark = mark !== null && (chosen === undefined || isMarkOf(mark, chosen));
  const known = (encoding: TextEncoding, reason: string): RecordEncoding => {
    return { encoding, byteOrderMark, reason, questions: [] };
  };
  if (chosen !== undefined) return known(chosen, `It is read as ${chosen}, as a person chose.`);
  if (mark !== null) return known(mark.encoding, `Its first bytes are the mark of ${mark.encoding}.`);
  const wide = wideEncoding(bytes);
  if (wide !== null) return known(wide, `Its characters have two or four bytes each (${wide}).`);
  if (declared !== null && declared !== 'utf-8')
    return known(declared, `It says itself that it is ${declared}.`);
  if ([samples.start, samples.middle, samples.end].every(couldBeUtf8)) {
    return known('utf-8', 'All characters looked at are UTF-8.');
  }
  const { encoding: guess } = detectEncoding(samples);
  const encoding = otherThanUtf8(guess);
  const sentence = `Some characters are not UTF-8, so the file is read as ${encodingName(encoding)}. Look at names with accents; choose another encoding if they are wrong.`;
  return { ...known(encoding, sentence), questions: [{ code: 'encoding', sentence }] };
}

/** Where most of the characters are UTF-8, only the lines that are not are read otherwise. */
function otherThanUtf8(guess: TextEncoding): TextEncoding {
  if (isLinewise(guess)) return guess;
  return guess === 'utf-8' ? 'utf-8+windows-1252' : 'windows-1252';
}

/** Markup and brackets are ASCII: in UTF-16 and UTF-32 every other byte of them is zero. */
function wideEncoding(bytes: Buffer): TextEncoding | null {
  const zeros = [...bytes.subarray(0, 4)].map((byte) => (byte === 0 ? '0' : 'x')).join('');
  if (zeros === 'x0x0') return 'utf-16le';
  if (zeros === '0x0x') return 'utf-16be';
  if (zeros === 'x000') return 'utf-32le';
  return zeros === '000x' ? 'utf-32be' : null;
}

function couldBeUtf8({ bytes, position }: Sample): boolean {
  const latestStart = position === 0 ? 0 : maxCutBytes;
  let start = 0;
  while (start < latestStart && (bytes[start]! & 0xc0) === 0x80) start += 1;
  return Array.from({ length: maxCutBytes + 1 }, (_, cut) => cut).some(
    (cut) => bytes.length - cut >= start && isUtf8(bytes.subarray(start, bytes.length - cut)),
  );
}
