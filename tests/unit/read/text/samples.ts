import type { FileSamples } from '#main/steps/read/file-samples';

/** The samples of a file of these bytes, cut as `takeSamples` cuts them, with smaller sizes where given. */
export function samplesOf(bytes: Uint8Array, startBytes = 256 * 1024, laterBytes = 64 * 1024): FileSamples {
  const content = Buffer.from(bytes);
  const at = (position: number, end: number) => ({ position, bytes: content.subarray(position, end) });
  const size = content.length;
  if (size <= startBytes)
    return { start: at(0, size), middle: at(size, size), end: at(size, size), whole: true };
  const endAt = Math.max(startBytes, size - laterBytes);
  const middleAt = Math.max(startBytes, Math.floor((size - laterBytes) / 2));
  return {
    start: at(0, startBytes),
    middle: at(middleAt, Math.min(endAt, middleAt + laterBytes)),
    end: at(endAt, size),
    whole: false,
  };
}
