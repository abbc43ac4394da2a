import { fault, FaultError } from '#contract/faults';
import type { ByteSource } from './byte-source.ts';
import { pieceBytes, type ReadLimits } from './read-limits.ts';

export interface FilePiece {
  readonly bytes: Uint8Array;
  /** Of the file, up to the end of this piece. */
  readonly bytesRead: number;
}

/**
 * A text file in pieces that are never long, however long those are that its source gives. Throws FaultError:
 * `read.file_too_large`, those of the source.
 */
export async function* filePieces(
  source: ByteSource,
  { maxFileBytes: limitBytes }: ReadLimits,
): AsyncGenerator<FilePiece, void, undefined> {
  let bytesRead = 0;
  for await (const chunk of source.open()) {
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      const bytes = chunk.subarray(start, start + pieceBytes);
      bytesRead += bytes.length;
      if (bytesRead > limitBytes) {
        throw new FaultError(fault('read.file_too_large', { file: source.fileName, limitBytes }));
      }
      yield { bytes, bytesRead };
    }
  }
}
