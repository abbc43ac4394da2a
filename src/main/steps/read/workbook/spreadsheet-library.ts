// The one place that knows SheetJS: how numbers are shown, and the formats that are read whole.

// oxlint-disable-next-line no-restricted-imports -- this is the place behind which it is kept
import * as XLSX from 'xlsx';

/** Read now, because reading a book writes that book's formats into the library's table. */
const builtInFormats: Readonly<Record<number, string>> = {
  ...(XLSX.SSF.get_table() as Record<number, string>),
};

/**
 * How dates are shown whose format follows the settings of each computer. Month and day are in another order in
 * London and in New York, so the year stands first and nobody has to guess.
 */
export const shownDate = 'yyyy-mm-dd';

/** Code of a format that workbooks refer to by a number of their standard, as the library shows it. */
export function builtInFormat(id: number): string {
  if (id === 14) return shownDate;
  const code = builtInFormats[id] ?? currencyFormats[id];
  if (code !== undefined) return code;
  // ECMA-376 part 1, 18.8.30: dates and times in the order of one East Asian language or another.
  if ((id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return shownDate;
  return id >= 32 && id <= 35 ? builtInFormats[21]! : 'General';
}

const currencyFormats: Readonly<Record<number, string>> = {
  5: '"$"#,##0_);\\("$"#,##0\\)',
  6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
  7: '"$"#,##0.00_);\\("$"#,##0.00\\)',
  8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
  41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
  42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
  43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
  44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
};

/** A value as Excel shows it in a wide enough cell. Throws for a format that is none. */
export function formatValue(format: string, value: number | string, date1904: boolean): string {
  return String(XLSX.SSF.format(format, value, { date1904 }));
}

export function isDateFormat(format: string): boolean {
  return XLSX.SSF.is_date(format) === true;
}

export interface LibraryCell {
  readonly t: 'b' | 'n' | 'e' | 's' | 'd' | 'z';
  readonly v?: string | number | boolean | Date;
  /** As shown. */
  readonly w?: string;
  /** Code of the number format. */
  readonly z?: string | number;
}

export interface LibrarySheet {
  readonly name: string;
  readonly hidden: boolean;
  /** `worksheet`, or a kind that has no cells. */
  readonly type: string;
  /** By row and column, from 0; what is not there is blank. */
  readonly rows: readonly (readonly (LibraryCell | undefined)[] | undefined)[];
  readonly hiddenColumns: readonly number[];
  readonly hiddenRows: ReadonlySet<number>;
  readonly mergedRanges: number;
}

export interface LibraryWorkbook {
  readonly sheets: readonly LibrarySheet[];
  readonly hasMacros: boolean;
  readonly date1904: boolean;
  readonly comments: number;
}

/**
 * Reads a whole workbook. Texts of web pages stay as they are written, with their zeros. Throws whatever the library
 * throws at a file that it cannot read; `isPasswordError` tells one case.
 */
export async function readWholeWorkbook(content: Buffer | string): Promise<LibraryWorkbook> {
  await loadCodePages();
  const book = XLSX.read(content, {
    type: typeof content === 'string' ? 'string' : 'buffer',
    raw: typeof content === 'string',
    dense: true,
    dateNF: shownDate,
    cellFormula: false,
    cellHTML: false,
    cellNF: true,
    cellStyles: true,
    bookVBA: false,
  });
  const states = book.Workbook?.Sheets ?? [];
  const sheets = book.SheetNames.map((name, place) =>
    librarySheet(name, book.Sheets[name], states[place]?.Hidden),
  );
  const comments = sheets.flatMap(({ rows }) => rows).flatMap((row) => row ?? []);
  return {
    sheets,
    hasMacros: book.vbaraw !== undefined,
    date1904: book.Workbook?.WBProps?.date1904 === true,
    comments: comments.filter((cell) => cell !== undefined && 'c' in cell).length,
  };
}

let codePagesLoaded = false;

/** Old workbooks are written in the code page of their computer. The tables are half a megabyte: only when needed. */
async function loadCodePages(): Promise<void> {
  if (codePagesLoaded) return;
  XLSX.set_cptable(await import('xlsx/dist/cpexcel.full.mjs'));
  codePagesLoaded = true;
}

function librarySheet(name: string, sheet: XLSX.WorkSheet | undefined, hidden: unknown): LibrarySheet {
  const rows = (sheet?.['!data'] ?? []) as LibrarySheet['rows'];
  return {
    name,
    hidden: hidden === 1 || hidden === 2,
    type: kindOfSheet(sheet),
    rows,
    hiddenColumns: hiddenPlaces(sheet?.['!cols']),
    hiddenRows: new Set(hiddenPlaces(sheet?.['!rows'])),
    mergedRanges: sheet?.['!merges']?.length ?? 0,
  };
}

/** `worksheet`, or one such as `chartsheet`; one that the library could not read at all has no cells either. */
function kindOfSheet(sheet: XLSX.WorkSheet | undefined): string {
  if (sheet === undefined) return 'not readable';
  const kind = sheet['!type'] ?? 'sheet';
  return kind === 'sheet' ? 'worksheet' : `${kind}sheet`;
}

function hiddenPlaces(list: readonly ({ hidden?: boolean } | undefined)[] = []): number[] {
  return [...list.entries()].flatMap(([place, each]) => (each?.hidden === true ? [place] : []));
}

/** Whether the library gave up because the workbook is encrypted. */
export function isPasswordError(error: unknown): boolean {
  return error instanceof Error && /password|encrypt/i.test(error.message);
}

export interface CompoundFileEntry {
  readonly name: string;
  readonly content: Buffer;
}

/** The streams in an old Office file (OLE compound file). Throws when it is none. */
export function compoundFileEntries(content: Buffer): readonly CompoundFileEntry[] {
  const { FileIndex: entries } = XLSX.CFB.read(content, { type: 'buffer' }) as {
    readonly FileIndex: readonly { readonly name: string; readonly content?: Uint8Array }[];
  };
  return entries.map(({ name, content: bytes }) => ({
    name,
    content: Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes ?? []),
  }));
}
