import { endOfQuotation, isEscapeString, isWordAt, skipBlanks } from './sql-lexing.ts';

export type ValueKind = 'string' | 'plain' | 'null' | 'expression';

export interface TupleValue {
  readonly kind: ValueKind;
  readonly start: number;
  readonly end: number;
}

export interface Tuple {
  /** After the closing parenthesis; where the damage was noticed when it is malformed. */
  readonly end: number;
  readonly values: readonly TupleValue[];
  readonly malformed: boolean;
}

const plainValue = /[\w.+-]+/y;
const cast = /\s*::\s*(?:"[^"]*"|[A-Za-z_\x80-\xff][\w$\x80-\xff]*|[. ]|\[\d*\]|\(\d+(?:,\d+)?\))+/y;
const interesting = /['"$()[\],;\-/]/g;
/** A value that holds the beginning of a statement has probably run over its end. */
const swallowed = /\n(?:INSERT INTO |COPY [^\n]* FROM stdin)/;

/**
 * The row of values that opens at `at`; null when the text ends in it. A quotation mark that stands where none may
 * stand makes it malformed.
 */
export function tupleAt(text: string, at: number, backslashes: boolean): Tuple | null {
  const values: TupleValue[] = [];
  for (let place = at; ;) {
    const start = skipBlanks(text, place + 1);
    if (start === -1 || start >= text.length) return null;
    if (text[start] === ')' && values.length === 0) return { end: start + 1, values, malformed: false };
    const value = valueAt(text, start, backslashes);
    if (value === null) return null;
    if (value === 'malformed') return { end: start, values, malformed: true };
    values.push(value);
    place = skipBlanks(text, value.end);
    if (place === -1 || place >= text.length) return null;
    if (text[place] === ')') return { end: place + 1, values, malformed: false };
    if (text[place] !== ',') return { end: place, values, malformed: true };
  }
}

type Found = TupleValue | 'malformed' | null;

function valueAt(text: string, start: number, backslashes: boolean): Found {
  const simple = simpleEnd(text, start, backslashes);
  if (simple === -1) return null;
  if (simple > 0) {
    const end = withCast(text, simple);
    const next = skipBlanks(text, end);
    if (next === -1 || next >= text.length) return null;
    const close = text.charCodeAt(next);
    if (close === 0x2c || close === 0x29) return checked(text, kindOf(text, start), start, end);
  }
  return expressionAt(text, start, backslashes);
}

function checked(text: string, kind: ValueKind, start: number, end: number): Found {
  if (kind === 'string' && end - start > 20 && swallowed.test(text.slice(start, end))) return 'malformed';
  return { kind, start, end };
}

/** After a quoted text, number or word; 0 when the value is none of them. */
function simpleEnd(text: string, start: number, backslashes: boolean): number {
  const code = text.charCodeAt(start);
  if (code === 0x27 || code === 0x24) return endOfQuotation(text, start, backslashes);
  const quoted = code !== 0x2d && text.charCodeAt(start + 1) === 0x27;
  if (quoted && /[EeBbXxNn]/.test(text[start]!)) return endOfQuotation(text, start + 1, backslashes);
  plainValue.lastIndex = start;
  return plainValue.test(text) ? plainValue.lastIndex : 0;
}

function withCast(text: string, end: number): number {
  const next = text.charCodeAt(end);
  if (next === 0x2c || next === 0x29) return end;
  cast.lastIndex = end;
  return cast.test(text) ? cast.lastIndex : end;
}

const word = /[A-Za-z_]+/y;

function kindOf(text: string, start: number): ValueKind {
  const code = text.charCodeAt(start);
  if (code === 0x27 || code === 0x24 || text.charCodeAt(start + 1) === 0x27) return 'string';
  if (code < 0x41) return 'plain';
  word.lastIndex = start;
  const name = word.exec(text)?.[0].toLowerCase();
  if (name === 'null') return 'null';
  return name === undefined || name === 'true' || name === 'false' ? 'plain' : 'expression';
}

/** An expression reaches to the comma or parenthesis that is not its own. */
function expressionAt(text: string, start: number, backslashes: boolean): Found {
  let depth = 0;
  interesting.lastIndex = start;
  for (let found = interesting.exec(text); found !== null; found = interesting.exec(text)) {
    const { index } = found;
    const token = found[0];
    if (token === '(' || token === '[') depth += 1;
    else if (token === ';') return 'malformed';
    else if (token === ',' || token === ')' || token === ']') {
      if (depth === 0) {
        const end = start + text.slice(start, index).trimEnd().length;
        return end === start || token === ']' ? 'malformed' : checked(text, 'expression', start, end);
      }
      if (token !== ',') depth -= 1;
    } else {
      const end = endOfQuotation(text, index, backslashes);
      if (end === -1) return isMisplaced(text, index) ? 'malformed' : null;
      if (token === "'" && (isMisplaced(text, index) || isFollowedByText(text, end))) return 'malformed';
      if (end > 0) interesting.lastIndex = end;
    }
  }
  return null;
}

/** A word right before a quotation mark, or another quoted text on the same line: no SQL is written so. */
function isMisplaced(text: string, quote: number): boolean {
  if (text[quote] !== "'") return false;
  if (isEscapeString(text, quote)) return false;
  if (/[BbXxNn&]/.test(text[quote - 1] ?? '') && !isWordAt(text, quote - 2)) return false;
  return isWordAt(text, quote - 1);
}

function isFollowedByText(text: string, end: number): boolean {
  let place = end;
  while (text[place] === ' ') place += 1;
  return text[place] === "'" || (place === end && isWordAt(text, place));
}
