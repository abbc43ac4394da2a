import type { Sample } from '../file-samples.ts';
import { pieceDecoder, sequenceLength } from './piece-decoders.ts';

export interface Utf8Evidence {
  /** Characters of more than one byte. */
  readonly longer: number;
  /** Bytes above 127 that belong to none. */
  readonly stray: number;
}

/** What the bytes above 127 are if the samples are UTF-8. */
export function utf8EvidenceOf(samples: readonly Sample[]): Utf8Evidence {
  const evidence = { longer: 0, stray: 0 };
  for (const sample of samples) {
    const bytes = wholeCharacters(sample);
    for (let place = 0; place < bytes.length;) {
      const length = bytes[place]! < 0x80 ? 1 : sequenceLength(bytes, place);
      if (length === 0) evidence.stray += 1;
      else if (length > 1) evidence.longer += 1;
      place += Math.max(length, 1);
    }
  }
  return evidence;
}

const decoder = pieceDecoder('utf-8');

/** Without the parts of a character at either end of a sample that was cut out of a file. */
function wholeCharacters({ position, bytes }: Sample): Buffer {
  const first = position === 0 ? 0 : bytes.subarray(0, 4).findIndex((byte) => byte >> 6 !== 0b10);
  return bytes.subarray(Math.max(first, 0), decoder.wholeLength(bytes));
}
