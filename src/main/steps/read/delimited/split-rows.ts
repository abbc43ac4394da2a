import type { DelimitedLayout } from '#contract/layout';
import { readLine } from '../read-line.ts';
import { RowTokenizer, type RowTokens } from '../row-tokenizer.ts';
import { countOf } from '../text-scan.ts';

/** How the lines of a text are cut into cells. */
export type Dialect = Pick<DelimitedLayout, 'delimiter' | 'quote' | 'escape' | 'newline'>;

/** A row as it stands in a sample, whatever it is: a title, the names of the columns, a record. */
export interface SampleRow {
  /** Physical line of the sample, from 1. */
  readonly line: number;
  readonly lineCount: number;
  readonly cells: readonly string[];
  readonly isBlank: boolean;
  /** A quotation mark stands where none should, or is never closed. */
  readonly isMalformed: boolean;
}

/** No cell of it is filled, as spreadsheets write blank lines. */
export function isEmpty({ cells }: SampleRow): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** So often is a line read by itself before all others are: the work stays linear. */
const maxRestarts = 40;
/** A cell of more lines is rather a quotation mark that was lost. */
const maxLinesOfRow = 60;

/**
 * The rows of a sample. A quotation mark that is not closed within reason does not hide the lines below it: its line
 * is read by itself. `isCut`: the text goes on after the sample, so that its last row may be a part of one.
 */
export function splitRows(text: string, dialect: Dialect, isCut: boolean, firstLine = 1): SampleRow[] {
  const lineEnd = dialect.newline === '\r' ? '\r' : '\n';
  const rows: SampleRow[] = [];
  let line = firstLine;
  let rest = text;
  for (let restarts = 0; rest !== ''; restarts += 1) {
    if (restarts > maxRestarts) return rows.concat(eachLine(rest, line, dialect));
    const tokenizer = new RowTokenizer({ ...dialect, comment: null });
    tokenizer.begin(rest, !isCut);
    let place = 0;
    for (let part = tokenizer.next(0); part !== null; part = tokenizer.next(place)) {
      const lineCount = countOf(lineEnd, rest, part.start, part.end);
      if (lineCount > maxLinesOfRow) break;
      rows.push(rowOf(part, line, Math.max(lineCount, 1)));
      line += lineCount;
      place = part.end;
    }
    rest = rest.slice(place);
    if (rest === '' || (isCut && countOf(lineEnd, rest) <= maxLinesOfRow)) return rows;
    const end = rest.indexOf(lineEnd) + 1;
    rows.push(...eachLine(end === 0 ? rest : rest.slice(0, end), line, dialect));
    line += 1;
    rest = end === 0 ? '' : rest.slice(end);
  }
  return rows;
}

/** Physical lines, each as a row. */
function eachLine(text: string, firstLine: number, dialect: Dialect): SampleRow[] {
  const lines = text.split(dialect.newline === '\r' ? '\r' : /\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((content, index) => ({
    line: firstLine + index,
    lineCount: 1,
    cells: readLine(content, dialect),
    isBlank: content.trim() === '',
    isMalformed: true,
  }));
}

function rowOf({ start, contentEnd, cells, malformedMarks }: RowTokens, line: number, lineCount: number) {
  const isBlank = start === contentEnd || (cells.length === 1 && cells[0]!.trim() === '');
  return { line, lineCount, cells, isBlank, isMalformed: malformedMarks > 0 };
}
