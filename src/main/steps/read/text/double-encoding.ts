import { isUtf8 } from 'node:buffer';
import { encodingName } from '#contract/encoding-names';
import { type DoubleEncoding, doubleEncodings } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import { controlCharacter, doubleEncoded, doubleEncodingUndone } from '#main/model/issue-kinds/reading-text';
import type { StagedRow } from '#main/model/staged-row';
import { replacementUnit, tableOf } from './single-byte-table.ts';

/** How often text can have been converted; more was never seen. */
const maxTimes = 3;

/**
 * Bytes by the character that they are read as. Bytes without a character are read as the control character of the
 * same number, as browsers do: “Á” comes out as “Ã” and U+0081.
 */
function bytesByUnit(encoding: DoubleEncoding): ReadonlyMap<number, number> {
  const units = Array.from(tableOf(encoding));
  return new Map(units.map((unit, byte) => [unit === replacementUnit ? byte : unit, byte]));
}

const encoders = new Map(doubleEncodings.map((encoding) => [encoding, bytesByUnit(encoding)]));

function classOf(bytes: ReadonlySet<number>): string {
  const characters = new Set<string>();
  for (const encoder of encoders.values()) {
    for (const [unit, byte] of encoder) {
      if (bytes.has(byte)) characters.add(`\\u${unit.toString(16).padStart(4, '0')}`);
    }
  }
  return `[${[...characters].join('')}]`;
}

/** First bytes in UTF-8 of what `plausible` lets pass, and the bytes that follow a first one. */
const leadBytes = new Set([0xc2, 0xc3, 0xc4, 0xc5, 0xc8, 0xce, 0xcf, 0xd0, 0xd1, 0xe1, 0xe2, 0xef, 0xf0]);
const nextBytes = new Set(Array.from({ length: 0x40 }, (_, index) => 0x80 + index));
const sequence = new RegExp(classOf(leadBytes) + classOf(nextBytes));
/** What Windows-1252 has from 0x80 to 0x9F comes out as these where it is read as ISO 8859-1. Text never has them. */
const control = /[\x80-\x9F]/;

/**
 * Characters that records are made of, from where UTF-8 writes them in more than one byte: letters of Europe's
 * languages and their marks, signs, quotation marks, dashes, dingbats, emoji. Anything else says that the cell is no
 * UTF-8 but happens to look so: “Groß–Gerau” in Windows-1252 has valid UTF-8 in it.
 */
const plausible =
  /^(?:[\0-\x7F\u00A0-\u017F\u0218-\u021B\u1E00-\u1EFF\u2000-\u203F\u20AC\u2116\u2122\u2190-\u21FF\u2212\u2260-\u2265\u2500-\u27BF\uFB00-\uFB04\uFEFF\uFFFD]|\uFE0F|\p{Emoji_Presentation}|[\u0386-\u03CE]{2,}|[\u0400-\u045F]{2,})*$/u;

/**
 * The text as it was before its UTF-8 was read as `encoding`, however often (three times at most); null unless the
 * whole cell can be turned back exactly: every character is one byte of the encoding, the bytes are UTF-8 with at
 * least one longer character, and writing the outcome as UTF-8 and reading it wrongly again gives the cell.
 */
export function undoDoubleEncoding(cell: string, encoding: DoubleEncoding): string | null {
  let undone: string | null = null;
  let text: string | null = cell;
  for (let time = 0; time < maxTimes && text !== null; time += 1) {
    text = undoOnce(text, encoding);
    if (text !== null && plausible.test(text)) undone = text;
  }
  return undone;
}

function undoOnce(text: string, encoding: DoubleEncoding): string | null {
  if (!sequence.test(text)) return null;
  const encoder = encoders.get(encoding)!;
  const bytes = Buffer.allocUnsafe(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const byte = encoder.get(text.charCodeAt(index));
    if (byte === undefined) return null;
    bytes[index] = byte;
  }
  if (!isUtf8(bytes)) return null;
  const before = bytes.toString('utf8');
  return before !== text && Buffer.from(before, 'utf8').equals(bytes) ? before : null;
}

function repairable(cell: string): DoubleEncoding | null {
  return doubleEncodings.find((encoding) => undoDoubleEncoding(cell, encoding) !== null) ?? null;
}

/** The encoding by which most of the text's foreign characters can be turned back; null when none can. */
export function findDoubleEncoding(text: string): DoubleEncoding | null {
  if (!sequence.test(text)) return null;
  const turnedBack = new Map<DoubleEncoding, number>(doubleEncodings.map((encoding) => [encoding, 0]));
  for (const [run] of text.matchAll(/[^\0-\x7F]{2,}/g)) {
    for (const encoding of doubleEncodings) {
      if (undoDoubleEncoding(run, encoding) !== null) turnedBack.set(encoding, turnedBack.get(encoding)! + 1);
    }
  }
  const [best] = [...turnedBack].sort(([, one], [, other]) => other - one);
  return best === undefined || best[1] === 0 ? null : best[0];
}

/** The encoding that would turn a cell back, or what else there is to say of it. */
type Noted = DoubleEncoding | 'undone' | 'control';

/** Counts what `settleDoubleEncoding` found in one table. */
export class DoubleEncodedCells {
  readonly #counts = new Map<Noted, { cells: number; line: number }>();

  add(line: number, noted: Noted): void {
    const count = this.#counts.get(noted);
    if (count === undefined) this.#counts.set(noted, { cells: 1, line });
    else count.cells += 1;
  }

  findings(): FileFinding[] {
    return [
      ...doubleEncodings.flatMap((option) =>
        this.#finding('text.double_encoded', option, { encoding: encodingName(option), option }),
      ),
      ...this.#finding('text.double_encoding_undone', 'undone'),
      ...this.#finding('text.control_characters', 'control'),
    ];
  }

  #finding(code: string, noted: Noted, more: FileFinding['params'] = {}): FileFinding[] {
    const count = this.#counts.get(noted);
    return count === undefined ? [] : [{ code, params: { ...count, ...more } }];
  }
}

/**
 * Without `undo`, cells that could be turned back get a note. With it they are turned back, what stood there is kept
 * in `stored`, and cells that only another encoding would turn back get the note. Cells with control characters in
 * place of signs get one of their own. The row itself when there is nothing to say.
 */
export function settleDoubleEncoding<Row extends Omit<StagedRow, 'rowNo'>>(
  row: Row,
  undo: DoubleEncoding | null,
  found: DoubleEncodedCells,
): Row {
  let settled = row;
  for (const [column, cell] of row.cells.entries()) {
    const mayBe = sequence.test(cell);
    const undone = undo === null || !mayBe ? null : undoDoubleEncoding(cell, undo);
    const encoding = mayBe && undone === null ? repairable(cell) : null;
    if (undone !== null) {
      settled = withUndone(settled, column, undone);
      found.add(row.line, 'undone');
    } else if (encoding !== null) {
      settled = withNote(settled, column, doubleEncoded.code);
      found.add(row.line, encoding);
    } else if (control.test(cell)) {
      settled = withNote(settled, column, controlCharacter.code);
      found.add(row.line, 'control');
    }
  }
  return settled;
}

function withNote<Row extends Omit<StagedRow, 'rowNo'>>(row: Row, column: number, code: string): Row {
  return { ...row, notes: [...(row.notes ?? []), [column, code]] };
}

function withUndone<Row extends Omit<StagedRow, 'rowNo'>>(row: Row, column: number, undone: string): Row {
  const stored = row.stored ?? [];
  const isStored = stored.some(([storedColumn]) => storedColumn === column);
  return {
    ...withNote(row, column, doubleEncodingUndone.code),
    cells: row.cells.with(column, undone),
    stored: isStored ? stored : [...stored, [column, row.cells[column]!]],
  };
}
