// bytes of an XML text → the string that a person sees

const ampersand = 0x26;
const underscore = 0x5f;

const carriageReturn = 0x0d;

const entity = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi;
const named = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
/** ECMA-376 part 1, 22.9.2.19 (ST_Xstring): a character that XML cannot carry. */
const escapedCharacter = /_x([0-9a-f]{4})_/gi;
const lineEnd = /\r\n?/g;

/** Whether bytes are plain: ASCII without anything that stands for something else. */
export function isPlain(buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = buffer[at]!;
    if (byte > 0x7e || byte === ampersand || byte === carriageReturn) return false;
    if (byte === underscore && at + 1 < end && (buffer[at + 1]! | 0x20) === 0x78) return false;
  }
  return true;
}

/** A text of a cell: entities resolved, `_x000D_` and its like undone, line ends as XML has them. */
export function cellText(buffer: Buffer, start: number, end: number, raw: boolean): string {
  if (isPlain(buffer, start, end)) return buffer.toString('latin1', start, end);
  return undoEscapes(xmlText(buffer, start, end, raw));
}

/** An attribute or a text outside cells. An unknown entity stays as it is written. */
export function xmlText(buffer: Buffer, start: number, end: number, raw = false): string {
  const text = buffer.toString('utf8', start, end).replace(lineEnd, '\n');
  if (raw || !text.includes('&')) return text;
  return text.replace(entity, (whole: string, hexadecimal?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named.get(name.toLowerCase()) ?? whole;
    const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

export function undoEscapes(text: string): string {
  if (!text.includes('_x') && !text.includes('_X')) return text;
  return text
    .replace(escapedCharacter, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('\r\n', '\n');
}
