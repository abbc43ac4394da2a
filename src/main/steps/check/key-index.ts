const leastSlots = 1024;
/** Beyond this share of used slots the probes get long, so the index doubles. */
const fullest = 0.6;

/**
 * Remembers, for each key, the row on which it stood first, in 12 bytes a slot instead of the key itself: an
 * open-addressing table of 53-bit fingerprints. Equal fingerprints are not taken for equal keys: the caller compares.
 */
export class KeyIndex {
  #fingerprints: Float64Array;
  #rows: Uint32Array;
  #size = 0;
  readonly #seed: number;

  /** `seed` varies the fingerprints, so that a file cannot be made to collide on purpose. It changes no answer. */
  constructor(expectedKeys = 0, seed = 0) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(leastSlots, expectedKeys / fullest)));
    this.#fingerprints = new Float64Array(slots);
    this.#rows = new Uint32Array(slots);
    this.#seed = seed;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * The row (from 1) on which `key` stood first, or 0 when this is the first time, which is then remembered with
   * `rowNo`. `isSameKey` says whether an earlier row has exactly this key; it is asked only on equal fingerprints.
   */
  enter(key: string, rowNo: number, isSameKey: (earlierRowNo: number) => boolean): number {
    if (this.#size >= this.#rows.length * fullest) this.#grow();
    const fingerprint = fingerprintOf(key, this.#seed);
    const mask = this.#rows.length - 1;
    let slot = fingerprint & mask;
    for (let earlier = this.#rows[slot]!; earlier !== 0; earlier = this.#rows[slot]!) {
      if (this.#fingerprints[slot] === fingerprint && isSameKey(earlier)) return earlier;
      slot = (slot + 1) & mask;
    }
    this.#fingerprints[slot] = fingerprint;
    this.#rows[slot] = rowNo;
    this.#size += 1;
    return 0;
  }

  #grow(): void {
    const fingerprints = this.#fingerprints;
    const rows = this.#rows;
    this.#fingerprints = new Float64Array(rows.length * 2);
    this.#rows = new Uint32Array(rows.length * 2);
    const mask = this.#rows.length - 1;
    for (let old = 0; old < rows.length; old += 1) {
      if (rows[old] === 0) continue;
      let slot = fingerprints[old]! & mask;
      while (this.#rows[slot] !== 0) slot = (slot + 1) & mask;
      this.#fingerprints[slot] = fingerprints[old]!;
      this.#rows[slot] = rows[old]!;
    }
  }
}

/** Two 32-bit multiplicative hashes over the text's UTF-16 units, 53 bits together; the low 32 choose the slot. */
function fingerprintOf(key: string, seed: number): number {
  let low = 0xdeadbeef ^ seed;
  let high = 0x41c6ce57 ^ seed;
  for (let index = 0; index < key.length; index += 1) {
    const unit = key.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x9e3779b1);
    high = Math.imul(high ^ unit, 0x5f356495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
}
