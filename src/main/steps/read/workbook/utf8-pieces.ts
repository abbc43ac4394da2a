// bytes of an XML part, in whatever encoding it declares → UTF-8 in pieces

import { damaged } from './workbook-zip.ts';

const declaration = /^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i;
const declarationBytes = 200;

/**
 * The parts of a workbook are UTF-8 nearly always; UTF-16 is allowed, and careless programs write others. Throws
 * `read.workbook_damaged` when the encoding is none that is known.
 */
export async function* utf8Pieces(
  file: string,
  part: string,
  pieces: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  let decoder: TextDecoder | null | undefined;
  for await (const piece of pieces) {
    if (decoder === undefined) {
      const encoding = encodingOf(piece);
      try {
        decoder = encoding === null ? null : new TextDecoder(encoding);
      } catch (error) {
        throw damaged(file, part, error);
      }
    }
    yield decoder === null ? piece : Buffer.from(decoder.decode(piece, { stream: true }));
  }
  if (decoder) yield Buffer.from(decoder.decode());
}

/** Null for UTF-8, which needs no work. */
function encodingOf(start: Buffer): string | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  if (start[0] === 0x3c && start[1] === 0) return 'utf-16le';
  if (start[0] === 0 && start[1] === 0x3c) return 'utf-16be';
  const [, name] = declaration.exec(start.toString('latin1', 0, declarationBytes)) ?? [];
  return name === undefined || /^(utf-?8|us-ascii)$/i.test(name) ? null : name;
}
