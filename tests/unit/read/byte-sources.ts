import type { ByteSource } from '#main/steps/read/byte-source';
import { defaultReadLimits, type ReadLimits } from '#main/steps/read/read-limits';
import { readDelimited } from '#main/steps/read/read-delimited';
import type { ReadSummary } from '#main/steps/read/recognition';
import { type Fault, FaultError } from '#contract/faults';
import type { DelimitedLayout } from '#contract/layout';
import type { StagedRow } from '#main/model/staged-row';

/** UTF-8 with commas, double quotation marks and one line of names, but for what is said otherwise. */
export function layoutOf(layout: Partial<DelimitedLayout> = {}): DelimitedLayout {
  return {
    format: 'delimited',
    encoding: 'utf-8',
    byteOrderMark: false,
    undoDoubleEncoding: null,
    newline: '\n',
    delimiter: ',',
    quote: '"',
    escape: 'doubled',
    firstLine: 1,
    lastLine: null,
    headerLines: 1,
    comment: null,
    trailingDelimiter: false,
    ...layout,
  };
}

export const commaLf = layoutOf();
export const commaCrLf = layoutOf({ newline: '\r\n' });

/** A file in memory, handed out in pieces of the given sizes, the last size again and again. */
export function sourceOf(
  content: string | Uint8Array,
  pieceSizes: readonly number[] = [1 << 16],
): ByteSource {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    fileName: 'patients.csv',
    sizeBytes: bytes.length,
    async *open() {
      for (let start = 0, piece = 0; start < bytes.length; piece += 1) {
        const size = Math.max(1, pieceSizes[Math.min(piece, pieceSizes.length - 1)]!);
        yield bytes.subarray(start, start + size);
        start += size;
      }
    },
    read: async (position, length) => bytes.subarray(position, position + length),
  };
}

/** A file that is made while it is read. `taken` tells how many pieces were asked for. */
export function madeSource(
  pieces: () => Generator<Uint8Array>,
  sizeBytes: number,
): ByteSource & { taken: number } {
  const source = {
    fileName: 'patients.csv',
    sizeBytes,
    taken: 0,
    async *open() {
      for (const piece of pieces()) {
        source.taken += 1;
        yield piece;
      }
    },
    read: () => Promise.reject(new Error('it is read from its start only')),
  };
  return source;
}

export interface WholeReading {
  readonly rows: StagedRow[];
  readonly summary: ReadSummary;
}

export async function readAll(
  source: ByteSource,
  layout: Partial<DelimitedLayout> = {},
  limits: ReadLimits = defaultReadLimits,
): Promise<WholeReading> {
  const pages = readDelimited(source, layoutOf(layout), limits);
  const rows: StagedRow[] = [];
  for (;;) {
    const next = await pages.next();
    if (next.done) return { rows, summary: next.value };
    rows.push(...next.value.rows);
  }
}

/** The fault with which reading the whole source ends. */
export async function faultOf(reading: Promise<unknown>): Promise<Fault> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof FaultError) return error.fault;
    throw error;
  }
  throw new Error('The file was read without a fault.');
}

export const isEmpty = (cells: readonly string[]): boolean => cells.every((value) => value === '');

/** As it was printed: NUL characters are named, and a row without any value is an empty one. */
export function isSound({ cells, fault }: StagedRow): boolean {
  return fault === (isEmpty(cells) ? 'row.blank' : null) || fault === 'row.nul_character';
}
