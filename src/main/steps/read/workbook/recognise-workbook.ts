// a file → the sheets of the workbook in it, and how each would be read

import { fault, FaultError } from '#contract/faults';
import type { LayoutOverride, WorkbookLayout } from '#contract/layout';
import { failed, ok } from '#contract/result';
import type { FileFinding } from '#main/model/file-finding';
import type { ByteSource } from '../byte-source.ts';
import { PartMemory } from '../look-memory.ts';
import type { ReadLimits } from '../read-limits.ts';
import { previewOfAll, previewOfSamples } from '../preview.ts';
import type { Recognise, RecognisedTable } from '../recognition.ts';
import { countFaults } from '../row-fault.ts';
import { foundInParts } from '../sample-findings.ts';
import type { Book, SheetSample } from './book.ts';
import { findTable, type FoundTable } from './find-table.ts';
import { openBook } from './open-book.ts';
import { findOnSheet } from './sheet-findings.ts';
import { isBlankRow } from './sheet-row.ts';
import { SheetTable } from './sheet-table.ts';

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
      tables: filled.map((sample) => recogniseSheet(file, book, sample, override, limits)),
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

/** What is known of a book without a decision about any of its sheets. */
interface SampledBook extends Pick<Book, 'container' | 'formatReason' | 'findings'> {
  readonly samples: readonly SheetSample[];
}

async function sampleBook(source: ByteSource, limits: ReadLimits): Promise<SampledBook | null> {
  const book = await openBook(source, limits);
  if (book === null) return null;
  const { container, formatReason, findings } = book;
  return { container, formatReason, findings, samples: await book.sample() };
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

function recogniseSheet(
  file: string,
  { container }: SampledBook,
  sample: SheetSample,
  override: LayoutOverride,
  limits: ReadLimits,
): RecognisedTable {
  const found = findTable(sample.rows, override);
  const layout: WorkbookLayout = {
    format: 'workbook',
    container,
    sheet: sample.name,
    ...found.place,
    undoDoubleEncoding: override.undoDoubleEncoding ?? null,
  };
  const table = new SheetTable(file, found.place, limits);
  const unusable = tryTable(table, sample);
  const isMissed = sample.complete && table.rows === 0 && unusable.findings.every(isNoFault);
  const missed = isMissed ? missedRows(sample, override) : [];
  return {
    name: sample.name,
    layout,
    confidence: found.confidence,
    reasons: [...found.reasons, ...reasonsOf(sample)],
    questions: found.questions,
    header: table.header,
    preview: sample.complete ? previewOfAll(table.staged) : previewOfSamples(table.staged, [], []),
    rowsEstimate: estimateRows(table, sample, found),
    isWhole: sample.complete,
    rowFaults: countFaults(table.staged),
    findings: [...unusable.findings, ...missed, ...findOnSheet(sample, table.header)],
  };
}

/** Known when the first row is, however many were looked at. */
const aboveTheRows: ReadonlySet<string> = new Set([
  'workbook.rows_above',
  'table.duplicate_header',
  'table.unnamed_columns',
]);

/** A sheet whose names cannot be worked with must not hide the others: it is shown with what is wrong. */
function tryTable(table: SheetTable, sample: SheetSample): { findings: readonly FileFinding[] } {
  try {
    table.take(sample.rows);
    const found = table.finish();
    const isSure = ({ code }: FileFinding): boolean => sample.complete || aboveTheRows.has(code);
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
function missedRows({ name, rows }: SheetSample, { firstLine, headerLines }: LayoutOverride): FileFinding[] {
  if (firstLine === undefined && headerLines === undefined) return [];
  const last = rows.findLast((row) => !isBlankRow(row))?.line ?? 0;
  const said =
    firstLine !== undefined && firstLine > last
      ? `Its last row with values is row ${last}, and row ${firstLine} was chosen as the first of the table.`
      : 'Below the rows that were chosen to name the columns no row is left.';
  return [{ code: 'workbook.unusable_table', params: { sheet: name, fault: said } }];
}

function reasonsOf({ complete, rows }: SheetSample): string[] {
  if (complete) return [];
  const looked = `Its first ${rows.length} rows were looked at, because the sheet is large; the middle and the end are not shown before it is read.`;
  return [looked];
}

function estimateRows(
  table: SheetTable,
  { complete, facts }: SheetSample,
  { place }: FoundTable,
): number | null {
  if (complete) return table.rows;
  if (facts.lastRow === null) return null;
  return Math.max(table.rows, facts.lastRow - place.firstRow - place.headerRows + 1);
}
