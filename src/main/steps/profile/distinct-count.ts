const exactLimit = 4_096;
/** 2^12 registers: the estimate is within about 2 % in most cases. */
const registerBits = 12;
const registerCount = 2 ** registerBits;

/**
 * Counts different values: exactly up to 4,096 of them, above that by estimate (HyperLogLog, Flajolet et al. 2007),
 * in memory that does not grow with the file.
 */
export class DistinctCount {
  #exact: Set<string> | null = new Set();
  readonly #registers = new Uint8Array(registerCount);

  add(value: string): void {
    if (this.#exact?.has(value)) return;
    const hash = hashOf(value);
    const register = hash >>> (32 - registerBits);
    const rank = Math.min(Math.clz32((hash << registerBits) >>> 0), 32 - registerBits) + 1;
    if (rank > this.#registers[register]!) this.#registers[register] = rank;
    this.#exact?.add(value);
    if (this.#exact !== null && this.#exact.size > exactLimit) this.#exact = null;
  }

  get isExact(): boolean {
    return this.#exact !== null;
  }

  get count(): number {
    return this.#exact?.size ?? Math.max(exactLimit, this.#estimate());
  }

  #estimate(): number {
    let sum = 0;
    let zeros = 0;
    for (const rank of this.#registers) {
      sum += 2 ** -rank;
      if (rank === 0) zeros += 1;
    }
    const raw = ((0.7213 / (1 + 1.079 / registerCount)) * registerCount ** 2) / sum;
    const small = zeros > 0 && raw <= 2.5 * registerCount;
    const estimate = small ? registerCount * Math.log(registerCount / zeros) : raw;
    // A hash of 32 bits has collisions when there are very many values.
    const corrected = estimate > 2 ** 32 / 30 ? -(2 ** 32) * Math.log(1 - estimate / 2 ** 32) : estimate;
    return Math.round(corrected);
  }
}

/** FNV-1a with a final mix (murmur3's), since the registers take the first bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
