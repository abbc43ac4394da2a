// bytes of an OOXML or OpenDocument workbook → its parts, inflated piece by piece and counted against the limits

import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { fault, FaultError } from '#contract/faults';
import { ZipReader } from '../archive/zip-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import type { ReadLimits } from '../read-limits.ts';

/** A part as the archive's directory describes it; nothing of it is believed before it is inflated. */
export interface WorkbookPart {
  readonly name: string;
  readonly packedBytes: number;
  readonly sizeBytes: number;
}

/** Up to here a part is taken in at a time; the rest of a larger one is read in one pass over the source. */
const firstReadBytes = 256 * 1024;
const onePassFromBytes = 4 * 1024 * 1024;
const inflatedPieceBytes = 64 * 1024;
/** Short parts of repeated words exceed any ratio and harm nobody. */
const ratioCountsFromBytes = 1024 * 1024;

export class WorkbookZip {
  /** In the order of the archive. */
  readonly parts: readonly WorkbookPart[];
  /** A part is encrypted, as a ZIP program with a password does it. */
  readonly encrypted: boolean;
  readonly #source: ByteSource;
  readonly #limits: ReadLimits;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  #inflatedBytes = 0;
  #sourceBytesRead = 0;

  private constructor(source: ByteSource, limits: ReadLimits, zip: ZipFile, entries: readonly Entry[]) {
    this.#source = source;
    this.#limits = limits;
    this.#zip = zip;
    this.#entries = new Map(entries.map((entry) => [keyOf(nameOf(entry)), entry]));
    this.encrypted = entries.some((entry) => entry.isEncrypted());
    this.parts = entries.map((entry) => ({
      name: nameOf(entry),
      packedBytes: entry.compressedSize,
      sizeBytes: entry.uncompressedSize,
    }));
  }

  /**
   * Throws FaultError: `read.workbook_damaged` when there is no readable directory, `read.workbook_too_large`,
   * `read.workbook_too_many_parts`, those of the source.
   */
  static async open(source: ByteSource, limits: ReadLimits): Promise<WorkbookZip> {
    const { fileName: file, sizeBytes } = source;
    if (sizeBytes > limits.maxWorkbookBytes) {
      throw new FaultError(fault('read.workbook_too_large', { file, limitBytes: limits.maxWorkbookBytes }));
    }
    try {
      const zip = await yauzl.fromRandomAccessReaderPromise(new ZipReader(source), sizeBytes, {
        autoClose: false,
        // Names are only compared, never used as paths: an odd one is no reason to refuse a workbook.
        decodeStrings: false,
      });
      const entries: Entry[] = [];
      for await (const entry of zip.eachEntry()) {
        if (entries.length === limits.maxArchiveEntries) {
          const limit = limits.maxArchiveEntries;
          throw new FaultError(fault('read.workbook_too_many_parts', { file, limit }));
        }
        if (!nameOf(entry).endsWith('/')) entries.push(entry);
      }
      const names = new Set(entries.map((entry) => keyOf(nameOf(entry))));
      // Which of two parts of one name counts, each program decides in its own way.
      if (names.size < entries.length) throw damaged(file, 'it has two parts of the same name');
      return new WorkbookZip(source, limits, zip, entries);
    } catch (error) {
      if (error instanceof FaultError) throw error;
      throw damaged(file, 'its list of parts', error);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(keyOf(name));
  }

  /** Of the source, by the parts that were read so far; for progress. */
  get sourceBytesRead(): number {
    return this.#sourceBytesRead;
  }

  /**
   * A part's inflated bytes. Checks size and checksum at its end; a loop that ends early checks nothing. Throws
   * FaultError: `read.workbook_damaged`, `read.workbook_inflates_too_large`, `read.workbook_inflation_ratio`.
   */
  async *bytesOf(name: string): AsyncGenerator<Buffer, void, undefined> {
    const entry = this.#entries.get(keyOf(name));
    const file = this.#source.fileName;
    if (entry === undefined) throw damaged(file, `${name} is missing`);
    let sizeBytes = 0;
    let checksum = 0;
    try {
      for await (const piece of await this.#unpack(entry)) {
        sizeBytes += piece.length;
        this.#count(entry, piece.length, sizeBytes);
        checksum = crc32(piece, checksum);
        yield piece;
      }
    } catch (error) {
      if (error instanceof FaultError) throw error;
      throw damaged(file, name, error);
    }
    if (sizeBytes !== entry.uncompressedSize || checksum !== entry.crc32) throw damaged(file, name);
  }

  async #unpack(entry: Entry): Promise<AsyncIterable<Buffer>> {
    const { fileDataStart } = await this.#zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = this.#packed(fileDataStart, entry.compressedSize);
    if (entry.compressionMethod === 0) return packed;
    if (entry.compressionMethod !== 8 || entry.isEncrypted()) throw new Error('unknown way of packing');
    return inflate(packed);
  }

  async *#packed(start: number, length: number): AsyncGenerator<Buffer, void, undefined> {
    const first = Math.min(firstReadBytes, length);
    yield await this.#read(start, first);
    if (length <= onePassFromBytes) {
      for (let done = first; done < length; done += firstReadBytes) {
        yield await this.#read(start + done, Math.min(firstReadBytes, length - done));
      }
      return;
    }
    // Many reads at places would make an archive within an archive inflate its beginning again and again.
    let position = 0;
    for await (const piece of this.#source.open()) {
      const from = Math.max(start + first - position, 0);
      const to = Math.min(start + length - position, piece.length);
      position += piece.length;
      if (from >= to) continue;
      this.#sourceBytesRead += to - from;
      yield Buffer.from(piece.buffer, piece.byteOffset + from, to - from);
      if (position >= start + length) return;
    }
    throw damaged(this.#source.fileName, 'its end is missing');
  }

  async #read(position: number, length: number): Promise<Buffer> {
    const bytes = await this.#source.read(position, length);
    if (bytes.length < length) throw damaged(this.#source.fileName, 'its end is missing');
    this.#sourceBytesRead += length;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #count(entry: Entry, pieceLength: number, sizeBytes: number): void {
    const { fileName: file } = this.#source;
    const { maxInflatedBytes, maxInflationRatio } = this.#limits;
    this.#inflatedBytes += pieceLength;
    if (this.#inflatedBytes > maxInflatedBytes) {
      throw new FaultError(fault('read.workbook_inflates_too_large', { file, limitBytes: maxInflatedBytes }));
    }
    if (sizeBytes > ratioCountsFromBytes && sizeBytes > maxInflationRatio * entry.compressedSize) {
      const part = nameOf(entry);
      throw new FaultError(fault('read.workbook_inflation_ratio', { file, part, limit: maxInflationRatio }));
    }
    if (sizeBytes > entry.uncompressedSize) throw damaged(file, nameOf(entry));
  }
}

async function* inflate(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const inflater = createInflateRaw({ chunkSize: inflatedPieceBytes });
  const input = Readable.from(packed, { objectMode: true, highWaterMark: 2 });
  // `pipe` does not hand errors on: without this a fault of the source would leave the loop waiting for ever.
  input.on('error', (error) => inflater.destroy(error));
  input.pipe(inflater);
  try {
    for await (const piece of inflater) yield piece as Buffer;
  } finally {
    input.destroy();
    inflater.destroy();
  }
}

export function damaged(file: string, part: string, cause?: unknown): FaultError {
  return new FaultError(fault('read.workbook_damaged', { file, part }), { cause });
}

function nameOf(entry: Entry): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

/** Parts are found whatever the case of their names and the direction of their slashes. */
function keyOf(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}
