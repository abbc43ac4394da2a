import { skipBlanks } from './sql-lexing.ts';
import { type Decode, nameAt, nameListAt } from './sql-names.ts';

export interface InsertStatement {
  readonly parts: readonly string[];
  readonly columns: readonly string[] | null;
  /** After the word VALUES. */
  readonly end: number;
}

const word = /[A-Za-z]+/y;
const overriding = /overriding\s+(?:system|user)\s+value\s+/iy;

function wordAt(text: string, at: number): string {
  word.lastIndex = at;
  return word.exec(text)?.[0].toLowerCase() ?? '';
}

/** The head of INSERT INTO … VALUES at `at`; null when it is another statement or the text ends in it. */
export function insertAt(text: string, at: number, decode: Decode): InsertStatement | null {
  let place = skipBlanks(text, at + 'INSERT'.length);
  if (place === -1 || wordAt(text, place) !== 'into') return null;
  place = skipBlanks(text, place + 4);
  const name = place === -1 ? null : nameAt(text, place, decode);
  if (name === null) return null;
  place = skipBlanks(text, name.end);
  const list = text[place] === '(' ? nameListAt(text, place, decode) : null;
  if (list !== null) place = skipBlanks(text, list.end);
  if (place === -1) return null;
  overriding.lastIndex = place;
  if (overriding.test(text)) place = skipBlanks(text, overriding.lastIndex);
  if (place === -1 || wordAt(text, place) !== 'values') return null;
  return { parts: name.parts, columns: list?.names ?? null, end: place + 'values'.length };
}
