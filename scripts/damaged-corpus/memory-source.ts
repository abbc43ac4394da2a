import type { ByteSource } from '#main/steps/read/byte-source';

/** A file in memory, handed out in pieces of the given size. */
export function memorySource(fileName: string, bytes: Uint8Array, pieceSize = 1 << 16): ByteSource {
  return {
    fileName,
    sizeBytes: bytes.length,
    async *open() {
      for (let start = 0; start < bytes.length; start += pieceSize) {
        // A buffer of its own, as a reader that keeps a view of it is wrong.
        yield new Uint8Array(bytes.subarray(start, start + pieceSize));
      }
    },
    read: async (position, length) => new Uint8Array(bytes.subarray(position, position + length)),
  };
}
