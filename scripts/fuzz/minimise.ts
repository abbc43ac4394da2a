/**
 * A smaller input with the same fault: slices are taken out, halving their size, for as long as it lasts. `fails` says
 * whether an input still has the fault.
 */
export async function minimise(
  bytes: Buffer,
  fails: (smaller: Buffer) => Promise<boolean>,
  maxAttempts = 400,
): Promise<Buffer> {
  let smallest = bytes;
  let attempts = 0;
  for (let size = Math.ceil(bytes.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < smallest.length && attempts < maxAttempts; attempts += 1) {
      const smaller = Buffer.concat([smallest.subarray(0, start), smallest.subarray(start + size)]);
      if (smaller.length < smallest.length && (await fails(smaller))) smallest = smaller;
      else start += size;
    }
  }
  return smallest;
}
