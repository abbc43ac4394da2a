// bytes of a delimited file → pages of staged rows

import { createHash } from 'node:crypto';
import { fault, FaultError } from '#contract/faults';
import type { StagedRow } from '#main/model/staged-row';
import type { ByteSource } from './byte-source.ts';
import { type DelimitedFormat, DelimitedParser } from './delimited-parser.ts';
import { checkHeader } from './header.ts';
import { defaultReadLimits, pieceBytes, type ReadLimits } from './read-limits.ts';
import { type DecodedText, Utf8Decoder } from './utf8-decoder.ts';

export interface ReadPage {
  readonly header: readonly string[];
  /** 1 to 2,000 rows, in the order of the file. */
  readonly rows: readonly StagedRow[];
  /** Bytes of the file taken in so far. */
  readonly bytesRead: number;
}

export interface ReadSummary {
  readonly header: readonly string[];
  /** All rows below the header: the sum of the pages' rows. */
  readonly rows: number;
  /** Physical lines of the file. */
  readonly lines: number;
  readonly sizeBytes: number;
  /** Of the raw bytes, lower-case hexadecimal. */
  readonly sha256: string;
}

const maxPageRows = 2_000;

/**
 * Reads a whole file in the given dialect: page after page, then the summary as the generator's return value.
 * Holds one piece of text and its rows at a time. Every row below the header is in a page, whatever is wrong with it.
 *
 * A fault of the file as a whole is thrown as FaultError, because it may come after any number of pages, which the
 * caller then has to take back: `read.not_utf8`, `read.unclosed_quote`, `read.row_too_large`,
 * `read.cell_too_large`, `read.file_too_large`, `read.empty`, `read.header_only`, `read.one_column`, those of the
 * header and of the source, `read.changed`; `task.cancelled` when the signal says so.
 */
export async function* readDelimited(
  source: ByteSource,
  format: DelimitedFormat,
  limits: ReadLimits = defaultReadLimits,
  signal?: AbortSignal,
): AsyncGenerator<ReadPage, ReadSummary, undefined> {
  const reading = new Reading(source.fileName, format, limits);
  for await (const chunk of source.open()) {
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      if (signal?.aborted === true) throw new FaultError(fault('task.cancelled', {}));
      yield* reading.pagesOf(reading.take(chunk.subarray(start, start + pieceBytes)));
    }
  }
  yield* reading.pagesOf(reading.finish());
  if (await source.changed?.()) throw new FaultError(fault('read.changed', { file: source.fileName }));
  return reading.summary();
}

/** One pass over one file: decoder, parser, hash and counts. */
class Reading {
  readonly #file: string;
  readonly #limits: ReadLimits;
  readonly #decoder: Utf8Decoder;
  readonly #parser: DelimitedParser;
  readonly #hash = createHash('sha256');
  #header: readonly string[] | null = null;
  #bytesRead = 0;
  #rows = 0;
  #hasContent = false;

  constructor(file: string, format: DelimitedFormat, limits: ReadLimits) {
    this.#file = file;
    this.#limits = limits;
    this.#decoder = new Utf8Decoder(format.newline);
    this.#parser = new DelimitedParser(file, format, limits);
  }

  take(piece: Uint8Array): StagedRow[] {
    this.#bytesRead += piece.length;
    const limitBytes = this.#limits.maxFileBytes;
    if (this.#bytesRead > limitBytes) {
      throw new FaultError(fault('read.file_too_large', { file: this.#file, limitBytes }));
    }
    this.#hash.update(piece);
    return this.#checked(this.#parser.push(this.#textOf(this.#decoder.decode(piece))));
  }

  finish(): StagedRow[] {
    const rows = this.#parser.push(this.#textOf(this.#decoder.finish()));
    return this.#checked(rows.concat(this.#parser.finish()));
  }

  *pagesOf(rows: readonly StagedRow[]): Generator<ReadPage> {
    const header = this.#header ?? [];
    for (let start = 0; start < rows.length; start += maxPageRows) {
      yield { header, rows: rows.slice(start, start + maxPageRows), bytesRead: this.#bytesRead };
    }
  }

  summary(): ReadSummary {
    if (this.#header === null) throw new FaultError(fault('read.empty', { file: this.#file }));
    if (!this.#hasContent) throw new FaultError(fault('read.header_only', { file: this.#file }));
    return {
      header: this.#header,
      rows: this.#rows,
      lines: this.#parser.linesRead,
      sizeBytes: this.#bytesRead,
      sha256: this.#hash.digest('hex'),
    };
  }

  #textOf(decoded: DecodedText): string {
    if (decoded.valid) return decoded.text;
    const line = this.#parser.lineAfter(decoded.text);
    throw new FaultError(fault('read.not_utf8', { file: this.#file, line }));
  }

  /** Nothing is handed on before the header is known to be usable. */
  #checked(rows: StagedRow[]): StagedRow[] {
    const { header } = this.#parser;
    if (this.#header === null && header !== null) {
      if (header.cells.length < 2) throw new FaultError(fault('read.one_column', { file: this.#file }));
      const checked = checkHeader(this.#file, header, this.#limits);
      if (!checked.ok) throw new FaultError(checked.fault);
      this.#header = header.cells;
    }
    this.#rows += rows.length;
    this.#hasContent ||= rows.some((row) => row.fault !== 'row.blank');
    return rows;
  }
}
