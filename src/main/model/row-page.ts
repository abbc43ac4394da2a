import { splitRun, type LineRun, type Splitting } from './line-run.ts';
import { pack, unpack, type Packed } from './packing.ts';
import type { StagedRow } from './staged-row.ts';

/** Rows of one page of the workspace: enough to pack well, few enough to be read for the sake of one. */
export const maxPageRows = 2_000;
/** Of the cells of one page of rows: pictures and letters in cells would make it too large to be held at once. */
export const maxPageCharacters = 4 * 1024 * 1024;

/**
 * - `rows`: a JSON array of [line, fault, cells] or [line, fault, cells, stored, notes].
 * - `lines`: a line of JSON with what has to be known to take them apart, then sound lines of a text file as they
 *   stand there.
 * - `kept`: such lines where they stand in the kept file (`KeptRun` in JSON). Most rows are such, and it costs nothing
 *   to lay them down so.
 */
export type PageForm = 'rows' | 'lines' | 'kept';

/**
 * Rows that follow one another as they are kept, in UTF-8 and packed, the first being `firstRowNo`. The reader's
 * process makes pages, so that the engine's has only to store them.
 */
export interface RowPage extends Packed {
  readonly form: PageForm;
  readonly firstRowNo: number;
  readonly rowCount: number;
}

type KeptRow = readonly [
  line: number,
  fault: string | null,
  cells: readonly string[],
  stored?: StagedRow['stored'] | null,
  notes?: StagedRow['notes'] | null,
];

/** Where sound lines stand in the file that is kept, and how they are taken apart. */
export interface KeptRun extends RunHead {
  /** In bytes, of the file. */
  readonly position: number;
  readonly length: number;
}

interface RunHead {
  readonly firstLine: number;
  readonly rowCount: number;
  readonly splitting: Splitting;
}

const lineFeed = 0x0a;

/** JSON holds NUL and lone surrogates without loss. */
export function encodeRowPage(rows: readonly StagedRow[]): RowPage {
  const firstRowNo = rows[0]?.rowNo ?? 1;
  const packed = pack(Buffer.from(JSON.stringify(rows.map(keptRow))));
  return { form: 'rows', firstRowNo, rowCount: rows.length, ...packed };
}

export function encodeRunPage(run: LineRun, splitting: Splitting): RowPage {
  const { firstRowNo, firstLine, rowCount, text } = run;
  const head: RunHead = { firstLine, rowCount, splitting };
  const packed = pack(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), text]));
  return { form: 'lines', firstRowNo, rowCount, ...packed };
}

export function encodeKeptPage(run: LineRun, position: number, splitting: Splitting): RowPage {
  const { firstRowNo, firstLine, rowCount, text } = run;
  const kept: KeptRun = { firstLine, rowCount, splitting, position, length: text.length };
  return { form: 'kept', firstRowNo, rowCount, packing: 'none', bytes: Buffer.from(JSON.stringify(kept)) };
}

/** `read` answers bytes of the kept file. */
export function decodeKeptPage(
  bytes: Buffer,
  firstRowNo: number,
  read: (position: number, length: number) => Buffer,
): StagedRow[] {
  const { position, length, splitting, ...head } = JSON.parse(bytes.toString('utf8')) as KeptRun;
  return splitRun({ ...head, firstRowNo, text: read(position, length) }, splitting);
}

export function decodeRowPage(
  form: Exclude<PageForm, 'kept'>,
  packed: Packed,
  firstRowNo: number,
): StagedRow[] {
  const bytes = unpack(packed);
  if (form === 'lines') return decodeRun(bytes, firstRowNo);
  const kept = JSON.parse(bytes.toString('utf8')) as KeptRow[];
  return kept.map(([line, fault, cells, stored, notes], index) => {
    const row = { rowNo: firstRowNo + index, line, cells, fault };
    return stored || notes ? { ...row, ...(stored ? { stored } : {}), ...(notes ? { notes } : {}) } : row;
  });
}

function decodeRun(bytes: Buffer, firstRowNo: number): StagedRow[] {
  const headEnd = bytes.indexOf(lineFeed);
  const { splitting, ...head } = JSON.parse(bytes.toString('utf8', 0, headEnd)) as RunHead;
  return splitRun({ ...head, firstRowNo, text: bytes.subarray(headEnd + 1) }, splitting);
}

function keptRow({ line, fault, cells, stored, notes }: StagedRow): KeptRow {
  return stored === undefined && notes === undefined
    ? [line, fault, cells]
    : [line, fault, cells, stored ?? null, notes ?? null];
}
