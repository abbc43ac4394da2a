import type { DoubleEncoding } from '#contract/layout';
import type { Preview, PreviewRow, RecognisedTable, TableReading } from './recognition.ts';
import { foundInParts } from './sample-findings.ts';
import { DoubleEncodedCells, settleDoubleEncoding } from './text/double-encoding.ts';

/** The rows with text that was converted wrongly noted, or turned back where that was chosen. */
export async function* settledRows(reading: TableReading, undo: DoubleEncoding | null): TableReading {
  const found = new DoubleEncodedCells();
  try {
    for (;;) {
      const next = await reading.next();
      if (next.done) return { ...next.value, findings: [...next.value.findings, ...found.findings()] };
      const rows = next.value.rows.map((row) => settleDoubleEncoding(row, undo, found));
      yield { ...next.value, rows };
    }
  } finally {
    // Nobody may want the rest.
    await reading.return({ header: [], rows: 0, findings: [] });
  }
}

/** The same of the rows that are shown of a table. */
export function settledTable(table: RecognisedTable): RecognisedTable {
  const { preview, layout, isWhole, rowsEstimate, findings } = table;
  const found = new DoubleEncodedCells();
  const settled = (rows: readonly PreviewRow[]): readonly PreviewRow[] =>
    rows.map((row) => settleDoubleEncoding(row, layout.undoDoubleEncoding, found));
  const shown: Preview = {
    first: settled(preview.first),
    middle: settled(preview.middle),
    last: settled(preview.last),
  };
  const added = found.findings();
  const shownRows = preview.first.length + preview.middle.length + preview.last.length;
  const isAllShown = isWhole && shownRows >= (rowsEstimate ?? Infinity);
  return {
    ...table,
    preview: shown,
    findings: [...findings, ...(isAllShown ? added : foundInParts(added))],
  };
}
