import type { Readable } from 'node:stream';
import { callbackify } from 'node:util';
import { RandomAccessReader } from 'yauzl';
import type { ByteSource } from '../byte-source.ts';

/** Headers are small and lie close to one another. */
const blockBytes = 16 * 1024;

/** The bytes of an archive for reading its directory: a block at a time, since a source may be another process. */
export class ZipReader extends RandomAccessReader {
  readonly #source: ByteSource;
  #block = Buffer.alloc(0);
  #blockAt = 0;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    callbackify(() => this.#copy(buffer, offset, length, position))(callback);
  }

  /** Null where the archive has no such bytes. Throws FaultError as the source does. */
  async take(position: number, length: number): Promise<Buffer | null> {
    if (!(position >= 0) || position + length > this.#source.sizeBytes) return null;
    const at = position - this.#blockAt;
    if (at < 0 || at + length > this.#block.length) {
      this.#block = Buffer.from(await this.#source.read(position, Math.max(length, blockBytes)));
      this.#blockAt = position;
    }
    const bytes = this.#block.subarray(position - this.#blockAt, position - this.#blockAt + length);
    return bytes.length === length ? bytes : null;
  }

  async #copy(buffer: Buffer, offset: number, length: number, position: number): Promise<void> {
    const bytes = await this.take(position, length);
    if (bytes === null) throw new Error('the archive ends before that');
    bytes.copy(buffer, offset);
  }

  override _readStreamForRange(): Readable {
    throw new Error('entries are not read through here');
  }
}
