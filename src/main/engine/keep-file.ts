import { createHash } from 'node:crypto';
import { fault, FaultError } from '#contract/faults';
import { pack } from '#main/model/packing';
import type { ByteSource } from '#main/steps/read/byte-source';
import { transact, type WritableDb } from '#main/workspace/database';
import { appendSourceChunks, type SourceChunk } from '#main/workspace/source-file';

const blockBytes = 256 * 1024;
/** Blocks written in one transaction. */
const blocksPerFlush = 32;

/**
 * Keeps the bytes of a file in the workspace while they pass by on their way to the reader, so that what was read and
 * what is kept are the same bytes and the disk is read once. What did not pass in order is read at the end.
 */
export class FileKeeper {
  readonly #db: WritableDb;
  readonly #sourceFileId: number;
  readonly #source: ByteSource;
  readonly #hash = createHash('sha256');
  #next = 0;
  #chunks: SourceChunk[] = [];

  constructor(db: WritableDb, sourceFileId: number, source: ByteSource) {
    this.#db = db;
    this.#sourceFileId = sourceFileId;
    this.#source = source;
  }

  see(position: number, bytes: Uint8Array): void {
    if (position > this.#next || position + bytes.length <= this.#next) return;
    const fresh = bytes.subarray(this.#next - position);
    this.#chunks.push({ position: this.#next, sizeBytes: fresh.length, ...pack(fresh) });
    this.#hash.update(fresh);
    this.#next += fresh.length;
    if (this.#chunks.length >= blocksPerFlush) this.#flush();
  }

  /**
   * Keeps what has not passed by, and answers the hash of all bytes, in hexadecimal. Throws FaultError as the source
   * does, and `read.changed` when it ends too early.
   */
  async finish(signal: AbortSignal): Promise<string> {
    const { fileName: file, sizeBytes } = this.#source;
    while (this.#next < sizeBytes && !signal.aborted) {
      const bytes = await this.#source.read(this.#next, blockBytes);
      if (bytes.length === 0) throw new FaultError(fault('read.changed', { file }));
      this.see(this.#next, bytes);
    }
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    const chunks = this.#chunks;
    this.#chunks = [];
    if (chunks.length > 0) transact(this.#db, () => appendSourceChunks(this.#db, this.#sourceFileId, chunks));
  }
}
