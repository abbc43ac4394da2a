import { kindOfBinary } from '../file-kind.ts';
import type { FileSamples, Sample } from '../file-samples.ts';
import { byteOrderMarkOf } from './byte-order-mark.ts';
import { wideEncodingOf } from './wide-text.ts';

/** Of bytes that no text has; a tenth of what is compressed or encrypted are such. */
const maxControlShare = 0.05;
/** A few are damage of single rows. */
const minControls = 16;

/**
 * Whether the file is text in any encoding, whatever it says. Its own kind of damage does not matter: some NUL
 * bytes, the mark of the end that DOS wrote, control characters between the columns.
 */
export function isText(samples: FileSamples): boolean {
  if (kindOfBinary(samples.start.bytes) !== null) return false;
  const mark = byteOrderMarkOf(samples.start.bytes);
  if (mark !== null && mark.encoding !== 'utf-8') return true;
  return [samples.start, samples.middle, samples.end].every(
    (sample) => wideEncodingOf(sample) !== null || !hasManyControls(sample),
  );
}

function hasManyControls({ bytes }: Sample): boolean {
  const counts = new Uint32Array(256);
  for (let place = 0; place < bytes.length; place += 1) counts[bytes[place]!]! += 1;
  const controls = Array.from(counts.subarray(0, 0x20)).filter((_, byte) => !isBlank(byte));
  // One control character may separate the columns.
  const delimiter = Math.max(...controls.slice(1));
  const count = controls.reduce((sum, each) => sum + each, 0) - delimiter;
  return count >= minControls && count > bytes.length * maxControlShare;
}

function isBlank(byte: number): boolean {
  return byte >= 0x09 && byte <= 0x0d;
}
