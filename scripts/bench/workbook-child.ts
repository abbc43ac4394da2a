/**
 * One reading of a workbook in a process of its own, so that its peak memory is its own. Arguments: the file and,
 * for exceljs, the folder that it is installed in. Prints one line of JSON.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openFileSource } from '#main/steps/read/file-source';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { readWorkbook } from '#main/steps/read/workbook/read-workbook';

export interface WorkbookReport {
  readonly rows: number;
  readonly filledCells: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

interface Counted {
  rows: number;
  filledCells: number;
}

const [file = '', exceljsFolder] = process.argv.slice(2);
const startedMs = performance.now();
const counted = await (exceljsFolder === undefined ? readOurs() : readWithExceljs(exceljsFolder));
const report: WorkbookReport = {
  ...counted,
  seconds: (performance.now() - startedMs) / 1000,
  peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
};
process.stdout.write(`${JSON.stringify(report)}\n`);

async function readOurs(): Promise<Counted> {
  const opened = await openFileSource(file);
  if (!opened.ok) throw new Error(opened.fault.message);
  const layout = {
    format: 'workbook',
    container: 'xlsx',
    sheet: 'Patients',
    firstRow: 1,
    lastRow: null,
    headerRows: 1,
    undoDoubleEncoding: null,
  } as const;
  const counted: Counted = { rows: 0, filledCells: 0 };
  for await (const { rows } of readWorkbook(opened.value, layout, defaultReadLimits)) {
    counted.rows += rows.length;
    for (const { cells } of rows) for (const cell of cells) if (cell !== '') counted.filledCells += 1;
  }
  return counted;
}

interface StreamedRow {
  readonly values: readonly unknown[];
}
interface StreamingReader {
  new (file: string, options: object): AsyncIterable<AsyncIterable<StreamedRow>>;
}

/** With texts, styles and links as its documentation has them, so that it does the same work. */
async function readWithExceljs(folder: string): Promise<Counted> {
  const require = createRequire(join(folder, 'package.json'));
  const { stream } = require('exceljs') as { stream: { xlsx: { WorkbookReader: StreamingReader } } };
  const options = { sharedStrings: 'cache', styles: 'cache', worksheets: 'emit', hyperlinks: 'ignore' };
  const counted: Counted = { rows: -1, filledCells: 0 };
  for await (const sheet of new stream.xlsx.WorkbookReader(file, options)) {
    for await (const { values } of sheet) {
      counted.rows += 1;
      if (counted.rows === 0) continue;
      for (const value of values)
        if (value !== undefined && value !== null && value !== '') counted.filledCells += 1;
    }
  }
  return counted;
}
