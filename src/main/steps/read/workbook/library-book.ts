// a workbook as the library read it whole → a book

import { fault, FaultError } from '#contract/faults';
import type { WorkbookLayout } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { ReadLimits } from '../read-limits.ts';
import type { Book, SheetFacts, SheetSample } from './book.ts';
import { type SheetRow, SheetRowBuilder } from './sheet-row.ts';
import type { LibraryCell, LibrarySheet, LibraryWorkbook } from './spreadsheet-library.ts';
import { formatValue, isDateFormat, shownDate } from './spreadsheet-library.ts';

const rowsOfPage = 1_000;
const shortDate = 'm/d/yy';

export interface LibraryBookOptions {
  readonly file: string;
  readonly limits: ReadLimits;
  readonly container: WorkbookLayout['container'];
  readonly formatReason: string;
  readonly findings: readonly FileFinding[];
  readonly sizeBytes: number;
}

export class LibraryBook implements Book {
  readonly container: WorkbookLayout['container'];
  readonly formatReason: string;
  readonly findings: readonly FileFinding[];
  readonly hiddenSheets: ReadonlySet<string>;
  readonly #options: LibraryBookOptions;
  readonly #workbook: LibraryWorkbook;

  constructor(workbook: LibraryWorkbook, options: LibraryBookOptions) {
    this.#workbook = workbook;
    this.#options = options;
    this.container = options.container;
    this.formatReason = options.formatReason;
    this.hiddenSheets = new Set(workbook.sheets.filter(({ hidden }) => hidden).map(({ name }) => name));
    const { file, limits } = options;
    if (workbook.sheets.length > limits.maxSheets) {
      throw new FaultError(fault('read.workbook_too_many_sheets', { file, limit: limits.maxSheets }));
    }
    this.findings = [
      ...options.findings,
      ...workbook.sheets
        .filter(({ type }) => type !== 'worksheet')
        .map(({ name, type }) => ({ code: 'workbook.sheet_without_cells', params: { sheet: name, type } })),
    ];
  }

  bytesRead(): number {
    return this.#options.sizeBytes;
  }

  sample(): Promise<SheetSample[]> {
    const samples = this.#workbook.sheets
      .filter(({ type }) => type === 'worksheet')
      .map((sheet) => ({
        name: sheet.name,
        hidden: sheet.hidden,
        rows: [...this.#pages(sheet)].flat(),
        facts: factsOf(sheet),
        complete: true,
      }));
    return Promise.resolve(samples);
  }

  async *read(name: string): AsyncGenerator<readonly SheetRow[], SheetFacts, undefined> {
    const sheet = this.#workbook.sheets.find((each) => each.name === name);
    const { file } = this.#options;
    if (sheet === undefined)
      throw new FaultError(fault('read.workbook_no_such_sheet', { file, sheet: name }));
    yield* this.#pages(sheet);
    return factsOf(sheet);
  }

  *#pages(sheet: LibrarySheet): Generator<SheetRow[], void, undefined> {
    const { file, limits } = this.#options;
    const builder = new SheetRowBuilder(file, limits);
    let page: SheetRow[] = [];
    // Only rows that are there: the sheet's own word on its size may be a lie.
    for (const row of sheet.rows.keys()) {
      const cells = sheet.rows[row];
      if (cells === undefined) continue;
      builder.begin(row + 1);
      for (const column of cells.keys()) this.#addCell(builder, column, cells[column]);
      page.push(builder.finish(sheet.hiddenRows.has(row)));
      if (page.length < rowsOfPage) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  #addCell(builder: SheetRowBuilder, column: number, cell: LibraryCell | undefined): void {
    if (cell === undefined || cell.t === 'z') return;
    const { t, v, w, z } = cell;
    if (t === 'e') {
      builder.addError(column, w ?? '#ERROR');
    } else if (t === 'b') {
      builder.addBoolean(column, v === true, undefined);
    } else if (t === 'n' && typeof v === 'number') {
      const code = typeof z === 'string' ? z : 'General';
      // OpenDocument files have the date as it was shown where they were written.
      const isRegional = this.container !== 'ods' && code === shortDate;
      const format = { isDate: code !== 'General' && isDateFormat(code), isRegionalDate: isRegional };
      builder.addShown(column, isRegional ? this.#yearFirst(v, w) : (w ?? String(v)), String(v), v, format);
    } else if (v !== undefined) {
      const stored = v instanceof Date ? v.toISOString() : String(v);
      if (stored !== '' || (w ?? '') !== '') builder.addShownText(column, w ?? stored, stored);
    }
  }

  /** The library was told how to show such dates; in Excel 2003's XML it shows them without their century. */
  #yearFirst(value: number, shown: string | undefined): string {
    if (shown !== undefined && /^\d{4}-/.test(shown)) return shown;
    return formatValue(shownDate, value, this.#workbook.date1904);
  }
}

function factsOf({ rows, hiddenColumns, mergedRanges }: LibrarySheet): SheetFacts {
  return { lastRow: rows.length, hiddenColumns: new Set(hiddenColumns), mergedRanges };
}
