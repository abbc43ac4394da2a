/**
 * Every cell of a workbook, as shown and as stored, against SheetJS's reading of it, which is held in memory as a
 * whole. Argument: the file. Prints one line of JSON; names places, never values.
 */
import { readFileSync } from 'node:fs';
import * as XLSX from 'xlsx'; // oxlint-disable-line no-restricted-imports -- the reference that reading is compared with
import { openFileSource } from '#main/steps/read/file-source';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { readWorkbook } from '#main/steps/read/workbook/read-workbook';

export interface WorkbookComparison {
  readonly rows: number;
  readonly cells: number;
  readonly filledCells: number;
  /** Cells that are shown or stored otherwise, or rows that only one of the two has. */
  readonly differences: number;
  /** Places of the first of them. */
  readonly places: readonly string[];
}

const sheet = 'Patients';
const namedPlaces = 10;
const file = process.argv[2] ?? '';
const book = XLSX.read(readFileSync(file), {
  dense: true,
  cellNF: true,
  cellFormula: false,
  cellHTML: false,
});
const reference = (book.Sheets[sheet]?.['!data'] ?? []) as (XLSX.CellObject | undefined)[][];
const opened = await openFileSource(file);
if (!opened.ok) throw new Error(opened.fault.message);
const layout = {
  format: 'workbook',
  container: 'xlsx',
  sheet,
  firstRow: 1,
  lastRow: null,
  headerRows: 1,
  undoDoubleEncoding: null,
} as const;
const found = { rows: 0, cells: 0, filledCells: 0, differences: 0 };
const places: string[] = [];

function differs(place: string): void {
  found.differences += 1;
  if (places.length < namedPlaces) places.push(place);
}

for await (const { rows } of readWorkbook(opened.value, layout, defaultReadLimits)) {
  for (const { line, cells, stored = [] } of rows) {
    found.rows += 1;
    const expected = reference[line - 1] ?? [];
    const storedIn = new Map(stored);
    for (let column = 0; column < Math.max(cells.length, expected.length); column += 1) {
      const cell = expected[column];
      const value = cell?.v === undefined ? '' : String(cell.v);
      const shown = cells[column] ?? '';
      found.cells += 1;
      if (shown !== '') found.filledCells += 1;
      if (shown !== (cell?.w ?? value))
        differs(`${XLSX.utils.encode_cell({ r: line - 1, c: column })}, shown`);
      if ((storedIn.get(column) ?? shown) !== value) {
        differs(`${XLSX.utils.encode_cell({ r: line - 1, c: column })}, stored`);
      }
    }
  }
}
if (found.rows !== reference.length - 1) differs(`${reference.length - 1} rows of the reference`);
process.stdout.write(`${JSON.stringify({ ...found, places } satisfies WorkbookComparison)}\n`);
