import { fault, FaultError } from '#contract/faults';
import type { ByteSource } from '../byte-source.ts';
import type { Sample } from '../file-samples.ts';
import type { InflationRoom } from './inflation-room.ts';
import { inflateEntry, tooLarge, type PackedFile } from './inflate-entry.ts';

/** A file in an archive as a source of bytes. `release` lets go of what an unfinished reading holds. */
export interface EntrySource extends ByteSource {
  release(): Promise<void>;
}

/** As much as is looked at to recognise a file. */
const headBytes = 256 * 1024;
/** Jumping back unpacks a file anew. After so many times it is held in memory, if it is small enough for that. */
const restartsBeforeHolding = 2;
const maxRestarts = 16;
/** Of the reader's memory: the largest file that may be held. */
const heldShare = 1 / 8;

/** `samples`: stretches of the file that are known, because all of it was unpacked before and found sound. */
export function entrySource(
  archive: ByteSource,
  file: PackedFile,
  room: InflationRoom,
  samples: readonly Sample[] = [],
): EntrySource {
  const { fileName, sizeBytes } = file;
  const reading = new EntryReading(archive, file, room);
  const clamp = (position: number, length: number): number =>
    Math.max(0, Math.min(length, sizeBytes - position));
  return {
    fileName,
    sizeBytes,
    open: () => reading.pieces(),
    read: async (position, length) => {
      const wanted = clamp(position, length);
      return sampled(samples, position, wanted) ?? reading.read(position, wanted);
    },
    release: () => reading.release(),
  };
}

function sampled(samples: readonly Sample[], position: number, length: number): Buffer | null {
  const end = position + length;
  const sample = samples.find((one) => position >= one.position && end <= one.position + one.bytes.length);
  return sample === undefined
    ? null
    : Buffer.from(sample.bytes.subarray(position - sample.position, end - sample.position));
}

class EntryReading {
  readonly #archive: ByteSource;
  readonly #file: PackedFile;
  readonly #room: InflationRoom;
  /** The beginning of the file, of which so many bytes were unpacked. */
  readonly #head: Buffer;
  #headSize = 0;
  #whole: Buffer | null = null;
  /** Of stored bytes: all of them were compared with their checksum. */
  #isSound = false;
  #pieces: AsyncGenerator<Buffer, void, undefined> | null = null;
  #piece: Buffer = Buffer.alloc(0);
  #pieceAt = 0;
  #starts = 0;
  /** Bytes of this file that were counted already: unpacking it again is not asking for more. */
  #counted = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(archive: ByteSource, file: PackedFile, room: InflationRoom) {
    this.#archive = archive;
    this.#file = file;
    this.#room = room;
    this.#head = Buffer.alloc(Math.min(headBytes, file.sizeBytes));
  }

  async *pieces(): AsyncGenerator<Buffer, void, undefined> {
    let at = 0;
    for await (const piece of inflateEntry(this.#archive, this.#file)) {
      at += piece.length;
      this.#count(at);
      yield piece;
    }
  }

  /** One reading after another: they share what was unpacked. */
  read(position: number, length: number): Promise<Buffer> {
    const turn = this.#queue.then(() => this.#read(position, length));
    this.#queue = turn.catch(() => this.release());
    return turn;
  }

  async release(): Promise<void> {
    const pieces = this.#pieces;
    this.#pieces = null;
    this.#piece = Buffer.alloc(0);
    await pieces?.return();
  }

  async #read(position: number, length: number): Promise<Buffer> {
    if (length === 0) return Buffer.alloc(0);
    // Stored bytes are where they are. A small file is read from its start all the same.
    if (this.#file.packing === 'stored' && this.#file.sizeBytes > headBytes)
      return this.#readStored(position, length);
    const end = position + length;
    if (this.#whole !== null) return Buffer.from(this.#whole.subarray(position, end));
    const known = Buffer.from(this.#head.subarray(position, Math.min(end, this.#headSize)));
    if (known.length === length) return known;
    const rest = await this.#readOn(position + known.length, end);
    return known.length === 0 ? rest : Buffer.concat([known, rest]);
  }

  /** Whoever asks for the last bytes learns, as with packed ones, whether all of them are what the archive says. */
  async #readStored(position: number, length: number): Promise<Buffer> {
    this.#count(position + length);
    if (!this.#isSound && position + length === this.#file.sizeBytes) {
      for await (const _piece of this.pieces());
      this.#isSound = true;
    }
    return Buffer.from(await this.#archive.read(this.#file.dataAt + position, length));
  }

  async #readOn(position: number, end: number): Promise<Buffer> {
    if (this.#pieces === null || position < this.#pieceAt) await this.#start();
    if (this.#whole !== null) return Buffer.from(this.#whole.subarray(position, end));
    const taken: Buffer[] = [];
    for (let at = position; at < end;) {
      while (this.#end() <= at) await this.#next();
      const piece = this.#piece.subarray(at - this.#pieceAt, end - this.#pieceAt);
      taken.push(piece);
      at += piece.length;
    }
    return Buffer.concat(taken);
  }

  #end(): number {
    return this.#pieceAt + this.#piece.length;
  }

  async #start(): Promise<void> {
    await this.release();
    this.#starts += 1;
    this.#pieceAt = 0;
    if (this.#starts > restartsBeforeHolding && this.#mayBeHeld()) {
      this.#whole = await this.#hold();
    } else if (this.#starts > maxRestarts) {
      throw new FaultError(fault('read.archive_unpack_first', { file: this.#file.fileName }));
    } else {
      this.#pieces = this.pieces();
    }
  }

  #mayBeHeld(): boolean {
    return this.#file.sizeBytes <= this.#room.limits.maxReaderMegabytes * 1024 * 1024 * heldShare;
  }

  async #hold(): Promise<Buffer> {
    const whole = Buffer.allocUnsafeSlow(this.#file.sizeBytes);
    let at = 0;
    for await (const piece of this.pieces()) at += piece.copy(whole, at);
    return whole;
  }

  async #next(): Promise<void> {
    this.#pieceAt = this.#end();
    this.#piece = Buffer.alloc(0);
    const piece = await this.#pull();
    if (piece === null) throw new Error('a file in an archive was asked for more than it holds');
    this.#piece = piece;
    if (this.#end() > this.#headSize) {
      const from = Math.max(0, this.#headSize - this.#pieceAt);
      this.#headSize += piece.copy(this.#head, this.#headSize, from);
    }
    // Only beyond the last byte shows whether all of them were right.
    if (this.#end() === this.#file.sizeBytes) await this.#pull();
  }

  async #pull(): Promise<Buffer | null> {
    const { done, value } = await this.#pieces!.next();
    return done ? null : value;
  }

  #count(upTo: number): void {
    if (upTo <= this.#counted) return;
    const more = upTo - this.#counted;
    this.#counted = upTo;
    if (this.#room.takeBytes(more)) return;
    throw new FaultError(tooLarge(this.#file, this.#room.limits.maxInflatedBytes));
  }
}
