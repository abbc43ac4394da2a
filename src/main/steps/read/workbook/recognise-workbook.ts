// a file → the sheets of the workbook in it, and how each would be read

import { fault, FaultError } from '#contract/faults';
import type { LayoutOverride, WorkbookLayout } from '#contract/layout';
import { failed, ok } from '#contract/result';
import type { FileFinding } from '#main/model/file-finding';
import type { ByteSource } from '../byte-source.ts';
import { PartMemory } from '../look-memory.ts';
import type { ReadLimits } from '../read-limits.ts';
import { otherTable } from '../other-table.ts';
import { previewOfAll, previewOfSamples } from '../preview.ts';
import type { LayoutQuestion, Recognise, RecognisedTable } from '../recognition.ts';
import { countFaults } from '../row-fault.ts';
import { foundInParts } from '../sample-findings.ts';
import { namesOfTables } from '../table-names.ts';
import type { Book, SheetSample } from './book.ts';
import { findTable, type FoundTable } from './find-table.ts';
import { openBook } from './open-book.ts';
import { findOnSheet } from './sheet-findings.ts';
import { isBlankRow, type SheetRow } from './sheet-row.ts';
import { SheetTable } from './sheet-table.ts';
import { type Stretch, stretchesOf } from './stacked-tables.ts';

/**
 * Recognises workbooks: .xlsx and its kin by their parts, .xls, .xlsb and .ods, Excel 2003's XML, and web pages
 * under the name of a workbook. Every sheet with values is a table. Faults: `read.workbook_protected`,
 * `read.workbook_damaged`, `read.workbook_no_rows`, those of the limits and of the source.
 */
export const recogniseWorkbook: Recognise = async (
  source,
  _samples,
  override,
  limits,
  memory = new PartMemory(),
) => {
  if (override.format !== undefined && override.format !== 'workbook') return null;
  const file = source.fileName;
  try {
    const book = await memory.once('workbook', () => sampleBook(source, limits), memoryOf);
    if (book === null) return null;
    const { samples } = book;
    // A sheet is read by its name.
    if (new Set(samples.map(({ name }) => name)).size < samples.length) {
      return failed(fault('read.workbook_damaged', { file, part: 'it has two sheets of the same name' }));
    }
    const filled = samples.filter(({ rows, complete }) => !complete || rows.some((row) => !isBlankRow(row)));
    if (filled.length === 0) return failed(fault('read.workbook_no_rows', { file }));
    return ok({
      format: 'workbook',
      formatReason: book.formatReason,
      tables: filled.flatMap((sample) =>
        placesOn(sample, override).map((place) =>
          recogniseTable(file, book, { sample, ...place }, override, limits),
        ),
      ),
      findings: [
        ...book.findings,
        ...samples
          .filter((sample) => !filled.includes(sample))
          .map(({ name }) => ({ code: 'workbook.empty_sheet', params: { sheet: name } })),
      ],
    });
  } catch (error) {
    if (error instanceof FaultError) return failed(error.fault);
    throw error;
  }
};

/** The tables of a sheet follow from its rows, whatever is decided about them. */
interface SampledSheet extends SheetSample {
  readonly stretches: readonly Stretch[];
}

/** What is known of a book without a decision about any of its sheets. */
interface SampledBook extends Pick<Book, 'container' | 'formatReason' | 'findings'> {
  readonly samples: readonly SampledSheet[];
}

async function sampleBook(source: ByteSource, limits: ReadLimits): Promise<SampledBook | null> {
  const book = await openBook(source, limits);
  if (book === null) return null;
  const { container, formatReason, findings } = book;
  const sheets = await book.sample();
  const samples = sheets.map((sheet) => ({ ...sheet, stretches: stretchesOf(sheet.rows) }));
  return { container, formatReason, findings, samples };
}

const memoryOfRow = 300;
const memoryOfCell = 40;

/** About as many bytes as the rows take up. */
function memoryOf(book: SampledBook | null): number {
  let bytes = 0;
  for (const { rows } of book?.samples ?? []) {
    for (const { cells } of rows) {
      bytes += memoryOfRow + cells.length * memoryOfCell;
      for (const cell of cells) bytes += cell.length;
    }
  }
  return bytes;
}

/** A table of a sheet: what it is called, the rows it was looked for among, and where it ends. */
interface PlaceOnSheet {
  readonly name: string;
  readonly rows: readonly SheetRow[];
  /** The row that names the columns; null: to be found. */
  readonly namesRow: number | null;
  /** Null: at the end of the sheet. */
  readonly lastRow: number | null;
  /** What a person has to say about other tables below it. */
  readonly doubts: readonly LayoutQuestion[];
}

function placesOn(
  { name, rows, complete, stretches }: SampledSheet,
  override: LayoutOverride,
): PlaceOnSheet[] {
  const names = namesOfTables(stretches.map(({ title }) => title));
  const places = stretches.map(({ rows: own, namesRow, doubtfulRow }, index) => {
    const isLast = index === stretches.length - 1;
    return {
      name: stretches.length === 1 ? name : `${name}: ${names[index]}`,
      rows: own,
      namesRow,
      lastRow: isLast ? null : own.at(-1)!.line,
      doubts: [
        ...(doubtfulRow === null ? [] : [otherTable(`Row ${doubtfulRow} of the sheet`)]),
        ...(isLast && index > 0 && !complete ? [severalTables] : []),
      ],
    };
  });
  const { firstLine, lastLine } = override;
  if (firstLine === undefined && lastLine === undefined) return places;
  // The table that was chosen keeps its name, so that it is known by it.
  const chosen = places.findLast(({ rows: [first] }) => first!.line <= (firstLine ?? 1)) ?? places[0]!;
  const lastRow = lastLine === undefined ? chosen.lastRow : lastLine;
  const from = firstLine ?? chosen.rows[0]!.line;
  const own = rows.filter(({ line }) => line <= (lastRow ?? line) && (places.length === 1 || line >= from));
  return [{ ...chosen, rows: own, lastRow, doubts: [] }];
}

const severalTables: LayoutQuestion = {
  code: 'several_tables',
  sentence:
    'The sheet holds several tables, one below the other, and is too large to look for all of them. Look whether the rows at its end belong to this table: if another one begins further down, choose the first and the last row of this one, and export the other into a file of its own.',
};

function recogniseTable(
  file: string,
  { container }: SampledBook,
  { sample, name, rows, namesRow, lastRow, doubts }: PlaceOnSheet & { readonly sample: SheetSample },
  override: LayoutOverride,
  limits: ReadLimits,
): RecognisedTable {
  const found = findTable(rows, override, namesRow);
  const place = { ...found.place, lastRow };
  const layout: WorkbookLayout = {
    format: 'workbook',
    container,
    sheet: sample.name,
    ...place,
    undoDoubleEncoding: override.undoDoubleEncoding ?? null,
  };
  const isWhole = sample.complete || (lastRow !== null && lastRow < sample.rows.at(-1)!.line);
  const table = new SheetTable(file, place, limits);
  const unusable = tryTable(table, sample, isWhole);
  const isMissed = sample.complete && table.rows === 0 && unusable.findings.every(isNoFault);
  const missed = isMissed ? missedRows(sample, override) : [];
  return {
    name,
    layout,
    confidence: name === sample.name ? found.confidence : Math.min(found.confidence, confidenceOfSeveral),
    reasons: [
      ...found.reasons,
      ...endReasons(lastRow, override),
      ...(isWhole ? [] : [reasonOfSample(sample)]),
    ],
    questions: [...found.questions, ...doubts],
    header: table.header,
    preview: isWhole ? previewOfAll(table.staged) : previewOfSamples(table.staged, [], []),
    rowsEstimate: isWhole ? table.rows : estimateRows(table, sample, found),
    isWhole,
    rowFaults: countFaults(table.staged),
    findings: [...unusable.findings, ...missed, ...findOnSheet(sample, table.header)],
  };
}

const confidenceOfSeveral = 0.8;

function endReasons(lastRow: number | null, { lastLine }: LayoutOverride): string[] {
  if (lastLine === null) return ['The table goes on to the end of the sheet, as you chose.'];
  if (lastRow === null) return [];
  return lastLine === undefined
    ? [`The rows below row ${lastRow} are not rows of this table.`]
    : [`The table ends at row ${lastRow}, as you chose.`];
}

/** Known when the first row is, however many were looked at. */
const aboveTheRows: ReadonlySet<string> = new Set([
  'workbook.rows_above',
  'table.duplicate_header',
  'table.unnamed_columns',
]);

/** A sheet whose names cannot be worked with must not hide the others: it is shown with what is wrong. */
function tryTable(
  table: SheetTable,
  sample: SheetSample,
  isWhole: boolean,
): { findings: readonly FileFinding[] } {
  try {
    table.take(sample.rows);
    const found = table.finish();
    const isSure = ({ code }: FileFinding): boolean =>
      sample.complete || aboveTheRows.has(code) || (isWhole && code !== 'workbook.rows_below');
    return { findings: [...found.filter(isSure), ...foundInParts(found.filter((each) => !isSure(each)))] };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return {
      findings: [
        { code: 'workbook.unusable_table', params: { sheet: sample.name, fault: error.fault.message } },
      ],
    };
  }
}

function isNoFault({ code }: FileFinding): boolean {
  return code !== 'workbook.unusable_table';
}

/** The rows that a person chose leave none to read. */
function missedRows(
  { name, rows }: SheetSample,
  { firstLine, lastLine, headerLines }: LayoutOverride,
): FileFinding[] {
  if (firstLine === undefined && lastLine === undefined && headerLines === undefined) return [];
  const last = rows.findLast((row) => !isBlankRow(row))?.line ?? 0;
  const isWithin = ({ line }: SheetRow): boolean => line >= (firstLine ?? 1) && line <= (lastLine ?? line);
  const isEnded = typeof lastLine === 'number' && !rows.some((row) => !isBlankRow(row) && isWithin(row));
  const said =
    firstLine !== undefined && firstLine > last
      ? `Its last row with values is row ${last}, and row ${firstLine} was chosen as the first of the table.`
      : isEnded
        ? `No row with values lies between the first and the last row of the table, as they were chosen (row ${lastLine} is the last).`
        : 'Below the rows that were chosen to name the columns no row is left.';
  return [{ code: 'workbook.unusable_table', params: { sheet: name, fault: said } }];
}

function reasonOfSample({ rows }: SheetSample): string {
  return `Its first ${rows.length} rows were looked at, because the sheet is large; the middle and the end are not shown before it is read.`;
}

/** Of a table that goes on below what was looked at. */
function estimateRows(table: SheetTable, { facts }: SheetSample, { place }: FoundTable): number | null {
  if (facts.lastRow === null) return null;
  return Math.max(table.rows, facts.lastRow - place.firstRow - place.headerRows + 1);
}
