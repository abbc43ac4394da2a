import { z } from 'zod';

const count = z.number().int().positive().optional();

/**
 * Limits to use in place of the usual ones, for one call. Sizes are bytes. Each guards this computer against a file
 * that is hostile or broken, and each has its own fault, which names it.
 */
export const readLimitsOverride = z.strictObject({
  maxFileBytes: count,
  maxColumns: count,
  maxHeaderCharacters: count,
  maxCellBytes: count,
  maxRowBytes: count,
  /** Of all rows of one file together, as they come out of it. */
  maxStagedBytes: count,
  maxWorkbookBytes: count,
  maxInflatedBytes: count,
  maxInflationRatio: count,
  maxArchiveEntries: count,
  maxSheets: count,
  maxArchiveDepth: count,
  maxFolderFiles: count,
  /** Memory of the process that reads, in MiB. */
  maxReaderMegabytes: count,
  /** How long reading may stand still, in milliseconds. */
  maxStandstillMs: count,
});
export type ReadLimitsOverride = z.infer<typeof readLimitsOverride>;

export const readLimitNames = Object.keys(readLimitsOverride.shape) as (keyof ReadLimitsOverride)[];

/** `maxFileBytes=8000000000` → which limit, and its value; null when it is none. */
export function readLimitOf(text: string): readonly [keyof ReadLimitsOverride, number] | null {
  const [given = '', number = '', ...more] = text.split('=');
  const name = readLimitNames.find((known) => known === given.trim());
  const value = Number(number);
  const isRight = more.length === 0 && Number.isSafeInteger(value) && value >= 1;
  return name === undefined || !isRight ? null : [name, value];
}
