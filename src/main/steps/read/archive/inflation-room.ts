import type { ReadLimits } from '../read-limits.ts';

/** What archives within archives may ask for together, of one look at a file. */
export class InflationRoom {
  readonly limits: ReadLimits;
  #bytesLeft: number;
  #entriesLeft: number;

  constructor(limits: ReadLimits) {
    this.limits = limits;
    this.#bytesLeft = limits.maxInflatedBytes;
    this.#entriesLeft = limits.maxArchiveEntries;
  }

  get maxEntries(): number {
    return this.limits.maxArchiveEntries;
  }

  hasRoomFor(entries: number): boolean {
    return entries <= this.#entriesLeft;
  }

  takeEntries(entries: number): void {
    this.#entriesLeft -= entries;
  }

  /** Whether so many more bytes may be unpacked. */
  takeBytes(bytes: number): boolean {
    this.#bytesLeft -= bytes;
    return this.#bytesLeft >= 0;
  }
}
