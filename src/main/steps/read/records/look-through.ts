import type { TextEncoding } from '#contract/layout';
import type { ByteSource } from '../byte-source.ts';
import { lineEndIn } from '../line-ends.ts';
import { TextDecoding } from '../text/decode-text.ts';
import type { RecordText } from './record-samples.ts';

/** As much as takes no longer than a person waits for a first look; what it shows is remembered for the next one. */
const lookedThroughBytes = 64 * 1024 * 1024;
const stretchBytes = 2 * 1024 * 1024;

/**
 * Takes a file through `take` as text, with the place of each stretch, to its end or as far as is looked. Throws
 * FaultError as the source does.
 */
export async function lookThrough(
  source: ByteSource,
  encoding: TextEncoding,
  take: (text: string, position: number) => void,
): Promise<{ readonly toTheEnd: boolean }> {
  const decoding = new TextDecoding(encoding, '\n');
  const end = Math.min(source.sizeBytes, lookedThroughBytes);
  for (let at = 0; at < end; at += stretchBytes) {
    take(decoding.decode(await stretchAt(source, at, end)).text, at);
  }
  return { toTheEnd: end === source.sizeBytes };
}

function stretchAt(source: ByteSource, position: number, end = source.sizeBytes): Promise<Uint8Array> {
  return source.read(position, Math.min(stretchBytes, end - position));
}

/** One of those stretches by itself. */
export async function sampleAt(
  source: ByteSource,
  encoding: TextEncoding,
  position: number,
): Promise<RecordText> {
  const bytes = await stretchAt(source, position);
  return new TextDecoding(encoding, lineEndIn(bytes)).decode(bytes);
}
