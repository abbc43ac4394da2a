import { fault, FaultError } from '#contract/faults';
import type { TextEncoding } from '#contract/layout';
import type { ByteSource } from '../byte-source.ts';
import { filePieces } from '../file-pieces.ts';
import type { ReadLimits } from '../read-limits.ts';
import { TextDecoding } from '../text/decode-text.ts';
import { isWide } from '../text/wide-text.ts';

const markOfUtf8 = 'ï»¿';

/** The encoding of cells within the text that `dumpText` gives. */
export function cellEncoding(encoding: TextEncoding): TextEncoding {
  return isWide(encoding) ? 'utf-8' : encoding;
}

export interface DumpPiece {
  readonly text: string;
  readonly bytesRead: number;
}

/**
 * A dump as text of one character a byte, without its byte order mark. UTF-16, as PowerShell writes it, is turned
 * into UTF-8 before. Faults as thrown: `read.file_too_large`, `read.changed`, those of the source.
 */
export async function* dumpText(
  source: ByteSource,
  encoding: TextEncoding,
  limits: ReadLimits,
): AsyncGenerator<DumpPiece> {
  const decoding = isWide(encoding) ? new TextDecoding(encoding, '\n') : null;
  let bytesRead = 0;
  let atStart = true;
  for await (const piece of filePieces(source, limits)) {
    ({ bytesRead } = piece);
    const text = latin1(decoding === null ? piece.bytes : Buffer.from(decoding.decode(piece.bytes).text));
    yield {
      text: atStart && text.startsWith(markOfUtf8) ? text.slice(markOfUtf8.length) : text,
      bytesRead,
    };
    atStart = false;
  }
  if (decoding !== null) yield { text: latin1(Buffer.from(decoding.finish().text)), bytesRead };
  if (await source.changed?.()) throw new FaultError(fault('read.changed', { file: source.fileName }));
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
