// xl/worksheets/sheet1.xml → rows, as many as each piece completes

import type { ReadLimits } from '../read-limits.ts';
import type { SheetFacts } from './book.ts';
import { CellFormat } from './cell-format.ts';
import { attributeIsTrue, attributeText } from './scan-part.ts';
import { RichText } from './shared-strings.ts';
import { isRestOf, joined, type SheetRow, SheetRowBuilder } from './sheet-row.ts';
import { serialOfIsoDate } from './serial-date.ts';
import type { StringTable } from './string-table.ts';
import { nameCode, token, type XmlScanner } from './xml-scanner.ts';
import { cellText } from './xml-text.ts';

const code = {
  sheetData: nameCode('sheetData'),
  row: nameCode('row'),
  c: nameCode('c'),
  v: nameCode('v'),
  f: nameCode('f'),
  is: nameCode('is'),
  col: nameCode('col'),
  dimension: nameCode('dimension'),
  mergeCell: nameCode('mergeCell'),
  r: nameCode('r'),
  s: nameCode('s'),
  t: nameCode('t'),
  hidden: nameCode('hidden'),
  min: nameCode('min'),
  max: nameCode('max'),
  ref: nameCode('ref'),
};

/** Last column that a sheet can have: XFD. */
const lastColumn = 16_384;
const maxRow = 1_048_576;

const cellType = { number: 0, shared: 1, text: 2, inline: 3, boolean: 4, error: 5, date: 6 } as const;
type CellType = (typeof cellType)[keyof typeof cellType];

export interface SheetContext {
  readonly file: string;
  readonly limits: ReadLimits;
  readonly formats: readonly CellFormat[];
  readonly strings: Pick<StringTable, 'get'>;
  readonly date1904: boolean;
}

export class SheetScanner {
  readonly facts: SheetFacts = { lastRow: null, hiddenColumns: new Set(), mergedRanges: 0 };
  /** Rows that are complete and were not taken yet. */
  rows: SheetRow[] = [];
  readonly #context: SheetContext;
  readonly #builder: SheetRowBuilder;
  readonly #plain: CellFormat;
  readonly #inline = new RichText();
  #last: SheetRow | null = null;
  #inData = false;
  #inRow = false;
  #rowHidden = false;
  #rowNamed = false;
  #line = 0;
  #inCell = false;
  #column = -1;
  #format: CellFormat;
  #type: CellType = cellType.number;
  #inValue = false;
  #inInline = false;
  #hasFormula = false;
  #value: string | null = null;

  constructor(context: SheetContext) {
    this.#context = context;
    this.#builder = new SheetRowBuilder(context.file, context.limits);
    this.#plain = context.formats[0] ?? new CellFormat('General', context.date1904);
    this.#format = this.#plain;
  }

  take(scanner: XmlScanner, kind: number): void {
    if (kind === token.text) this.#text(scanner);
    else if (!this.#inData) this.#outside(scanner, kind);
    else if (this.#inCell) this.#inside(scanner, kind);
    else if (scanner.name === code.c && kind !== token.close && this.#inRow) this.#beginCell(scanner, kind);
    else if (scanner.name === code.row) this.#row(scanner, kind);
    else if (scanner.name === code.sheetData) this.#inData = kind === token.open;
  }

  #outside(scanner: XmlScanner, kind: number): void {
    if (kind === token.close) return;
    if (scanner.name === code.sheetData) this.#inData = kind === token.open;
    else if (scanner.name === code.mergeCell) this.facts.mergedRanges += 1;
    else if (scanner.name === code.col && attributeIsTrue(scanner, code.hidden)) this.#hideColumns(scanner);
    else if (scanner.name === code.dimension) {
      const last = /:[A-Z]{1,3}(\d{1,7})$/i.exec(attributeText(scanner, code.ref) ?? '');
      if (last !== null && Number(last[1]) <= maxRow) this.facts.lastRow = Number(last[1]);
    }
  }

  /** Hands on the last row. */
  finish(): void {
    if (this.#last !== null) this.rows.push(this.#last);
    this.#last = null;
  }

  /** Careless programs write a row's cells in elements of their own, one after another under the same number. */
  #push(row: SheetRow): void {
    if (this.#last?.line === row.line && isRestOf(row, this.#last)) {
      this.#last = joined(this.#last, row);
      return;
    }
    this.finish();
    this.#last = row;
  }

  #hideColumns(scanner: XmlScanner): void {
    const first = Math.max(1, Number(attributeText(scanner, code.min)));
    const last = Math.min(Number(attributeText(scanner, code.max)), lastColumn);
    for (let column = first; column <= last; column += 1) this.facts.hiddenColumns.add(column - 1);
  }

  #row(scanner: XmlScanner, kind: number): void {
    if (kind !== token.close) {
      // A row that was not closed before the next one: both are rows.
      if (this.#inRow) this.#push(this.#builder.finish(this.#rowHidden));
      const place = scanner.attribute(code.r);
      const number = place === -1 ? 0 : wholeNumber(scanner, place);
      this.#rowNamed = number > 0 && number <= maxRow;
      this.#line = this.#rowNamed ? number : this.#line + 1;
      this.#rowHidden = attributeIsTrue(scanner, code.hidden);
      this.#column = -1;
      this.#inRow = true;
      this.#builder.begin(this.#line);
    }
    if (kind !== token.open && this.#inRow) {
      this.#push(this.#builder.finish(this.#rowHidden));
      this.#inRow = false;
    }
  }

  #beginCell(scanner: XmlScanner, kind: number): void {
    this.#format = this.#plain;
    this.#type = cellType.number;
    let column = -1;
    for (let place = 0; place < scanner.attributes; place += 1) {
      const name = scanner.attributeName(place);
      if (name === code.r) column = this.#reference(scanner, place);
      else if (name === code.s) this.#format = this.#formatOf(wholeNumber(scanner, place));
      else if (name === code.t) this.#type = typeOf(scanner, place);
    }
    this.#column = column === -1 ? this.#column + 1 : column;
    this.#value = null;
    this.#hasFormula = false;
    this.#inCell = kind === token.open;
  }

  #formatOf(style: number): CellFormat {
    return this.#context.formats[style] ?? this.#plain;
  }

  /** Column, from 0, of a reference such as `AB12`; -1 when it is none. */
  #reference(scanner: XmlScanner, place: number): number {
    const { buffer } = scanner;
    const end = scanner.attributeEnd(place);
    let column = 0;
    let at = scanner.attributeStart(place);
    for (; at < end; at += 1) {
      const letter = (buffer[at]! | 0x20) - 0x60;
      if (letter < 1 || letter > 26 || buffer[at]! < 0x41) break;
      column = column * 26 + letter;
      if (column > lastColumn) return -1;
    }
    if (!this.#rowNamed && this.#builder.isEmpty) {
      const line = digits(buffer, at, end);
      if (line > 0 && line <= maxRow) this.#builder.begin((this.#line = line));
      this.#rowNamed = true;
    }
    return column - 1;
  }

  #inside(scanner: XmlScanner, kind: number): void {
    const { name } = scanner;
    if (this.#inInline) {
      if (name === code.is && kind === token.close) {
        this.#inInline = false;
        this.#value = (this.#value ?? '') + this.#inline.finish();
      } else {
        this.#inline.take(scanner, kind);
      }
    } else if (name === code.v) {
      this.#inValue = kind === token.open;
      if (kind !== token.close) this.#value ??= '';
    } else if (name === code.c) {
      // A cell that was not closed before the next one: both are cells.
      this.#endCell();
      if (kind !== token.close) this.#beginCell(scanner, kind);
    } else if (name === code.f) {
      this.#hasFormula = true;
    } else if (name === code.is && kind === token.open) {
      this.#inInline = true;
    }
  }

  #text(scanner: XmlScanner): void {
    if (this.#inInline) {
      this.#inline.take(scanner, token.text);
    } else if (this.#inValue) {
      const text = cellText(scanner.buffer, scanner.textStart, scanner.textEnd, scanner.raw);
      this.#value = this.#value === '' || this.#value === null ? text : this.#value + text;
    }
  }

  #endCell(): void {
    this.#inCell = false;
    this.#inValue = false;
    const value = this.#value;
    if (value === null || (value === '' && this.#type !== cellType.text)) {
      if (this.#hasFormula) this.#builder.addNothing(this.#column, 'cell.formula_without_value');
      return;
    }
    this.#add(this.#column, value);
  }

  #add(column: number, value: string): void {
    const builder = this.#builder;
    const format = this.#format;
    switch (this.#type) {
      case cellType.number:
        return builder.addNumber(column, value.trim(), numberOf(value), format);
      case cellType.shared: {
        const text = this.#context.strings.get(Number(value));
        if (text === undefined) builder.addNothing(column, 'cell.text_missing');
        else if (text !== '') builder.addText(column, text, format);
        return;
      }
      case cellType.text:
      case cellType.inline:
        if (value !== '') builder.addText(column, value, format);
        return;
      case cellType.boolean:
        return builder.addBoolean(column, /^(?:1|true)$/i.test(value.trim()), format);
      case cellType.error:
        return builder.addError(column, value);
      case cellType.date:
        return builder.addNumber(column, value, serialOfIsoDate(value, this.#context.date1904), format);
    }
  }
}

function numberOf(value: string): number {
  const trimmed = value.trim();
  return trimmed === '' ? Number.NaN : Number(trimmed);
}

function typeOf(scanner: XmlScanner, place: number): CellType {
  const start = scanner.attributeStart(place);
  const length = scanner.attributeEnd(place) - start;
  const first = String.fromCharCode(scanner.buffer[start]!);
  if (first === 's') return length === 1 ? cellType.shared : cellType.text;
  if (first === 'i') return cellType.inline;
  if (first === 'b') return cellType.boolean;
  if (first === 'e') return cellType.error;
  return first === 'd' ? cellType.date : cellType.number;
}

function wholeNumber(scanner: XmlScanner, place: number): number {
  return digits(scanner.buffer, scanner.attributeStart(place), scanner.attributeEnd(place));
}

/** -1 when there is anything but digits. */
function digits(buffer: Buffer, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at += 1) {
    const digit = buffer[at]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}
