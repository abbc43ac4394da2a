// the first rows of a sheet → where its table begins, with the evidence for it

import type { LayoutOverride } from '#contract/layout';
import { cellType, isValueType } from '../delimited/cell-type.ts';
import { shareOfUsualNames } from '../delimited/other-header.ts';
import type { LayoutQuestion } from '../recognition.ts';
import type { TablePlace } from './sheet-table.ts';
import { filledCells, isAllText, isBlankRow, type SheetRow } from './sheet-row.ts';

type Place = Omit<TablePlace, 'lastRow'>;

export interface FoundTable {
  readonly place: Place;
  readonly confidence: number;
  readonly reasons: readonly string[];
  readonly questions: readonly LayoutQuestion[];
}

/** A header stands among the first rows, or there is none. */
const lookedAtRows = 60;
/** Share of the usual row's cells that a row needs to name the columns. */
const namedShare = 0.6;

/** Rows must not be empty altogether. `namesRow`: the row that is known to name the columns. */
export function findTable(
  sample: readonly SheetRow[],
  override: LayoutOverride,
  namesRow: number | null = null,
): FoundTable {
  const rows = sample.filter((row) => !isBlankRow(row)).slice(0, lookedAtRows);
  const { firstLine, headerLines } = override;
  const known = firstLine === undefined ? namesRow : null;
  const fromLine = firstLine ?? known ?? 1;
  const candidates = rows.filter(({ line }) => line >= fromLine);
  const usual = median(candidates.map(filledCells));
  // Above a header stand titles, with few cells. A full row that is no header is a record, and nothing above or
  // below it may then be taken for titles and names.
  const full = known === null ? candidates.findIndex((row) => isFull(row, usual)) : 0;
  const header = full === -1 ? undefined : candidates[full];
  const isNamed = header !== undefined && isAllText(header) && hasNamesOnly(header);
  const spans =
    isNamed && firstLine === undefined && known === null && spansOver(candidates[full - 1], header);
  const top = spans ? full - 1 : full;
  const firstRow = firstLine ?? (isNamed ? candidates[top]!.line : (candidates[0]?.line ?? 1));
  const isFirst = isNamed && candidates[top]!.line === firstRow;
  const detected = !isFirst ? 0 : spans ? 2 : headerRowsFrom(candidates, full);
  const headerRows = headerLines ?? detected;
  const isAsked = headerLines === undefined && (headerRows === 0 || !areNames(candidates.slice(full)));
  return {
    place: { firstRow, headerRows },
    ...judge({ rows, firstRow, headerRows, usual, isAsked, override }),
  };
}

const usualNameShare = 1 / 3;

/** Whether a first row of texts alone is told from the rows below it, which may be of words as well. */
function areNames([header, ...below]: readonly SheetRow[]): boolean {
  if (header === undefined || below.length === 0) return true;
  const isUsual = shareOfUsualNames(header.cells) >= usualNameShare;
  return isUsual || below.some((row) => !isAllText(row) || hasValues(row));
}

function hasValues({ cells }: SheetRow): boolean {
  return cells.some((cell) => isValueType(cellType(cell)));
}

interface Evidence extends Place {
  readonly rows: readonly SheetRow[];
  readonly usual: number;
  readonly isAsked: boolean;
  readonly override: LayoutOverride;
}

function judge({ rows, isAsked, override, ...found }: Evidence): Omit<FoundTable, 'place'> {
  const { firstRow, headerRows, usual } = found;
  const above = rows.filter(({ line }) => line < firstRow).length;
  const reasons = [
    beginningReason(firstRow, above, override),
    namesReason({ firstRow, headerRows }, override),
    `A usual row has ${usual} filled cells.`,
  ];
  if (!isAsked) return { confidence: above > 0 || headerRows > 1 ? 0.8 : 0.95, reasons, questions: [] };
  const sentence =
    headerRows === 0
      ? 'No row of this sheet looks like the names of the columns. Choose how many rows hold them (none, if the first row is a record already).'
      : `It is not certain that row ${firstRow} names the columns: the rows below it hold words as well. Confirm that it does, or choose 0 rows of names if it is a record like the others.`;
  return { confidence: headerRows === 0 ? 0.4 : 0.6, reasons, questions: [{ code: 'header', sentence }] };
}

function beginningReason(firstRow: number, above: number, { firstLine }: LayoutOverride): string {
  if (firstLine !== undefined) return `The table begins at row ${firstRow}, as you chose.`;
  if (above === 0) return `The table begins at row ${firstRow}.`;
  const rows = above === 1 ? '1 row above it holds' : `${above} rows above it hold`;
  return `The table begins at row ${firstRow}: ${rows} fewer cells, as titles do.`;
}

function namesReason({ firstRow, headerRows }: Place, { headerLines }: LayoutOverride): string {
  const why = headerLines === undefined ? '' : ', as you chose';
  if (headerRows === 0) {
    return `No row ${why === '' ? 'was taken for' : 'holds'} the names of the columns${why}; they are named by number.`;
  }
  const hold =
    headerRows === 1 ? `Row ${firstRow} holds` : `Rows ${firstRow} to ${firstRow + headerRows - 1} hold`;
  return `${hold} the names of the columns${why === '' ? ': texts alone' : why}.`;
}

function isFull(row: SheetRow, usual: number): boolean {
  const filled = filledCells(row);
  return filled >= Math.max(1, Math.ceil(usual * namedShare)) && (filled > 1 || usual === 1);
}

/** Values such as numbers stored as text, dates or addresses are no names. */
function hasNamesOnly({ cells }: SheetRow): boolean {
  const names = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return names.length > 0 && names.every((name) => /\p{L}/u.test(name) && !/^[\d\s/.:-]+$|@/.test(name));
}

/** A sparse row right above names that repeat ("Sph, Cyl, Sph, Cyl") says which of them is which. */
function spansOver(above: SheetRow | undefined, names: SheetRow): boolean {
  if (above === undefined || above.line !== names.line - 1 || filledCells(above) < 2) return false;
  const written = names.cells.map((cell) => cell.trim().toLowerCase()).filter((cell) => cell !== '');
  return new Set(written).size < written.length && isAllText(above) && hasNamesOnly(above);
}

/**
 * A row of names with gaps, above one that fills them, spans several columns: the names are in both. The second row
 * must be told from a record, so records with numbers or dates have to follow.
 */
function headerRowsFrom(rows: readonly SheetRow[], at: number): number {
  const [top, next, ...below] = rows.slice(at);
  if (top === undefined || next === undefined || below.length === 0) return 1;
  const hasGaps = filledCells(top) < filledCells(next) && next.line === top.line + 1;
  const recordsDiffer = below.filter((row) => !isAllText(row)).length * 2 > below.length;
  return hasGaps && recordsDiffer && isAllText(next) && hasNamesOnly(next) ? 2 : 1;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}
