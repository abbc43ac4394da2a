import { isEscaped, type Quoting, unescaped } from './row-tokenizer.ts';

/**
 * One physical line, without its line end, as a row of its own. A quotation mark that opens a cell and is not closed
 * on the line is an ordinary character, and so are all after it. Nothing but quotation marks, delimiters and the
 * blanks after a closing quotation mark is left out of the cells.
 */
export function readLine(line: string, quoting: Quoting): string[] {
  const { delimiter, quote } = quoting;
  const cells: string[] = [];
  let readsQuotes = quote !== '';
  let start = 0;
  for (;;) {
    if (readsQuotes && line[start] === quote) {
      const closing = closingQuote(line, start, quoting);
      if (closing !== -1) {
        cells.push(unescaped(line.slice(start + 1, closing), quoting));
        const delimiterAt = line.indexOf(delimiter, closing + 1);
        if (delimiterAt === -1) return cells;
        start = delimiterAt + delimiter.length;
        continue;
      }
      readsQuotes = false;
    }
    const delimiterAt = line.indexOf(delimiter, start);
    cells.push(line.slice(start, delimiterAt === -1 ? line.length : delimiterAt));
    if (delimiterAt === -1) return cells;
    start = delimiterAt + delimiter.length;
  }
}

/** The next quotation mark that is not escaped and that only blanks part from the delimiter or the line's end. */
function closingQuote(line: string, opening: number, quoting: Quoting): number {
  const { quote, escape } = quoting;
  let place = line.indexOf(quote, opening + 1);
  while (place !== -1) {
    let next = place + 1;
    if (escape === 'doubled' && line[next] === quote) next += 1;
    else if (!(escape === 'backslash' && isEscaped(line, place, opening + 1))) {
      if (endsCell(line, next, quoting.delimiter)) return place;
    }
    place = line.indexOf(quote, next);
  }
  return -1;
}

function endsCell(line: string, place: number, delimiter: string): boolean {
  for (let at = place; at < line.length; at += 1) {
    // A tab is a blank and may be the delimiter.
    if (line.startsWith(delimiter, at)) return true;
    if (!/\s/.test(line[at]!)) return false;
  }
  return true;
}
