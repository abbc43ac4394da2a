import { FaultError } from '#contract/faults';
import type { Layout } from '#contract/layout';
import { failed, ok, type Result } from '#contract/result';
import type { ReadLimits } from '#main/steps/read/read-limits';
import type { ReadableDb } from '#main/workspace/database';
import { findSourceTablesOfSize, type SourceTable } from '#main/workspace/source-table';
import type { HandedFile } from './handed-over.ts';
import { hashOf } from './hash-of-bytes.ts';
import { remote } from './look-at-files.ts';
import { haveRowsInCommon, isCovered } from './same-rows.ts';
import type { Readers } from './reading/readers.ts';

interface Room {
  readonly db: ReadableDb;
  readonly readers: Readers;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
}

interface Wanted {
  /** Within the file: an entry of an archive; empty for the file itself. */
  readonly part: string;
  readonly name: string;
  readonly layout: Layout;
  /** Of the part. */
  readonly sizeBytes: number;
}

/** A table that is in the workspace already. */
export interface KnownTable {
  readonly table: SourceTable;
  /** Rows that are wanted now stand above or below all that was read. */
  readonly isInPart: boolean;
}

/**
 * Notices content that is in the workspace already, whatever it is called and whether it lies in an archive or beside
 * it. Hashing is far quicker than reading, and is done once, where the size makes it likely.
 */
export class ReadBefore {
  readonly #room: Room;
  readonly #hashes = new Map<HandedFile, Map<string, Promise<Result<string>>>>();

  constructor(room: Room) {
    this.#room = room;
  }

  /** A table that was read from the very same content, with rows in common. Faults: those of reading the bytes. */
  async find(file: HandedFile, wanted: Wanted, but?: SourceTable): Promise<Result<KnownTable | null>> {
    const { part, sizeBytes } = wanted;
    const { sizeBytes: fileBytes } = file.source;
    const known = findSourceTablesOfSize(this.#room.db, { fileBytes, partBytes: sizeBytes }).filter(
      ({ sourceTableId, tableName: name, layout }) =>
        sourceTableId !== but?.sourceTableId && haveRowsInCommon({ name, layout }, wanted),
    );
    // Of the same file as a whole nothing has to be unpacked.
    const ofFile = known.filter((table) => table.part === part && table.sizeBytes === fileBytes);
    const inFile = await this.#sameContent(file, '', ofFile, ({ sha256 }) => sha256);
    if (!inFile.ok) return inFile;
    if (inFile.value.length > 0) return ok(knownOf(wanted, inFile.value));
    const ofPart = known.filter(({ partBytes }) => partBytes === sizeBytes);
    const inPart = await this.#sameContent(file, part, ofPart, ({ partSha256 }) => partSha256);
    return inPart.ok ? ok(knownOf(wanted, inPart.value)) : inPart;
  }

  /** Over the bytes of a part, in hexadecimal. */
  hashOf(file: HandedFile, part: string): Promise<Result<string>> {
    const ofFile = this.#hashes.get(file) ?? new Map<string, Promise<Result<string>>>();
    this.#hashes.set(file, ofFile);
    const hash = ofFile.get(part) ?? this.#hash(file, part);
    ofFile.set(part, hash);
    return hash;
  }

  async #sameContent(
    file: HandedFile,
    part: string,
    tables: readonly SourceTable[],
    hashOfTable: (table: SourceTable) => string | null,
  ): Promise<Result<SourceTable[]>> {
    if (tables.length === 0) return ok([]);
    const hash = await this.hashOf(file, part);
    return hash.ok ? ok(tables.filter((table) => hashOfTable(table) === hash.value)) : hash;
  }

  async #hash({ source }: HandedFile, part: string): Promise<Result<string>> {
    const { readers, limits, signal } = this.#room;
    if (part !== '') {
      return readers.run<'hash'>({
        request: { kind: 'hash', file: remote(source), part, limits },
        source,
        signal,
      });
    }
    try {
      return ok(await hashOf(source, signal));
    } catch (error) {
      if (error instanceof FaultError) return failed(error.fault);
      throw error;
    }
  }
}

function knownOf({ layout }: Wanted, tables: readonly SourceTable[]): KnownTable | null {
  const [table] = tables;
  if (table === undefined) return null;
  const layouts = tables.map((each) => each.layout);
  return { table, isInPart: !isCovered(layout, layouts) };
}
