// one sheet of a workbook, in its layout → pages of staged rows

import { fault, FaultError } from '#contract/faults';
import type { WorkbookLayout } from '#contract/layout';
import type { StagedRow } from '#main/model/staged-row';
import type { ByteSource } from '../byte-source.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { ReadPage, ReadTable, TableReading } from '../recognition.ts';
import { pagesOf } from '../row-pages.ts';
import { maxPageRows } from '#main/model/row-page';
import type { SheetFacts } from './book.ts';
import { openBook } from './open-book.ts';
import { findOnSheet } from './sheet-findings.ts';
import { SheetTable } from './sheet-table.ts';

/**
 * Reads a sheet. Of an .xlsx file, the table of texts is in memory as bytes, and the rows of one piece; of the other
 * formats the whole workbook is. Throws FaultError: `read.workbook_no_such_sheet`, `read.workbook_damaged`, those of
 * the limits, the header and the source.
 */
export const readWorkbook: ReadTable<WorkbookLayout> = async function* (
  source: ByteSource,
  layout: WorkbookLayout,
  limits: ReadLimits,
): TableReading {
  const { fileName: file, sizeBytes } = source;
  const book = await openBook(source, limits);
  if (book === null) {
    throw new FaultError(fault('read.workbook_damaged', { file, part: 'it is no workbook' }));
  }
  const table = new SheetTable(file, layout, limits);
  const pages = new Pages(() => Math.min(book.bytesRead(), sizeBytes));
  const rows = book.read(layout.sheet);
  let facts: SheetFacts;
  for (;;) {
    const next = await rows.next();
    if (next.done) {
      facts = next.value;
      break;
    }
    table.take(next.value);
    yield* pages.of(table, maxPageRows);
  }
  const findings = table.finish();
  yield* pages.of(table, 1);
  const { sheet: name } = layout;
  const onSheet = findOnSheet({ name, hidden: book.hiddenSheets.has(name), facts }, table.header);
  return { header: table.header, rows: table.rows, findings: [...findings, ...onSheet] };
};

class Pages {
  readonly #bytesRead: () => number;

  constructor(bytesRead: () => number) {
    this.#bytesRead = bytesRead;
  }

  /** What is staged in pages, as soon as there are so many rows. */
  *of(table: SheetTable, fromRows: number): Generator<ReadPage, void, undefined> {
    if (table.staged.length < fromRows) return;
    const rows: readonly StagedRow[] = table.staged;
    table.staged = [];
    yield* pagesOf(rows, this.#bytesRead());
  }
}
