import { endOfQuotedName, skipBlanks } from './sql-lexing.ts';

/** Turns a text of one character a byte into what it says. */
export type Decode = (bytes: string) => string;

export interface NameAt {
  /** Parts from the outermost (schema, table), as they are in the database. */
  readonly parts: readonly string[];
  readonly end: number;
}

const plainName = /[A-Za-z_\x80-\xff][\w$\x80-\xff]*/y;

/** The name at `at`, with its schema where it has one; null when none is there or the text ends in it. */
export function nameAt(text: string, at: number, decode: Decode): NameAt | null {
  const parts: string[] = [];
  for (let place = at; ;) {
    const end = endOfNamePart(text, place);
    if (end === -1) return null;
    parts.push(unquotedName(text.slice(place, end), decode));
    const next = skipBlanks(text, end);
    if (next === -1 || text[next] !== '.') return { parts, end };
    place = skipBlanks(text, next + 1);
    if (place === -1) return null;
  }
}

function endOfNamePart(text: string, at: number): number {
  if (text[at] === '"') return endOfQuotedName(text, at);
  plainName.lastIndex = at;
  return plainName.test(text) ? plainName.lastIndex : -1;
}

/** Postgres folds names without quotation marks to lower case. */
function unquotedName(name: string, decode: Decode): string {
  return name.startsWith('"') ? decode(name.slice(1, -1).replaceAll('""', '"')) : decode(name).toLowerCase();
}

export interface NameList {
  readonly names: readonly string[];
  readonly end: number;
}

/** Names in parentheses, as in a list of columns; `at` is the opening one. */
export function nameListAt(text: string, at: number, decode: Decode): NameList | null {
  const names: string[] = [];
  for (let place = at; ;) {
    const start = skipBlanks(text, place + 1);
    const name = start === -1 ? null : nameAt(text, start, decode);
    if (name === null) return null;
    names.push(name.parts.join('.'));
    place = skipBlanks(text, name.end);
    if (text[place] === ')') return { names, end: place + 1 };
    if (text[place] !== ',') return null;
  }
}

/** One text for a name of several parts; a part with a dot or quotation mark keeps its quotation marks. */
export function joinName(parts: readonly string[]): string {
  return parts.map((part) => (/[."]/.test(part) ? `"${part.replaceAll('"', '""')}"` : part)).join('.');
}

export function splitNameCount(name: string): number {
  return name.replace(/"(?:[^"]|"")*"/g, 'q').split('.').length;
}
