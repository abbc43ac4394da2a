import type { CopyFormat } from './copy-statement.ts';

export interface CsvCell {
  readonly text: string;
  readonly isNull: boolean;
}

export interface CsvRow {
  readonly cells: readonly CsvCell[];
  /** A quotation mark is open at the end: the row goes on in the next line. */
  readonly open: boolean;
}

/** Cells of a row in COPY's CSV format; quotation marks may open and close anywhere in a cell, as Postgres has it. */
export function splitCsvRow(row: string, format: CopyFormat): CsvRow {
  const { delimiter, quote, escape } = format;
  const cells: CsvCell[] = [];
  let text = '';
  let quoted = false;
  let open = false;
  const close = () => {
    cells.push({ text, isNull: !quoted && text === format.nullText });
    text = '';
    quoted = false;
  };
  for (let at = 0; at < row.length; at += 1) {
    const character = row[at]!;
    const next = row[at + 1];
    if (open && character === escape && (next === quote || next === escape)) {
      text += next;
      at += 1;
    } else if (character === quote) {
      open = !open;
      quoted = true;
    } else if (!open && character === delimiter) close();
    else text += character;
  }
  close();
  return { cells, open };
}
