import type { TextEncoding } from '#contract/layout';
import type { ByteSource } from '../byte-source.ts';
import { lineEndIn } from '../line-ends.ts';
import type { PartMemory } from '../look-memory.ts';
import { TextDecoding } from '../text/decode-text.ts';
import { isWide } from '../text/wide-text.ts';
import type { RecordText } from './record-samples.ts';

/** As much as takes no longer than a person waits for a first look; what it shows is remembered for the next one. */
const lookedThroughBytes = 64 * 1024 * 1024;
const stretchBytes = 2 * 1024 * 1024;

/**
 * Takes a file through `take` as text, with the place of each stretch, to its end or as far as is looked, or until
 * `take` says `enough`. Throws FaultError as the source does.
 */
export async function lookThrough(
  source: ByteSource,
  encoding: TextEncoding,
  take: (text: string, position: number) => 'enough' | void,
): Promise<{ readonly toTheEnd: boolean }> {
  const decoding = new TextDecoding(encoding, '\n');
  const end = Math.min(source.sizeBytes, lookedThroughBytes);
  for (let at = 0; at < end; at += stretchBytes) {
    const { text } = decoding.decode(await stretchAt(source, at, end));
    if (take(text, at) === 'enough') return { toTheEnd: false };
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

export interface FoundPlaces<Place> {
  readonly places: readonly Place[];
  /** Nothing beyond ASCII had a part in finding them. */
  readonly onlyAscii: boolean;
}

/**
 * What `find` finds, which is the same in every encoding that has ASCII in it as long as that was all that counted:
 * looked for once then, however often another encoding is chosen.
 */
export async function placesOnce<Place>(
  memory: PartMemory,
  format: string,
  encoding: TextEncoding,
  find: () => Promise<FoundPlaces<Place>>,
): Promise<readonly Place[]> {
  const once = (about: string) =>
    memory.once(
      `${format} tables: ${about}`,
      async () => ({ encoding, ...(await find()) }),
      (found) => 2 * JSON.stringify(found).length,
    );
  const known = await once(isWide(encoding) ? encoding : 'first');
  const isTrueHere = known.onlyAscii || known.encoding === encoding;
  return (isTrueHere ? known : await once(encoding)).places;
}

/** Whether all letters of these names are the same in every such encoding. */
export function isAscii(...names: readonly string[]): boolean {
  return names.every((name) => !/[^\0-\x7f]/.test(name));
}
