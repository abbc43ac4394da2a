import type { TupleValue } from './insert-tuple.ts';

/** What one value of a VALUES list says. Texts hold one character a byte. */
export interface LiteralCell {
  readonly text: string;
  readonly isNull: boolean;
  /** As written, where that is not what a cell can show; null otherwise. */
  readonly stored: string | null;
  /** A function call or another expression: its value is known to the server only. */
  readonly expression: boolean;
}

const plain = { isNull: false, stored: null, expression: false };
const escape = /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))/g;
const controls = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

export function literalCell(text: string, value: TupleValue, backslashes: boolean): LiteralCell {
  const raw = text.slice(value.start, value.end);
  switch (value.kind) {
    case 'null':
      return { ...plain, text: '', isNull: true };
    case 'plain':
      return { ...plain, text: withoutCast(raw) };
    case 'string':
      return stringCell(raw, backslashes);
    case 'expression':
      return { ...plain, text: raw, expression: true };
  }
}

function withoutCast(raw: string): string {
  const cast = raw.indexOf('::');
  return cast === -1 ? raw : raw.slice(0, cast).trimEnd();
}

function stringCell(raw: string, backslashes: boolean): LiteralCell {
  if (raw.startsWith('$')) {
    const tag = raw.slice(0, raw.indexOf('$', 1) + 1);
    return { ...plain, text: raw.slice(tag.length, raw.lastIndexOf(tag)) };
  }
  const open = raw.indexOf("'");
  const prefix = raw.slice(0, open).toUpperCase();
  const inside = raw.slice(open + 1, raw.lastIndexOf("'")).replaceAll("''", "'");
  if (prefix === 'X') return { ...plain, text: bitsOf(inside), stored: raw };
  const escapes = prefix === 'E' || (backslashes && prefix === '');
  return { ...plain, text: escapes && inside.includes('\\') ? unescaped(inside) : inside };
}

/** Postgres shows a bit string as its bits. */
function bitsOf(hex: string): string {
  return Array.from(hex, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
}

function unescaped(text: string): string {
  return text.replace(
    escape,
    (_, octal?: string, hex?: string, short?: string, long?: string, letter = '') => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      const point = short ?? long;
      if (point === undefined) return controls.get(letter) ?? letter;
      const code = Number.parseInt(point, 16);
      return Buffer.from(code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD').toString('latin1');
    },
  );
}
