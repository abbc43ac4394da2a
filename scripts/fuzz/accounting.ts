import type { DelimitedLayout } from '#contract/layout';
import { TextDecoding } from '#main/steps/read/text/decode-text';
import type { FileRead, TableRead } from '../damaged-corpus/read-corpus-file.ts';

export function decodeWhole(
  bytes: Uint8Array,
  { encoding, newline }: Pick<DelimitedLayout, 'encoding' | 'newline'>,
): string {
  const decoding = new TextDecoding(encoding, newline);
  return decoding.decode(bytes).text + decoding.finish().text;
}

type Counts = Map<string, number>;

function count(counts: Counts, text: string, structural: ReadonlySet<string>, by = 1): void {
  for (const character of text) {
    if (structural.has(character) || /\s/.test(character)) continue;
    counts.set(character, (counts.get(character) ?? 0) + by);
  }
}

/** Position at which a physical line begins; the text's length after its last line. */
function startOfLine(text: string, line: number, newline: string): number {
  const lineEnd = newline === '\r' ? '\r' : '\n';
  let place = 0;
  for (let left = line - 1; left > 0; left -= 1) {
    const found = text.indexOf(lineEnd, place);
    if (found === -1) return text.length;
    place = found + 1;
  }
  return place;
}

/**
 * What is lost or invented in a delimited table: the characters of its lines, without blanks, delimiters and quotation
 * marks, are exactly those of the cells; those of the header's lines are all in the header, which may have more, as
 * empty and repeated names are completed. Null when every character is accounted for.
 */
export function unaccounted(bytes: Uint8Array, layout: DelimitedLayout, table: TableRead): string | null {
  const text = decodeWhole(bytes, layout);
  const structural = new Set(Array.from(layout.delimiter + layout.quote));
  if (layout.escape === 'backslash') structural.add('\\');
  const from = startOfLine(text, layout.firstLine, layout.newline);
  const end = layout.lastLine === null ? text.length : startOfLine(text, layout.lastLine + 1, layout.newline);
  const firstRow = table.rows[0]?.line;
  const body = firstRow === undefined ? end : Math.max(from, startOfLine(text, firstRow, layout.newline));

  const rows: Counts = new Map();
  count(rows, text.slice(body, end), structural);
  const isMixed = firstRow !== undefined && firstRow < layout.firstLine + layout.headerLines;
  if (isMixed) return lostBesideHeader(rows, table);
  for (const { cells } of table.rows) for (const cell of cells) count(rows, cell, structural, -1);
  const lost = [...rows.values()].filter((left) => left > 0).length;
  const invented = [...rows.values()].filter((left) => left < 0).length;
  if (lost + invented > 0)
    return lost > 0 ? 'characters of rows are in no cell' : 'cells have characters that no row has';

  if (layout.headerLines === 0) return null;
  const header: Counts = new Map();
  count(header, text.slice(from, body), structural);
  for (const name of table.header) count(header, name, structural, -1);
  // Of several lines, a word that stands twice above one another is written once.
  const names = layout.headerLines > 1 ? table.header.join('') : '';
  const isLost = [...header].some(([character, left]) => left > 0 && !names.includes(character));
  return isLost ? 'characters of the header are in no name' : null;
}

/**
 * Another line end than the usual parts header and first row, so that they stand on one physical line; or a comment
 * stands between two lines of the header.
 */
function lostBesideHeader(rows: Counts, table: TableRead): string | null {
  const kept = new Set([...table.header, ...table.rows.flatMap(({ cells }) => cells)].join(''));
  const isLost = [...rows.keys()].some((character) => !kept.has(character));
  return isLost ? 'characters of rows are in no cell' : null;
}

/** Lines of a text file that are in none of its tables, though they are not blank, are named by a finding. */
export function unnamedLines(bytes: Uint8Array, read: FileRead): string | null {
  const layouts = read.tables
    .map((table) => table.recognised.layout)
    .filter((layout) => layout.format === 'delimited');
  const [first] = layouts;
  if (first === undefined || read.tables.some((table) => table.findings.length > 0)) return null;
  const files = read.parts.flatMap((part) => (part.outcome === 'recognised' ? [part.file] : []));
  if (files.some((file) => file.findings.length + file.tables.flatMap((table) => table.findings).length > 0))
    return null;
  const lines = decodeWhole(bytes, first).split(first.newline === '\r' ? '\r' : '\n');
  const isOutside = lines.some((line, index) => {
    const number = index + 1;
    return (
      line.trim() !== '' &&
      layouts.every(({ firstLine, lastLine }) => number < firstLine || number > (lastLine ?? Infinity))
    );
  });
  return isOutside ? 'a line outside the tables is not named' : null;
}

const escapes = /\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)|&[^;\s]{1,8};/gs;

/**
 * For formats with escapes and names: every run of five letters or digits of the text stands in a cell, a name of a
 * column, a table or a part of the layout. Asked only where the reader said nothing of the file.
 */
export function lostWords(text: string, tables: readonly TableRead[]): string | null {
  const kept = tables
    .flatMap((table) => [
      JSON.stringify(table.recognised.layout),
      table.recognised.name,
      ...table.header,
      ...table.rows.flatMap(({ cells }) => cells),
    ])
    .join('\n');
  const words = new Set(text.replaceAll(escapes, ' ').match(/[A-Za-z0-9]{5,}/g));
  return [...words].some((word) => !kept.includes(word)) ? 'words of the text are nowhere' : null;
}

/** XML without what it says of itself in its first line. */
export function withoutDeclaration(text: string): string {
  return text.replace(/^\uFEFF?<\?xml\s[^<>]*\?>/, '');
}

/** The rows of the COPY blocks of a dump; everything else of it is statements. */
export function copiedText(text: string): string {
  return [...text.matchAll(/^COPY [^\n]* FROM stdin;\r?\n(.*?)(?:^\\\.|(?![^]))/gms)]
    .map(([, rows]) => rows)
    .join('\n');
}
