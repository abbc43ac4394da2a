import iconv from 'iconv-lite';

const names: Readonly<Record<string, string>> = {
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'utf-32le': 'utf-32le',
  'utf-32be': 'utf-32be',
  macintosh: 'macroman',
};

export function encodeText(text: string, encoding: string, byteOrderMark = false): Buffer {
  const bytes = iconv.encode(text, names[encoding] ?? encoding);
  return byteOrderMark ? Buffer.concat([iconv.encode('\uFEFF', names[encoding] ?? encoding), bytes]) : bytes;
}

/** Whether every character has bytes in the encoding. */
export function fits(text: string, encoding: string): boolean {
  return iconv.decode(encodeText(text, encoding), names[encoding] ?? encoding) === text;
}
