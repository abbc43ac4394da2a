import { encodeText, fits } from '../encode-text.ts';
import { inAscii, type InventedTable, inventTable } from '../invent-table.ts';
import { type DamageKind, type MadeFile, type Making, nothingElse, placeIn, variantOf } from '../kind.ts';
import { type FileTruth, rowTruths, type Told, withoutEmptyEnd } from '../truth.ts';

interface RecordRow {
  readonly cells: readonly string[];
  text: string;
  told: Told;
  damage?: string;
}

interface Records {
  readonly header: readonly string[];
  readonly rows: RecordRow[];
}

function madeRecords(
  format: 'json' | 'xml',
  extension: string,
  text: string | Uint8Array,
  records: Records,
  more: Partial<FileTruth> = {},
  encoding = 'utf-8',
): MadeFile {
  const truths = records.rows.map(({ cells, told, damage }) => ({
    cells: withoutEmptyEnd(cells),
    told,
    ...(damage === undefined ? {} : { damage }),
  }));
  return {
    extension,
    bytes: typeof text === 'string' ? Buffer.from(text) : text,
    truth: {
      ...nothingElse,
      format,
      outcomes: ['recognised'],
      tables: [{ name: '', layout: { encoding }, header: records.header, rows: rowTruths(truths) }],
      ...more,
    },
  };
}

/** An empty cell is null, and all else text. */
function jsonRecord(header: readonly string[], cells: readonly string[]): string {
  return JSON.stringify(
    Object.fromEntries(header.map((name, column) => [name, cells[column] === '' ? null : cells[column]])),
  );
}

function xmlRecord(header: readonly string[], cells: readonly string[]): string {
  const elements = header.map((name, column) => {
    const value = cells[column]!;
    const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '&#13;');
    return value === '' ? `    <${name}/>` : `    <${name}>${escaped}</${name}>`;
  });
  return `  <Patient>\n${elements.join('\n')}\n  </Patient>\n`;
}

type WriteRecord = (header: readonly string[], cells: readonly string[]) => string;

function recordsOf({ header, rows }: InventedTable, write: WriteRecord): Records {
  return { header, rows: rows.map((cells) => ({ cells, text: write(header, cells), told: 'never' })) };
}

const inventRecords = (making: Making, write: WriteRecord): Records =>
  recordsOf(
    inventTable(making.random, making.rows, { vendor: variantOf(making, ['acuity', 'occuco']) }),
    write,
  );

function damage(records: Records, at: number, how: string, change: (text: string) => string): void {
  const row = records.rows[at]!;
  row.text = change(row.text);
  row.told = 'must';
  row.damage = how;
}

const jsonArray = (records: Records): string => `[\n${records.rows.map(({ text }) => text).join(',\n')}\n]\n`;
const jsonLines = (records: Records): string => records.rows.map(({ text }) => `${text}\n`).join('');
const xmlDocument = (records: Records, encoding = 'UTF-8'): string =>
  `<?xml version="1.0" encoding="${encoding}"?>\n<Patients>\n${records.rows.map(({ text }) => text).join('')}</Patients>\n`;

function kind(name: string, what: string, make: (making: Making) => MadeFile): DamageKind {
  return { name, what, files: 12, make };
}

function cutOff(records: Records, whole: string): string {
  const last = records.rows.at(-1)!;
  const at = whole.lastIndexOf(last.text) + Math.floor(last.text.length / 2);
  last.told = 'must';
  last.damage = 'the file ends in it';
  return whole.slice(0, at);
}

const json: readonly DamageKind[] = [
  kind('json-array', 'An array of records.', (making) => {
    const records = inventRecords(making, jsonRecord);
    return madeRecords('json', 'json', jsonArray(records), records);
  }),
  kind('json-lines', 'A record on each line.', (making) => {
    const records = inventRecords(making, jsonRecord);
    return madeRecords('json', variantOf(making, ['ndjson', 'jsonl', 'json']), jsonLines(records), records);
  }),
  kind('json-inside-document', 'The records are an array inside a document with other keys.', (making) => {
    const records = inventRecords(making, jsonRecord);
    const text = `{"exported":"2026-02-03","count":${making.rows},"data":{"patients":${jsonArray(records)}}}\n`;
    return madeRecords('json', 'json', text, records);
  }),
  kind('json-trailing-comma', 'A comma after the last record.', (making) => {
    const records = inventRecords(making, jsonRecord);
    return madeRecords('json', 'json', jsonArray(records).replace(/\n\]\n$/, ',\n]\n'), records);
  }),
  kind('json-truncated', 'The array ends in the middle of its last record.', (making) => {
    const records = inventRecords(making, jsonRecord);
    return madeRecords('json', 'json', cutOff(records, jsonArray(records)), records, { tell: ['cut'] });
  }),
  kind('json-damaged-record', 'A record in the middle lacks a quotation mark or a brace.', (making) => {
    const records = inventRecords(making, jsonRecord);
    const at = placeIn(making.rows, making.place);
    damage(records, at, 'broken', (text) =>
      making.index % 2 === 0 ? text.slice(0, -1) : text.replace('":"', '":'),
    );
    const lines = making.index % 4 < 2;
    if (!lines) for (const row of records.rows.slice(at + 1)) row.told = 'may';
    const text = lines ? jsonLines(records) : jsonArray(records);
    return madeRecords('json', 'json', text, records, { tell: ['broken record'] });
  }),
];

const accented: Readonly<Record<string, string>> = {
  'ISO-8859-1': 'iso-8859-1',
  'windows-1252': 'windows-1252',
};

const xml: readonly DamageKind[] = [
  kind('xml-records', 'Repeating elements with an element for each value.', (making) => {
    const records = inventRecords(making, xmlRecord);
    return madeRecords('xml', 'xml', xmlDocument(records), records);
  }),
  kind(
    'xml-declared-encoding',
    'The declaration says ISO-8859-1 or Windows-1252, and it is so.',
    (making) => {
      const said = variantOf(making, ['ISO-8859-1', 'windows-1252']);
      const encoding = accented[said]!;
      const table = inventTable(making.random, making.rows, { vendor: 'acuity' });
      const rows = table.rows.map((cells) =>
        cells.map((cell) => (fits(cell, encoding) ? cell : inAscii(cell))),
      );
      const records = recordsOf({ ...table, rows }, xmlRecord);
      return madeRecords(
        'xml',
        'xml',
        encodeText(xmlDocument(records, said), encoding),
        records,
        {},
        encoding,
      );
    },
  ),
  kind('xml-truncated', 'The document ends in the middle of its last record.', (making) => {
    const records = inventRecords(making, xmlRecord);
    return madeRecords('xml', 'xml', cutOff(records, xmlDocument(records)), records, { tell: ['cut'] });
  }),
  kind('xml-bare-ampersand', 'An ampersand or a less-than sign is not escaped.', (making) => {
    const records = inventRecords(making, xmlRecord);
    const at = placeIn(making.rows, making.place);
    const [first] = records.header;
    damage(records, at, 'bare sign', (text) =>
      text.replace(`</${first!}>`, `${making.index % 2 === 0 ? ' & Son' : ' <5 mm'}</${first!}>`),
    );
    for (const row of records.rows.slice(at + 1)) row.told = 'may';
    return madeRecords('xml', 'xml', xmlDocument(records), records, {
      tell: ['bare sign'],
      outcomes: ['recognised', 'unreadable'],
    });
  }),
];

export const recordKinds: readonly DamageKind[] = [...json, ...xml];
