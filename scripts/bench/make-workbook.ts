import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { inventPerson, type Person } from '../generate-sample/person.ts';
import { Random } from '../generate-sample/random.ts';
import { layouts } from '../generate-sample/vendor-layouts.ts';

const namespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const officeTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageTypes = 'http://schemas.openxmlformats.org/package/2006/relationships';
const contentTypes = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const chunkLength = 256 * 1024;
const dayMs = 86_400_000;
const firstDay = Date.UTC(1899, 11, 30);
const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

export interface WorkbookOptions {
  readonly file: string;
  readonly rows: number;
  readonly seed: number;
  /** Every text is an entry of its own in the table of texts, as careless writers make it. */
  readonly unique: boolean;
}

/** Writes an .xlsx file of invented patients, as Excel writes one: texts in a table, dates as numbers with a style. */
export async function makeWorkbook({ file, rows, seed, unique }: WorkbookOptions): Promise<void> {
  const zip = new ZipFile();
  const texts = new Texts(unique);
  for (const [name, content] of Object.entries(smallParts)) zip.addBuffer(Buffer.from(content), name);
  zip.addReadStreamLazy('xl/worksheets/sheet1.xml', (send) =>
    send(null, Readable.from(sheet(rows, seed, texts))),
  );
  zip.addReadStreamLazy('xl/sharedStrings.xml', (send) => send(null, Readable.from(table(texts))));
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file, { mode: 0o600 }));
}

class Texts {
  readonly list: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #unique: boolean;

  constructor(unique: boolean) {
    this.#unique = unique;
  }

  numberOf(text: string): number {
    const known = this.#unique ? undefined : this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.list.push(text) - 1;
    if (!this.#unique) this.#numbers.set(text, number);
    return number;
  }
}

const name = (column: number): string => String.fromCharCode(0x41 + column);

function* sheet(rows: number, seed: number, texts: Texts): Generator<string> {
  const { columns, country } = layouts.optix;
  const random = new Random(seed);
  const shared = (column: number, row: number, text: string): string =>
    `<c r="${name(column)}${row}" t="s"><v>${texts.numberOf(text)}</v></c>`;
  let xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${namespace}"><dimension ref="A1:O${rows + 1}"/><sheetData><row r="1">`;
  xml += columns.map(([header], column) => shared(column, 1, header)).join('');
  xml += '</row>';
  for (let row = 2; row <= rows + 1; row += 1) {
    const person: Person = inventPerson(random, country, row);
    xml += `<row r="${row}" spans="1:15">`;
    for (const [column, [, field]] of columns.entries()) {
      const value = person[field];
      if (value === '') continue;
      const day = Date.parse(value);
      xml +=
        field === 'dateOfBirth' && !Number.isNaN(day)
          ? `<c r="${name(column)}${row}" s="1"><v>${Math.round((day - firstDay) / dayMs)}</v></c>`
          : shared(column, row, value);
    }
    xml += '</row>';
    if (xml.length < chunkLength) continue;
    yield xml;
    xml = '';
  }
  yield `${xml}</sheetData></worksheet>`;
}

function* table({ list }: Texts): Generator<string> {
  let xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="${namespace}" uniqueCount="${list.length}">`;
  for (const text of list) {
    xml += `<si><t>${text.replace(/[&<>]/g, (sign) => escapes.get(sign)!)}</t></si>`;
    if (xml.length < chunkLength) continue;
    yield xml;
    xml = '';
  }
  yield `${xml}</sst>`;
}

const smallParts: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentTypes}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${contentTypes}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${contentTypes}.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentTypes}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${packageTypes}"><Relationship Id="rId1" Type="${officeTypes}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${namespace}" xmlns:r="${officeTypes}"><sheets><sheet name="Patients" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packageTypes}"><Relationship Id="rId1" Type="${officeTypes}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${officeTypes}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${officeTypes}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${namespace}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`,
};
