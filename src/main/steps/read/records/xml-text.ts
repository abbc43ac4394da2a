const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const reference = /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([^\s&;#]{1,64}));/g;

export interface XmlText {
  readonly text: string;
  /** Something in it stands as it is written, because nothing says what it means: `&nbsp;`, a bare `&`. */
  readonly unresolved: boolean;
}

/**
 * The characters that a text of XML means. Only what XML itself defines is resolved: names that a document type
 * defines never are, so no document can grow or fetch anything.
 */
export function xmlText(raw: string): XmlText {
  const lines = raw.includes('\r') ? raw.replaceAll(/\r\n?/g, '\n') : raw;
  if (!lines.includes('&')) return { text: lines, unresolved: false };
  let resolved = 0;
  const text = lines.replaceAll(reference, (written, hex?: string, decimal?: string, name?: string) => {
    const value = name === undefined ? character(hex, decimal) : named.get(name);
    if (value === undefined) return written;
    resolved += 1;
    return value;
  });
  return { text, unresolved: lines.split('&').length - 1 > resolved };
}

/** Also characters that XML forbids: what is wrong with them is found where the cell is looked at. */
function character(hex?: string, decimal?: string): string | undefined {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
