const quote = '"';
const anyLineEnd = /[\r\n]/;

export interface Quoting {
  /** A line end stands outside quotation marks, other than the one that ends the row. */
  readonly strayLineEnd: boolean;
  /** A quotation mark stands in a cell that is not quoted. */
  readonly strayMark: boolean;
  readonly lastCellQuoted: boolean;
}

/**
 * Looks again at one row in which the parser found no malformed quotation mark, to tell line ends inside quoted
 * cells from line ends between them. `row` is its text without the line end that ends it.
 */
export function examineQuoting(row: string, delimiter: string): Quoting {
  let strayLineEnd = false;
  let strayMark = false;
  let cellStart = 0;
  for (;;) {
    const quoted = row[cellStart] === quote;
    const outside = quoted ? afterClosingQuote(row, cellStart) : cellStart;
    const delimiterAt = row.indexOf(delimiter, outside);
    const cellEnd = delimiterAt === -1 ? row.length : delimiterAt;
    const unquoted = row.slice(outside, cellEnd);
    strayLineEnd ||= anyLineEnd.test(unquoted);
    strayMark ||= unquoted.includes(quote);
    if (delimiterAt === -1) return { strayLineEnd, strayMark, lastCellQuoted: quoted };
    cellStart = cellEnd + 1;
  }
}

function afterClosingQuote(row: string, opening: number): number {
  let place = row.indexOf(quote, opening + 1);
  while (place !== -1 && row[place + 1] === quote) place = row.indexOf(quote, place + 2);
  return place === -1 ? row.length : place + 1;
}
