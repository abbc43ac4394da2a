import { buffer } from 'node:stream/consumers';
import * as XLSX from 'xlsx'; // oxlint-disable-line no-restricted-imports -- the reference that reading is compared with
import { ZipFile } from 'yazl';
import type { WorkbookLayout } from '#contract/layout';
import type { Fault } from '#contract/faults';
import type { StagedRow } from '#main/model/staged-row';
import type { ByteSource } from '#main/steps/read/byte-source';
import { takeSamples } from '#main/steps/read/file-samples';
import { defaultReadLimits, type ReadLimits } from '#main/steps/read/read-limits';
import type { ReadSummary, RecognisedFile } from '#main/steps/read/recognition';
import { readWorkbook } from '#main/steps/read/workbook/read-workbook';
import { recogniseWorkbook } from '#main/steps/read/workbook/recognise-workbook';
import { sourceOf } from '../byte-sources.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelationships = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A package with the given parts, in that order. */
export async function zipOf(
  parts: Readonly<Record<string, string | Buffer>>,
  compress = true,
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) {
    zip.addBuffer(typeof content === 'string' ? Buffer.from(content) : content, name, { compress });
  }
  zip.end();
  return buffer(zip.outputStream);
}

export interface BookParts {
  readonly sheetData?: string;
  readonly beforeData?: string;
  readonly afterData?: string;
  readonly strings?: string;
  readonly styles?: string;
  readonly workbookPr?: string;
  /** Parts to add or to replace. */
  readonly others?: Readonly<Record<string, string | Buffer>>;
}

/** Parts of a workbook with one sheet called "Patients". */
export function partsOf({
  sheetData = '',
  beforeData = '',
  afterData = '',
  strings,
  styles,
  workbookPr = '',
  others = {},
}: BookParts): Record<string, string | Buffer> {
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relationships([['r1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${office}">${workbookPr}<sheets><sheet name="Patients" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ['r1', 'worksheet', 'worksheets/sheet1.xml'],
      ['r2', 'sharedStrings', 'sharedStrings.xml'],
      ['r3', 'styles', 'styles.xml'],
    ]),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}">${beforeData}<sheetData>${sheetData}</sheetData>${afterData}</worksheet>`,
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst xmlns="${main}">${strings}</sst>` }),
    ...(styles === undefined
      ? {}
      : { 'xl/styles.xml': `<styleSheet xmlns="${main}">${styles}</styleSheet>` }),
    ...others,
  };
}

export function relationships(
  list: readonly (readonly [id: string, type: string, target: string])[],
): string {
  const each = list.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${packageRelationships}">${each.join('')}</Relationships>`;
}

export async function bookOf(parts: BookParts): Promise<Buffer> {
  return zipOf(partsOf(parts));
}

/** A file in memory under a name. */
export function fileOf(
  bytes: Uint8Array,
  fileName = 'patients.xlsx',
  pieceSizes?: readonly number[],
): ByteSource {
  return { ...sourceOf(bytes, pieceSizes), fileName };
}

export const layoutOf = (place: Partial<WorkbookLayout> = {}): WorkbookLayout => ({
  format: 'workbook',
  container: 'xlsx',
  sheet: 'Patients',
  firstRow: 1,
  lastRow: null,
  headerRows: 0,
  undoDoubleEncoding: null,
  ...place,
});

export interface WholeSheet {
  readonly rows: StagedRow[];
  readonly summary: ReadSummary;
}

export async function readSheet(
  bytes: Uint8Array,
  layout: Partial<WorkbookLayout> = {},
  limits: ReadLimits = defaultReadLimits,
): Promise<WholeSheet> {
  const pages = readWorkbook(fileOf(bytes), layoutOf(layout), limits);
  const rows: StagedRow[] = [];
  for (;;) {
    const next = await pages.next();
    if (next.done) return { rows, summary: next.value };
    rows.push(...next.value.rows);
  }
}

/** Cells of every row that is there. */
export async function cellsOf(bytes: Uint8Array, layout: Partial<WorkbookLayout> = {}): Promise<string[][]> {
  const { rows } = await readSheet(bytes, layout);
  return rows.map(({ cells }) => [...cells]);
}

export async function recognised(
  bytes: Uint8Array,
  fileName = 'patients.xlsx',
  limits: ReadLimits = defaultReadLimits,
): Promise<RecognisedFile> {
  const source = fileOf(bytes, fileName);
  const found = await recogniseWorkbook(source, await takeSamples(source), {}, limits);
  if (found === null) throw new Error('It was not recognised as a workbook.');
  if (!found.ok) throw new Error(found.fault.message);
  return found.value;
}

export async function refused(
  bytes: Uint8Array,
  fileName = 'patients.xlsx',
  limits: ReadLimits = defaultReadLimits,
): Promise<Fault> {
  const source = fileOf(bytes, fileName);
  const found = await recogniseWorkbook(source, await takeSamples(source), {}, limits);
  if (found === null) throw new Error('It was not recognised as a workbook.');
  if (found.ok) throw new Error('The file was recognised.');
  return found.fault;
}

/** Every cell as SheetJS shows it, by row and column from A1; dates of regional settings with the year first. */
export function referenceCells(bytes: Uint8Array, sheet?: string): string[][] {
  const book = XLSX.read(bytes, { type: 'buffer', dense: true, cellNF: true, dateNF: 'yyyy-mm-dd' });
  const data = (book.Sheets[sheet ?? book.SheetNames[0]!]!['!data'] ?? []) as (
    XLSX.CellObject | undefined
  )[][];
  // In Excel 2003's XML it shows such dates without their century, whatever it is told.
  const isYearMissing = (cell: XLSX.CellObject): boolean =>
    book.bookType === 'xlml' && cell.z === 'm/d/yy' && typeof cell.v === 'number';
  const shown = (cell: XLSX.CellObject): string =>
    isYearMissing(cell) ? String(XLSX.SSF.format('yyyy-mm-dd', cell.v)) : (cell.w ?? String(cell.v));
  return Array.from(data, (row) => Array.from(row ?? [], (cell) => (cell === undefined ? '' : shown(cell))));
}

/** A row of a sheet's XML: texts as inline strings, numbers as they are. */
export function rowXml(cells: readonly (string | number)[]): string {
  const written = cells.map((cell) =>
    typeof cell === 'number' ? `<c><v>${cell}</v></c>` : `<c t="inlineStr"><is><t>${cell}</t></is></c>`,
  );
  return `<row>${written.join('')}</row>`;
}
