// The reader of workbooks is not used: books are written by SheetJS, as other programs' exports often are.
// oxlint-disable-next-line no-restricted-imports -- the corpus writes workbooks, it reads none
import * as sheetJs from 'xlsx';
import { rowTruths, type TableTruth, type Told, withoutEmptyEnd } from './truth.ts';

export type BookType = 'xlsx' | 'biff8' | 'xlsb' | 'ods';
export const extensionOf: Readonly<Record<BookType, string>> = {
  xlsx: 'xlsx',
  biff8: 'xls',
  xlsb: 'xlsb',
  ods: 'ods',
};

/** A cell as it is stored and as a person sees it. */
export interface BookCell {
  readonly stored: sheetJs.CellObject | null;
  readonly shown: string;
}

export interface SheetRow {
  readonly cells: readonly BookCell[];
  readonly told?: Told;
  readonly damage?: string;
}

export interface Sheet {
  readonly name: string;
  readonly above: readonly (readonly string[])[];
  readonly header: readonly string[];
  readonly rows: readonly SheetRow[];
  readonly below?: readonly (readonly string[])[];
  readonly isHidden?: boolean;
  /** First and last cell, in the notation of workbooks. */
  readonly merges?: readonly string[];
}

export const textCell = (value: string): BookCell => ({
  stored: value === '' ? null : { t: 's', v: value },
  shown: value,
});
export const numberCell = (value: number, shown: string, format = 'General'): BookCell => ({
  stored: { t: 'n', v: value, z: format },
  shown,
});

const usualFormats = { ...sheetJs.SSF.get_table() };

export function writeBook(sheets: readonly Sheet[], bookType: BookType, date1904 = false): Buffer {
  const book = sheetJs.utils.book_new();
  for (const sheet of sheets) sheetJs.utils.book_append_sheet(book, writeSheet(sheet), sheet.name);
  book.Workbook = {
    WBProps: { date1904 },
    Sheets: sheets.map(({ name, isHidden }) => ({ name, Hidden: isHidden === true ? 1 : 0 })),
  };
  // SheetJS remembers the formats of every book, and would write them into later ones.
  Object.assign(book, { SSF: { ...usualFormats } });
  return sheetJs.write(book, { type: 'buffer', bookType, compression: true }) as Buffer;
}

function texts(rows: readonly (readonly string[])[]): (sheetJs.CellObject | null)[][] {
  return rows.map((row) => row.map((text) => textCell(text).stored));
}

function writeSheet(sheet: Sheet): sheetJs.WorkSheet {
  const grid = [
    ...texts(sheet.above),
    ...texts([sheet.header]),
    ...sheet.rows.map(({ cells }) => cells.map(({ stored }) => stored)),
    ...texts(sheet.below ?? []),
  ];
  const written = sheetJs.utils.aoa_to_sheet(grid as unknown[][]);
  if (sheet.merges !== undefined)
    written['!merges'] = sheet.merges.map((range) => sheetJs.utils.decode_range(range));
  return written;
}

export function sheetTruth(sheet: Sheet): TableTruth {
  return {
    name: sheet.name,
    layout: { firstLine: sheet.above.length + 1, headerLines: 1 },
    header: sheet.header,
    rows: rowTruths(
      sheet.rows.map(({ cells, told = 'never', damage }, index) => ({
        cells: withoutEmptyEnd(cells.map(({ shown }) => shown)),
        told: sheet.isHidden === true ? 'may' : told,
        ...(damage === undefined ? {} : { damage }),
        line: sheet.above.length + 2 + index,
      })),
    ),
  };
}

/** A workbook of parts with one of them changed, as another program would have written it. */
export function withPart(book: Buffer, part: string, change: (text: string) => string): Buffer {
  const { CFB } = sheetJs;
  const container = CFB.read(book, { type: 'buffer' });
  const found = CFB.find(container, part);
  if (found === null) throw new Error(`no part ${part}`);
  CFB.utils.cfb_add(
    container,
    part,
    Buffer.from(change(Buffer.from(found.content as Uint8Array).toString())),
  );
  return CFB.write(container, { type: 'buffer', fileType: 'zip' }) as Buffer;
}

/** What Office writes for a workbook with a password: an OLE file with the encrypted package inside. */
export function writeProtectedBook(content: Uint8Array): Buffer {
  const { CFB } = sheetJs;
  const container = CFB.utils.cfb_new();
  CFB.utils.cfb_add(container, '/EncryptionInfo', Buffer.from('0400040040000000', 'hex'));
  CFB.utils.cfb_add(container, '/EncryptedPackage', Buffer.from(content));
  return CFB.write(container, { type: 'buffer' }) as Buffer;
}
