import Papa from 'papaparse';
import { type DelimitedLayout, isLinewise } from '#contract/layout';
import type { StagedRow } from './staged-row.ts';

/** Rows of a text file without a finding, as they stand in the file. */
export interface LineRun {
  /** UTF-8, every row with its line end. */
  readonly text: Uint8Array;
  readonly firstRowNo: number;
  /** Physical line on which the first starts. */
  readonly firstLine: number;
  readonly rowCount: number;
}

/** What has to be known of a layout to tell the cells of a run's lines apart. */
export type Splitting = Pick<DelimitedLayout, 'delimiter' | 'quote' | 'trailingDelimiter'> & {
  readonly newline: '\n' | '\r\n';
};

/** Null for a layout that no run is made of. */
export function splittingOf(layout: DelimitedLayout): Splitting | null {
  const { delimiter, quote, escape, newline, trailingDelimiter } = layout;
  const code = delimiter.charCodeAt(0);
  const isOneByte = delimiter.length === 1 && code > 0 && code < 0x80;
  if (!isOneByte || [quote, ...Papa.BAD_DELIMITERS].includes(delimiter)) return null;
  if ((layout.encoding !== 'utf-8' && !isLinewise(layout.encoding)) || newline === '\r') return null;
  return quote !== '' && escape === 'backslash' ? null : { delimiter, quote, newline, trailingDelimiter };
}

/**
 * The rows of a run, as the reader would have given them one by one. Quotation marks stand in it only around whole
 * cells, which may have several lines, and doubled inside them.
 */
export function splitRun(run: LineRun, splitting: Splitting): StagedRow[] {
  const bytes = Buffer.from(run.text.buffer, run.text.byteOffset, run.text.byteLength);
  const text = bytes.toString('utf8');
  const rows: StagedRow[] = [];
  let { firstRowNo: rowNo, firstLine: line } = run;
  let mark = nextMark(text, splitting.quote, 0);
  for (let start = 0; start < text.length; rowNo += 1) {
    let end = text.indexOf(splitting.newline, start);
    let cells: string[] = [];
    if (mark > end) cells = text.slice(start, end).split(splitting.delimiter);
    else {
      ({ cells, end } = readQuotedRow(text, start, splitting));
      mark = nextMark(text, splitting.quote, end);
    }
    if (splitting.trailingDelimiter) cells.pop();
    rows.push({ rowNo, line, cells, fault: null });
    line += lineFeedsBetween(text, start, end) + 1;
    start = end + splitting.newline.length;
  }
  if (rows.length !== run.rowCount) throw new Error('a run has another number of rows than it says');
  return rows;
}

function nextMark(text: string, quote: string, start: number): number {
  const mark = quote === '' ? -1 : text.indexOf(quote, start);
  return mark === -1 ? Infinity : mark;
}

function lineFeedsBetween(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Reads the one row that starts there, which has quoted cells, with the parser that knows nothing of damage. */
function readQuotedRow(text: string, start: number, splitting: Splitting): { cells: string[]; end: number } {
  const { delimiter, quote: quoteChar, newline } = splitting;
  const { data, meta } = Papa.parse<string[]>(text.slice(start), {
    delimiter,
    quoteChar,
    newline,
    preview: 1,
  });
  const next = start + meta.cursor;
  const end = text.startsWith(newline, next - newline.length) ? next - newline.length : next;
  return { cells: data[0] ?? [''], end };
}

/** The cells of one row of a run, without its line end. */
export function splitCleanRow(row: string, splitting: Splitting): string[] {
  const { delimiter, quote } = splitting;
  if (quote === '' || !row.includes(quote)) return row.split(delimiter);
  return readQuotedRow(row, 0, splitting).cells;
}
