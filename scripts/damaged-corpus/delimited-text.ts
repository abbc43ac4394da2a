import { type FileTruth, type LayoutTruth, type OutsideLine, rowTruths, type Told } from './truth.ts';
import type { InventedTable } from './invent-table.ts';

export interface Dialect {
  readonly delimiter: string;
  readonly quote: '"' | "'" | '';
  readonly escape: 'doubled' | 'backslash';
  readonly newline: '\n' | '\r\n' | '\r';
  readonly quoteAll: boolean;
  readonly trailingDelimiter: boolean;
}

export const commaCrLf: Dialect = {
  delimiter: ',',
  quote: '"',
  escape: 'doubled',
  newline: '\r\n',
  quoteAll: false,
  trailingDelimiter: false,
};

/** A stretch of the file: a header line, a row or a line that is neither, as it is written. */
export interface Stretch {
  text: string;
  /** In place of the dialect's. */
  newline?: string;
  readonly header?: true;
  readonly row?: { readonly cells: readonly string[]; told: Told; damage?: string };
  readonly outside?: string;
}

export interface Draft {
  readonly dialect: Dialect;
  /** What the header is read as, one text a column; null when the file has none. */
  header: readonly string[] | null;
  readonly stretches: Stretch[];
}

export function writeCell(value: string, { delimiter, quote, escape, quoteAll }: Dialect): string {
  if (quote === '') return value;
  const needsQuotes = quoteAll || value.includes(delimiter) || value.includes(quote) || /[\r\n]/.test(value);
  if (!needsQuotes) return value;
  const inner = value.replaceAll(quote, (escape === 'doubled' ? quote : '\\') + quote);
  return quote + inner + quote;
}

export function writeLine(cells: readonly string[], dialect: Dialect): string {
  const line = cells.map((cell) => writeCell(cell, dialect)).join(dialect.delimiter);
  return dialect.trailingDelimiter ? line + dialect.delimiter : line;
}

export function rowStretch(cells: readonly string[], dialect: Dialect): Stretch {
  return { text: writeLine(cells, dialect), row: { cells, told: 'never' } };
}

export function draftOf(table: InventedTable, dialect: Dialect = commaCrLf): Draft {
  return {
    dialect,
    header: table.header,
    stretches: [
      { text: writeLine(table.header, dialect), header: true },
      ...table.rows.map((cells) => rowStretch(cells, dialect)),
    ],
  };
}

/** The stretches that are rows, in their order. */
export function rowsOf(draft: Draft): (Stretch & { row: NonNullable<Stretch['row']> })[] {
  return draft.stretches.filter((stretch) => stretch.row !== undefined) as never;
}

/** Puts lines that are no rows before the row of that number, or at the end. */
export function insertOutside(draft: Draft, row: number, texts: readonly string[], what: string): void {
  const before = rowsOf(draft)[row];
  const at = before === undefined ? draft.stretches.length : draft.stretches.indexOf(before);
  draft.stretches.splice(at, 0, ...texts.map((text) => ({ text, outside: what })));
}

export interface Printed {
  readonly text: string;
  readonly truth: Pick<FileTruth, 'format' | 'outcomes' | 'tables' | 'outside'>;
}

/** The file's text, and what is true of it: line numbers are counted while it is written. */
export function print(draft: Draft, layout: LayoutTruth = { encoding: 'utf-8' }): Printed {
  const { dialect } = draft;
  const outside: OutsideLine[] = [];
  const rows: Parameters<typeof rowTruths>[0][number][] = [];
  const pieces: string[] = [];
  let line = 1;
  let firstLine: number | null = null;
  let headerLines = 0;
  for (const stretch of draft.stretches) {
    if (stretch.outside !== undefined) outside.push({ line, what: stretch.outside });
    else firstLine ??= line;
    if (stretch.header === true) headerLines += 1;
    if (stretch.row !== undefined) rows.push({ ...stretch.row, line });
    const newline = stretch.newline ?? dialect.newline;
    pieces.push(stretch.text, newline);
    line += lineEndsIn(stretch.text + newline, dialect.newline);
  }
  return {
    text: pieces.join(''),
    truth: {
      format: 'delimited',
      outcomes: ['recognised'],
      tables: [
        {
          name: '',
          layout: {
            ...layout,
            delimiter: dialect.delimiter,
            quote: dialect.quote,
            escape: dialect.escape,
            newline: dialect.newline,
            firstLine: firstLine ?? 1,
            headerLines,
            trailingDelimiter: dialect.trailingDelimiter,
          },
          header: draft.header,
          rows: rowTruths(rows),
        },
      ],
      outside,
    },
  };
}

function lineEndsIn(text: string, newline: string): number {
  return text.split(newline === '\r' ? '\r' : '\n').length - 1;
}
