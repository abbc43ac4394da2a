// bytes of an .xlsx file → a book whose sheets are read as a stream

import { fault, FaultError } from '#contract/faults';
import type { ByteSource } from '../byte-source.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { Book, SheetFacts, SheetSample } from './book.ts';
import { readCellFormats } from './cell-format.ts';
import { findLeftOutParts, findSheetsWithoutCells } from './left-out-parts.ts';
import { longestEscape, type ScanOptions } from './scan-part.ts';
import { readSharedStrings } from './shared-strings.ts';
import { type SheetContext, SheetScanner } from './sheet-scanner.ts';
import type { SheetRow } from './sheet-row.ts';
import { StringTable } from './string-table.ts';
import { utf8Pieces } from './utf8-pieces.ts';
import { readWorkbookParts, type SheetEntry, type WorkbookParts } from './workbook-parts.ts';
import type { WorkbookZip } from './workbook-zip.ts';
import { token, XmlScanner } from './xml-scanner.ts';

/** Inflated bytes that recognition looks at: of all sheets together, and of one at least. */
const sampleBytes = 1024 * 1024;
const sampleBytesOfSheet = 128 * 1024;
/** Of a sheet's cells: one text of the table of texts may stand in thousands of them. */
const sampleCharacters = 16 * 1024 * 1024;

type ReadableSheet = SheetEntry & { readonly part: string };

export async function openXlsx(
  zip: WorkbookZip,
  workbook: string,
  source: ByteSource,
  limits: ReadLimits,
): Promise<Book> {
  const options = { file: source.fileName, limits };
  const parts = await readWorkbookParts(zip, workbook, options);
  const formats = await readCellFormats(zip, parts.styles, options, parts.date1904);
  return new XlsxBook(zip, parts, { ...options, formats, date1904: parts.date1904 });
}

class XlsxBook implements Book {
  readonly container = 'xlsx';
  readonly formatReason = 'It is a ZIP archive with the parts of an Excel workbook (.xlsx).';
  readonly findings;
  readonly hiddenSheets;
  readonly #zip: WorkbookZip;
  readonly #parts: WorkbookParts;
  readonly #context: Omit<SheetContext, 'strings'>;
  readonly #sheets: readonly ReadableSheet[];

  constructor(zip: WorkbookZip, parts: WorkbookParts, context: Omit<SheetContext, 'strings'>) {
    this.#zip = zip;
    this.#parts = parts;
    this.#context = context;
    this.#sheets = parts.sheets.filter(isReadable);
    this.hiddenSheets = new Set(this.#sheets.filter(({ hidden }) => hidden).map(({ name }) => name));
    this.findings = [...findSheetsWithoutCells(parts.sheets), ...findLeftOutParts(zip.parts)];
  }

  bytesRead(): number {
    return this.#zip.sourceBytesRead;
  }

  async sample(): Promise<SheetSample[]> {
    const budget = Math.max(sampleBytesOfSheet, Math.floor(sampleBytes / Math.max(1, this.#sheets.length)));
    // The table of texts may be much larger than the sample: it is read only as far as the sample refers to it.
    let last = -1;
    const noteNumbers = { get: (number: number): string => ((last = Math.max(last, number)), '.') };
    for (const sheet of this.#sheets) await this.#sampleSheet(sheet, noteNumbers, budget);
    const strings = last === -1 ? new StringTable() : await this.#strings(last);
    const samples: SheetSample[] = [];
    for (const sheet of this.#sheets) samples.push(await this.#sampleSheet(sheet, strings, budget));
    return samples;
  }

  async *read(name: string): AsyncGenerator<readonly SheetRow[], SheetFacts, undefined> {
    const { file } = this.#context;
    const sheet = this.#sheets.find((each) => each.name === name);
    if (sheet === undefined)
      throw new FaultError(fault('read.workbook_no_such_sheet', { file, sheet: name }));
    const rows = scanSheet(this.#zip, sheet.part, { ...this.#context, strings: await this.#strings() });
    return yield* rows;
  }

  async #strings(last?: number): Promise<StringTable> {
    const part = this.#parts.sharedStrings;
    return part === null ? new StringTable() : readSharedStrings(this.#zip, part, this.#context, last);
  }

  async #sampleSheet(
    { name, hidden, part }: ReadableSheet,
    strings: SheetContext['strings'],
    budgetBytes: number,
  ): Promise<SheetSample> {
    const rows: SheetRow[] = [];
    let characters = 0;
    const scanned = scanSheet(this.#zip, part, { ...this.#context, strings }, budgetBytes);
    for (;;) {
      const next = await scanned.next();
      if (next.done) return { name, hidden, rows, facts: next.value, complete: next.value.complete };
      rows.push(...next.value);
      characters += next.value.reduce((sum, { cells }) => sum + lengthOf(cells), 0);
      if (characters >= sampleCharacters) {
        await scanned.return(noFacts);
        return { name, hidden, rows, facts: noFacts, complete: false };
      }
    }
  }
}

const noFacts = { lastRow: null, hiddenColumns: new Set<number>(), mergedRanges: 0, complete: false };

function lengthOf(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.length, 0);
}

function isReadable(sheet: SheetEntry): sheet is ReadableSheet {
  return sheet.part !== null && sheet.type === 'worksheet';
}

/** Rows of a sheet as they complete, to the end or until so many inflated bytes were scanned. */
async function* scanSheet(
  zip: WorkbookZip,
  part: string,
  context: SheetContext & ScanOptions,
  budgetBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly SheetRow[], SheetFacts & { complete: boolean }, undefined> {
  const { file, limits } = context;
  const scanner = new XmlScanner(file, part, limits.maxCellBytes * longestEscape);
  const sheet = new SheetScanner(context);
  let scannedBytes = 0;
  for await (const piece of utf8Pieces(file, part, zip.bytesOf(part))) {
    scanner.push(piece);
    for (let kind = scanner.next(); kind !== token.more; kind = scanner.next()) sheet.take(scanner, kind);
    const { rows } = sheet;
    sheet.rows = [];
    if (rows.length > 0) yield rows;
    scannedBytes += piece.length;
    if (scannedBytes >= budgetBytes) return { ...sheet.facts, complete: false };
  }
  scanner.finish();
  sheet.finish();
  if (sheet.rows.length > 0) yield sheet.rows;
  return { ...sheet.facts, complete: true };
}
