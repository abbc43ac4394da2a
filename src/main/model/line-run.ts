import type { DelimitedLayout } from '#contract/layout';
import type { StagedRow } from './staged-row.ts';

/** Lines of a text file of which each is one row without a finding, as they stand in the file. */
export interface LineRun {
  /** UTF-8, every line with its line end. */
  readonly text: Uint8Array;
  readonly firstRowNo: number;
  /** Physical line of the first; the others follow it. */
  readonly firstLine: number;
  readonly rowCount: number;
}

/** What has to be known of a layout to tell the cells of a run's lines apart. */
export type Splitting = Pick<DelimitedLayout, 'delimiter' | 'quote' | 'trailingDelimiter'> & {
  readonly newline: '\n' | '\r\n';
};

/**
 * The rows of a run, as the reader would have given them one by one. Quotation marks stand in it only around whole
 * cells, and doubled inside them.
 */
export function splitRun(run: LineRun, splitting: Splitting): StagedRow[] {
  const { text, firstRowNo, firstLine, rowCount } = run;
  const lines = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
    .toString('utf8')
    .split(splitting.newline);
  const rows = Array.from({ length: rowCount }, (_, index) => ({
    rowNo: firstRowNo + index,
    line: firstLine + index,
    cells: splitCleanLine(lines[index]!, splitting),
    fault: null,
  }));
  if (lines.length !== rowCount + 1) throw new Error('a run has another number of lines than of rows');
  return rows;
}

/** The cells of one line of a run, without its line end. */
export function splitCleanLine(line: string, { delimiter, quote, trailingDelimiter }: Splitting): string[] {
  const cells =
    quote === '' || !line.includes(quote) ? line.split(delimiter) : splitQuotedLine(line, delimiter, quote);
  if (trailingDelimiter) cells.pop();
  return cells;
}

function splitQuotedLine(line: string, delimiter: string, quote: string): string[] {
  const cells: string[] = [];
  let start = 0;
  for (;;) {
    let end: number;
    if (line[start] === quote) {
      let closing = line.indexOf(quote, start + 1);
      while (line[closing + 1] === quote) closing = line.indexOf(quote, closing + 2);
      cells.push(line.slice(start + 1, closing).replaceAll(quote + quote, quote));
      end = closing + 1;
    } else {
      const delimiterAt = line.indexOf(delimiter, start);
      end = delimiterAt === -1 ? line.length : delimiterAt;
      cells.push(line.slice(start, end));
    }
    if (end === line.length) return cells;
    start = end + 1;
  }
}
