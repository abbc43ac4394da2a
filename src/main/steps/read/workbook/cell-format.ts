// xl/styles.xml → how the cells of each style are shown

import { attributeText, type ScanOptions, scanPart } from './scan-part.ts';
import { builtInFormat, formatValue, isDateFormat } from './spreadsheet-library.ts';
import type { WorkbookZip } from './workbook-zip.ts';
import { nameCode, token } from './xml-scanner.ts';

/** Dates, prices and dioptres repeat: most values of a formatted column were shown before. */
const rememberedValues = 65_536;
/** Short date and date with time as the regional settings of whoever looks have them. */
const regionalFormats = new Set([14, 22]);
/** Numbers that General shows as they are stored. */
const shownAsStored = /^(?:-?[1-9]\d{0,8}|0|-?(?:[1-9]\d{0,4}|0)\.\d{0,3}[1-9])$/;
const shownAsStoredLength = 10;

/** How numbers and texts of one style appear. */
export class CellFormat {
  readonly code: string;
  readonly isDate: boolean;
  /** Another computer may show these dates in another order. */
  readonly isRegionalDate: boolean;
  /** Texts are shown with something around them, or not at all. */
  readonly changesTexts: boolean;
  readonly #isGeneral: boolean;
  readonly #date1904: boolean;
  readonly #shown = new Map<number, string>();

  constructor(code: string, date1904: boolean, isRegional = false) {
    this.code = code;
    this.#date1904 = date1904;
    this.#isGeneral = code === 'General';
    this.isDate = !this.#isGeneral && isDateFormat(code);
    this.isRegionalDate = isRegional && this.isDate;
    this.changesTexts = code !== '@' && (code.includes('@') || code.split(';').length >= 4);
  }

  /** `stored` is the number as the file writes it. */
  show(stored: string, value: number): string {
    if (this.#isGeneral && stored.length <= shownAsStoredLength && shownAsStored.test(stored)) return stored;
    const known = this.#shown.get(value);
    if (known !== undefined) return known;
    if (this.#shown.size >= rememberedValues) this.#shown.clear();
    const shown = this.#format(value, stored);
    this.#shown.set(value, shown);
    return shown;
  }

  showText(text: string): string {
    return this.changesTexts ? this.#format(text, text) : text;
  }

  #format(value: number | string, otherwise: string): string {
    try {
      return formatValue(this.code, value, this.#date1904);
    } catch {
      // A format that is none: Excel would refuse the workbook, and the value matters more.
      return otherwise;
    }
  }
}

const numFmts = nameCode('numFmts');
const numFmt = nameCode('numFmt');
const cellXfs = nameCode('cellXfs');
const xf = nameCode('xf');
const numFmtId = nameCode('numFmtId');
const formatCode = nameCode('formatCode');

/** Formats by the number of a cell's style. A workbook without styles shows everything as General. */
export async function readCellFormats(
  zip: WorkbookZip,
  part: string | null,
  options: ScanOptions,
  date1904: boolean,
): Promise<readonly CellFormat[]> {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let inFormats = false;
  let inCells = false;
  if (part !== null) {
    await scanPart(zip, part, options, (scanner, kind) => {
      if (kind === token.text) return;
      if (scanner.name === numFmts) inFormats = kind === token.open;
      if (scanner.name === cellXfs) inCells = kind === token.open;
      if (kind === token.close) return;
      // Conditional formatting has formats of its own, under numbers that mean others in cells.
      if (inFormats && scanner.name === numFmt) {
        // Some libraries write a format without a code, also for number 0, where they mean none.
        codes.set(Number(attributeText(scanner, numFmtId)), attributeText(scanner, formatCode) || 'General');
      } else if (inCells && scanner.name === xf) {
        ids.push(Number(attributeText(scanner, numFmtId) ?? 0));
      }
    });
  }
  // Styles that differ in colours alone share what they remember.
  const formats = new Map<number, CellFormat>();
  return (ids.length === 0 ? [0] : ids).map((id) => {
    const own = codes.get(id);
    const regional = own === undefined && regionalFormats.has(id);
    const format = formats.get(id) ?? new CellFormat(own ?? builtInFormat(id), date1904, regional);
    formats.set(id, format);
    return format;
  });
}
