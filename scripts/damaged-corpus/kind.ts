import type { Random } from '../generate-sample/random.ts';
import type { FileTruth } from './truth.ts';

export type Place = 'start' | 'middle' | 'end';

/** What one file is made from. */
export interface Making {
  readonly random: Random;
  readonly rows: number;
  readonly place: Place;
  /** Number of the file within its kind, from 0. */
  readonly index: number;
}

export interface MadeFile {
  readonly extension: string;
  readonly bytes: Uint8Array;
  readonly truth: Omit<FileTruth, 'file' | 'kind' | 'seed' | 'place'>;
}

/** One kind of damage. */
export interface DamageKind {
  readonly name: string;
  /** For the README's table. */
  readonly what: string;
  readonly files: number;
  readonly make: (making: Making) => MadeFile | Promise<MadeFile>;
}

/** Index of the damaged one among `count` things. */
export function placeIn(count: number, place: Place): number {
  if (place === 'start') return 0;
  return place === 'end' ? count - 1 : Math.floor(count / 2);
}

/** The variant of this file, so that each comes with every size and place in the course of a kind. */
export function variantOf<Item>(making: Making, items: readonly Item[]): Item {
  return items[making.index % items.length]!;
}

export const nothingElse = { outside: [], ask: [], tell: [], leftOut: [] } as const;
