// xl/sharedStrings.xml → the table of texts that cells refer to by number

import { fault, FaultError } from '#contract/faults';
import { type ScanOptions, scanPart } from './scan-part.ts';
import { StringTable } from './string-table.ts';
import type { WorkbookZip } from './workbook-zip.ts';
import { nameCode, token, type XmlScanner } from './xml-scanner.ts';
import { isPlain, undoEscapes, xmlText } from './xml-text.ts';

const si = nameCode('si');
const t = nameCode('t');
const rPh = nameCode('rPh');
const bytesOfMegabyte = 1024 * 1024;

/**
 * Collects the texts of one item or cell: its runs joined, the reading aids for Japanese (`rPh`) left out. The
 * usual item of one plain text is handed on without making a string of it.
 */
export class RichText {
  #inText = false;
  #inPhonetic = 0;
  #text = '';

  /** True when it took the token. */
  take(scanner: XmlScanner, kind: number): boolean {
    if (kind === token.text) {
      if (!this.#inText || this.#inPhonetic > 0) return false;
      this.#text += xmlText(scanner.buffer, scanner.textStart, scanner.textEnd, scanner.raw);
      return true;
    }
    if (scanner.name === t) {
      this.#inText = kind === token.open;
      return true;
    }
    if (scanner.name === rPh && kind !== token.empty) this.#inPhonetic += kind === token.open ? 1 : -1;
    return false;
  }

  get inText(): boolean {
    return this.#inText && this.#inPhonetic === 0;
  }

  /** Inside a text, and nothing has come yet. */
  get expectsFirst(): boolean {
    return this.inText && this.#text === '';
  }

  begin(text: string): void {
    this.#text = text;
  }

  /** The text, and begins anew. */
  finish(): string {
    const text = undoEscapes(this.#text);
    this.#text = '';
    this.#inText = false;
    this.#inPhonetic = 0;
    return text;
  }
}

/**
 * Reads the table up to the text with number `last`. Throws FaultError: `read.workbook_texts_too_large` when it would
 * fill more than half of the reader's memory, `read.cell_too_large`, those of the part.
 */
export async function readSharedStrings(
  zip: WorkbookZip,
  part: string,
  options: ScanOptions,
  last = Number.POSITIVE_INFINITY,
): Promise<StringTable> {
  const { file, limits } = options;
  const table = new StringTable();
  const limitBytes = (limits.maxReaderMegabytes / 2) * bytesOfMegabyte;
  const item = new SharedItem(table, file, limits.maxCellBytes);
  await scanPart(zip, part, options, (scanner, kind) => {
    if (kind === token.text || scanner.name !== si) {
      item.take(scanner, kind);
      return false;
    }
    if (kind === token.open) return false;
    item.finish();
    if (table.sizeBytes > limitBytes) {
      throw new FaultError(fault('read.workbook_texts_too_large', { file, limitBytes }));
    }
    return table.count > last;
  });
  return table;
}

/** One item on its way into the table. Its first run, when it is plain, goes in as bytes without becoming a string. */
class SharedItem {
  readonly #table: StringTable;
  readonly #file: string;
  readonly #limitBytes: number;
  readonly #text = new RichText();
  #added = false;

  constructor(table: StringTable, file: string, limitBytes: number) {
    this.#table = table;
    this.#file = file;
    this.#limitBytes = limitBytes;
  }

  take(scanner: XmlScanner, kind: number): void {
    const { buffer, textStart, textEnd } = scanner;
    if (kind !== token.text || this.#added || !this.#text.expectsFirst) {
      if (kind === token.text && this.#added && this.#text.inText) this.#takeBack();
      this.#text.take(scanner, kind);
    } else if (textEnd - textStart < this.#limitBytes && isPlain(buffer, textStart, textEnd)) {
      this.#table.addPlain(buffer, textStart, textEnd);
      this.#added = true;
    } else {
      this.#text.take(scanner, kind);
    }
  }

  finish(): void {
    const text = this.#text.finish();
    if (!this.#added) {
      if (Buffer.byteLength(text) > this.#limitBytes) {
        const line = this.#table.count + 1;
        throw new FaultError(
          fault('read.cell_too_large', { file: this.#file, line, limitBytes: this.#limitBytes }),
        );
      }
      this.#table.add(text);
    }
    this.#added = false;
  }

  /** Another run follows: the first one was not the whole text. */
  #takeBack(): void {
    this.#text.begin(this.#table.takeLast());
    this.#added = false;
  }
}
