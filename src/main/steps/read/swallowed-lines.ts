import { countOf } from './text-scan.ts';

const quote = '"';
const notBlank = /\S/g;

/**
 * Whether a stray quotation mark seems to have pulled further rows into a quoted cell of a row that is well formed
 * and fits the header. `lines` are the row's physical lines, two or more.
 *
 * With three columns or more, one line that lies wholly inside a quoted cell and reads as a row is enough, or the
 * line on which such a cell opens and the line on which it closes when the first reads as a row and the second as
 * one or as one with cells too many. One delimiter in a line of a note says little, so with two columns every line
 * must read as a row.
 */
export function swallowsRows(
  lines: readonly string[],
  header: readonly string[],
  delimiter: string,
): boolean {
  const headerIsLoose = isLoose(header);
  const isRow = (line: string): boolean => readsAsRow(line, header.length, delimiter, headerIsLoose);
  const isRowOrLonger = (line: string): boolean =>
    cellsOfRow(line, header.length, delimiter, headerIsLoose) !== null;
  if (header.length < 3) {
    return header.length === 2 && lines.every((line) => isRow(line) && fillsEveryCell(line, delimiter));
  }
  let openingIsRow = isRow(lines[0]!);
  for (const line of lines.slice(1)) {
    const whollyInside = !line.replaceAll('""', '').includes(quote);
    if (whollyInside ? isRow(line) : openingIsRow && isRowOrLonger(line)) return true;
    if (!whollyInside) openingIsRow = isRow(line);
  }
  return false;
}

/** Whether a line of a row that does not fit the header, other than its first, reads as a row by itself. */
export function hidesRow(lines: readonly string[], header: readonly string[], delimiter: string): boolean {
  const headerIsLoose = isLoose(header);
  return lines.slice(1).some((line) => readsAsRow(line, header.length, delimiter, headerIsLoose));
}

function readsAsRow(line: string, columns: number, delimiter: string, headerIsLoose: boolean): boolean {
  return cellsOfRow(line, columns, delimiter, headerIsLoose)?.length === columns;
}

/**
 * The cells of a line that reads as a row of at least so many columns. In prose and addresses blanks follow the
 * commas; in rows they do not, unless the header is written that way too.
 */
function cellsOfRow(
  line: string,
  columns: number,
  delimiter: string,
  headerIsLoose: boolean,
): readonly string[] | null {
  if (countOf(delimiter, line) < columns - 1) return null;
  const cells = readLine(line, delimiter);
  return cells.length >= columns && (headerIsLoose || !isLoose(cells)) ? cells : null;
}

function isLoose(cells: readonly string[]): boolean {
  const afterBlank = cells.slice(1).filter((cell) => cell.startsWith(' ')).length;
  return afterBlank > 0 && afterBlank * 2 >= cells.length - 1;
}

function fillsEveryCell(line: string, delimiter: string): boolean {
  return readLine(line, delimiter).every((cell) => cell.trim() !== '');
}

/**
 * One physical line, without its line end, as a row of its own. A quotation mark that opens a cell and is not closed
 * on the line is an ordinary character, and so are all after it. Nothing but quotation marks, delimiters and the
 * blanks after a closing quotation mark is left out of the cells.
 */
export function readLine(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let readsQuotes = true;
  let start = 0;
  for (;;) {
    if (readsQuotes && line[start] === quote) {
      const closing = closingQuote(line, start, delimiter);
      if (closing !== -1) {
        cells.push(line.slice(start + 1, closing).replaceAll('""', quote));
        const delimiterAt = line.indexOf(delimiter, closing + 1);
        if (delimiterAt === -1) return cells;
        start = delimiterAt + 1;
        continue;
      }
      readsQuotes = false;
    }
    const delimiterAt = line.indexOf(delimiter, start);
    cells.push(line.slice(start, delimiterAt === -1 ? line.length : delimiterAt));
    if (delimiterAt === -1) return cells;
    start = delimiterAt + 1;
  }
}

/** The next quotation mark that is not doubled and that only blanks part from the delimiter or the line's end. */
function closingQuote(line: string, opening: number, delimiter: string): number {
  let place = line.indexOf(quote, opening + 1);
  while (place !== -1) {
    if (line[place + 1] === quote) {
      place = line.indexOf(quote, place + 2);
    } else {
      if (endsCell(line, place + 1, delimiter)) return place;
      place = line.indexOf(quote, place + 1);
    }
  }
  return -1;
}

function endsCell(line: string, place: number, delimiter: string): boolean {
  if (place === line.length || line[place] === delimiter) return true;
  notBlank.lastIndex = place;
  const next = notBlank.exec(line)?.index ?? line.length;
  // A tab is a blank and may be the delimiter.
  const delimiterAt = delimiter === '\t' ? line.slice(place, next).indexOf(delimiter) : -1;
  return next === line.length || line[next] === delimiter || delimiterAt !== -1;
}
