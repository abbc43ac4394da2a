import { Random } from '../generate-sample/random.ts';
import type { DamageKind, Making, Place } from './kind.ts';
import { kinds } from './kinds/all.ts';
import type { FileTruth } from './truth.ts';

export interface CorpusFile {
  readonly bytes: Uint8Array;
  readonly truth: FileTruth;
}

export interface CorpusWish {
  readonly seed: number;
  /** Only the kinds of which this is a part of the name. */
  readonly kind?: string;
  /** At most so many files of each kind. */
  readonly perKind?: number;
  /** Files that would have more rows are left out. */
  readonly maxRows?: number;
}

/** Sizes and places in an order in which the first few of a kind already differ. 6,000 rows are larger than 256 KiB. */
const sizes = [40, 3, 400, 6000, 40, 400, 3, 40, 400, 3, 40, 6000, 400] as const;
const places: readonly Place[] = ['middle', 'start', 'end'];

/** The corpus, file after file. The same wish gives the same bytes on every machine. */
export async function* generateCorpus(wish: CorpusWish): AsyncGenerator<CorpusFile> {
  for (const [kindNumber, kind] of kinds.entries()) {
    if (!kind.name.includes(wish.kind ?? '')) continue;
    const files = Math.min(kind.files, wish.perKind ?? kind.files);
    for (let index = 0; index < files; index += 1) {
      const rows = sizes[index % sizes.length]!;
      if (rows > (wish.maxRows ?? rows)) continue;
      // Files do not depend on one another, so that one can be made alone.
      const seed = wish.seed * 1_000_003 + kindNumber * 1_009 + index;
      const place = places[index % places.length]!;
      yield await makeFile(kind, seed, { random: new Random(seed), rows, place, index });
    }
  }
}

async function makeFile(kind: DamageKind, seed: number, making: Making): Promise<CorpusFile> {
  const { extension, bytes, truth } = await kind.make(making);
  const file = `${kind.name}/${String(making.index + 1).padStart(2, '0')}-${making.rows}-${making.place}.${extension}`;
  return { bytes, truth: { file, kind: kind.name, seed, place: making.place, ...truth } };
}
