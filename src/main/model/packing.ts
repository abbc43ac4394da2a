import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

export type Packing = 'none' | 'zstd';

export interface Packed {
  readonly packing: Packing;
  readonly bytes: Buffer;
}

/** The quickest level: what is saved is mostly the encryption of what need not be written. */
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** Below this there is nothing to gain. */
const leastBytes = 512;
/** No page or block is larger. */
const mostUnpackedBytes = 256 * 1024 * 1024;

/** Bytes that do not shrink stay as they are. At once: handing pieces of this size to a thread takes longer. */
export function pack(bytes: Uint8Array): Packed {
  if (bytes.length < leastBytes) return asIs(bytes);
  const packed = zstdCompressSync(bytes, options);
  return packed.length < bytes.length ? { packing: 'zstd', bytes: packed } : asIs(bytes);
}

export function unpack({ packing, bytes }: Packed): Buffer {
  return packing === 'zstd' ? zstdDecompressSync(bytes, { maxOutputLength: mostUnpackedBytes }) : bytes;
}

function asIs(bytes: Uint8Array): Packed {
  return { packing: 'none', bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}
