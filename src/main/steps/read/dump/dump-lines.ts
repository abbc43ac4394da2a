import { statementWord } from './other-statements.ts';

export const endMark = /\\\.\r?$/;
export const strayEndMark = /(?:^|\n)\\\.\r?(?:\n|$)/;
const afterRows =
  /^(?:--(?: .*)?|COPY .* FROM stdin.*;|INSERT INTO .*|SELECT pg_catalog\..*|ALTER TABLE .*)\r?$/;
/** A COPY block within another statement: a quotation mark before it is not closed where it should be. */
const swallowedCopy = /\nCOPY [^\n]* FROM stdin[^\n]*;\r?\n/;
/** The next row after an INSERT whose own words are damaged, or after what is no statement at all. */
const swallowedInsert = /\n(?:INSERT INTO |COPY [^\n]* FROM stdin)/;
/** Whose text may well hold such a line. */
const routine = /^(?:CREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE)|DO)\s/i;
export const nextRowOrStatement =
  /\n(?=(?:INSERT INTO |COPY |--|\\|ALTER |CREATE |SELECT |SET |COMMIT|BEGIN|UNLOCK )|[ \t]*\()/g;
export const nextStatement = /\n(?=INSERT INTO |COPY [^\n]* FROM stdin)/g;
export const keyword = /[A-Za-z]+/y;
export const beyondMark = /[,;]?\s*/y;
/** No comment right behind a row: it is rather the text of a value. */
export const afterTuple =
  /,\s*(?:\(|$)|,[ \t\r]*\n\s*(?:--|\/\*)|;[ \t\r]*(?:[\nA-Z\\]|$)|(?:ON|RETURNING|INSERT|COPY)\b/iy;

/**
 * Whether a line follows the rows of a table and is none: it has no delimiter, which a row of several columns has. Only
 * a statement that names columns or brings in values of its own may have such signs.
 */
export function isAfterRows(line: string, delimiter: string): boolean {
  return afterRows.test(line) && (/^(?:COPY|INSERT)/.test(line) || !line.includes(delimiter));
}

export function mayBeginStatement(code: number): boolean {
  return code === 0x2d || code === 0x43 || code === 0x49 || code === 0x53 || code === 0x41;
}

export function swallowedIn(statement: string, word: string | undefined): RegExpExecArray | null {
  if (word === 'INSERT' || !statementWord.test(statement)) return swallowedInsert.exec(statement);
  return routine.test(statement) ? null : swallowedCopy.exec(statement);
}

/** Whole lines between `start` and `end`, the last ones, up to a number. */
export function linesBefore(text: string, start: number, end: number, most: number): string[] {
  const lines: string[] = [];
  let last = text.charCodeAt(end - 1) === 0x0a ? end - 1 : end;
  while (last > start && lines.length < most) {
    const first = Math.max(start, text.lastIndexOf('\n', last - 1) + 1);
    lines.unshift(text.slice(first, last));
    last = first - 1;
  }
  return lines;
}
