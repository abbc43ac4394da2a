import type { Sample } from '../file-samples.ts';
import { sequenceLength, utf8 } from './piece-decoders.ts';

export interface Utf8Evidence {
  /** Characters of more than one byte. */
  readonly longer: number;
  /** Bytes above 127 that belong to none. */
  readonly stray: number;
  /** Lines with such characters, all of them likely, and no such byte. */
  readonly utf8Lines: number;
  /** Lines with such bytes and no such character. */
  readonly otherLines: readonly Buffer[];
}

/** What the bytes above 127 are if the samples are UTF-8. */
export function utf8EvidenceOf(samples: readonly Sample[]): Utf8Evidence {
  const evidence = { longer: 0, stray: 0, utf8Lines: 0, otherLines: [] as Buffer[] };
  for (const sample of samples) {
    for (const line of linesOf(wholeCharacters(sample))) {
      const { longer, stray, unlikely } = charactersOf(line);
      evidence.longer += longer;
      evidence.stray += stray;
      if (longer > 0 && stray + unlikely === 0) evidence.utf8Lines += 1;
      if (stray > 0 && longer === 0) evidence.otherLines.push(line);
    }
  }
  return evidence;
}

/**
 * Unlikely: what other encodings show by chance, “’é” of Mac Roman as a letter of Armenian. Letters of Latin script up
 * to U+017F begin with C2 to C5, all that is in three bytes or four with more.
 */
function charactersOf(line: Buffer): { longer: number; stray: number; unlikely: number } {
  const characters = { longer: 0, stray: 0, unlikely: 0 };
  for (let place = 0; place < line.length;) {
    const length = line[place]! < 0x80 ? 1 : sequenceLength(line, place);
    if (length === 0) characters.stray += 1;
    else if (length > 1) characters.longer += 1;
    if (length === 2 && line[place]! > 0xc5) characters.unlikely += 1;
    place += Math.max(length, 1);
  }
  return characters;
}

function* linesOf(bytes: Buffer): Generator<Buffer> {
  const lineEnd = bytes.includes(0x0a) ? 0x0a : 0x0d;
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(lineEnd, start);
    const end = found === -1 ? bytes.length : found;
    yield bytes.subarray(start, end);
    start = end + 1;
  }
}

/** Without the parts of a character at either end of a sample that was cut out of a file. */
function wholeCharacters({ position, bytes }: Sample): Buffer {
  const first = position === 0 ? 0 : bytes.subarray(0, 4).findIndex((byte) => byte >> 6 !== 0b10);
  return bytes.subarray(Math.max(first, 0), utf8.wholeLength(bytes));
}
