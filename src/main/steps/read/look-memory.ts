// what a look at a file has shown → the next look at it, which then neither reads nor unpacks that again

import type { ByteSource } from './byte-source.ts';
import type { ReadLimits } from './read-limits.ts';

/** Of all parts together. */
const maxBytes = 128 * 1024 * 1024;
/** Of the bytes that stand at places of one part: its samples, and what is read beyond them to find its tables. */
const maxRangeBytes = 6 * 1024 * 1024;

interface Range {
  readonly position: number;
  readonly bytes: Buffer;
}

/** A part as it was found in its archives. */
export interface FoundPart {
  readonly fileName: string;
  readonly sizeBytes: number;
  /** How many archives lie around it. */
  readonly depth: number;
}

/** What is known of one part. Nothing in it depends on how a person wants the part read. */
export class PartMemory {
  found: FoundPart | null = null;
  readonly #ranges: Range[] = [];
  readonly #facts = new Map<string, unknown>();
  readonly #onGrowth: (memory: PartMemory) => void;
  #rangeBytes = 0;
  #factBytes = 0;

  constructor(onGrowth: (memory: PartMemory) => void = () => {}) {
    this.#onGrowth = onGrowth;
  }

  get sizeBytes(): number {
    return this.#rangeBytes + this.#factBytes;
  }

  /**
   * What `make` answers, made once. What it throws is not kept, nor what is larger than there is room for by
   * `sizeOf`; `about` names the same type of value everywhere.
   */
  async once<Value>(
    about: string,
    make: () => Promise<Value>,
    sizeOf: (value: Value) => number,
  ): Promise<Value> {
    if (this.#facts.has(about)) return this.#facts.get(about) as Value;
    const value = await make();
    const bytes = sizeOf(value);
    if (bytes > maxBytes / 2) return value;
    this.#facts.set(about, value);
    this.#factBytes += bytes;
    this.#onGrowth(this);
    return value;
  }

  /** The part with its bytes: those that were read before are not asked for again. */
  remembering(source: ByteSource): ByteSource {
    const { fileName, sizeBytes } = source;
    return {
      fileName,
      sizeBytes,
      open: () => source.open(),
      read: async (position, length) => {
        const wanted = Math.max(0, Math.min(length, sizeBytes - position));
        if (wanted === 0) return Buffer.alloc(0);
        const known = this.#recall(position, wanted);
        if (known !== null) return known;
        const bytes = await source.read(position, length);
        this.#keep(position, bytes);
        return bytes;
      },
      ...(source.changed && { changed: () => source.changed!() }),
    };
  }

  #recall(position: number, length: number): Buffer | null {
    const range = this.#ranges.find(
      (each) => position >= each.position && position + length <= each.position + each.bytes.length,
    );
    return range?.bytes.subarray(position - range.position, position - range.position + length) ?? null;
  }

  #keep(position: number, bytes: Uint8Array): void {
    if (this.#rangeBytes + bytes.length > maxRangeBytes) return;
    // A copy: whoever gave the bytes may hold them within a larger piece.
    this.#ranges.push({ position, bytes: Buffer.from(bytes) });
    this.#rangeBytes += bytes.length;
    this.#onGrowth(this);
  }
}

/** Of the files that were looked at last, as far as there is room; of a file without an identity nothing is kept. */
export class LookMemory {
  /** The part that was asked for last stands last. */
  readonly #parts = new Map<string, PartMemory>();

  of({ identity }: ByteSource, part: string, limits: ReadLimits): PartMemory {
    if (identity === undefined) return new PartMemory();
    // Other limits can forbid what was allowed.
    const key = JSON.stringify([identity, part, limits]);
    const memory = this.#parts.get(key) ?? new PartMemory((grown) => this.#makeRoom(grown));
    this.#parts.delete(key);
    this.#parts.set(key, memory);
    return memory;
  }

  forget(): void {
    this.#parts.clear();
  }

  #makeRoom(grown: PartMemory): void {
    let bytes = 0;
    for (const memory of this.#parts.values()) bytes += memory.sizeBytes;
    for (const [key, memory] of this.#parts) {
      if (bytes <= maxBytes) return;
      if (memory === grown) continue;
      this.#parts.delete(key);
      bytes -= memory.sizeBytes;
    }
  }
}
