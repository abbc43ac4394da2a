import { encodeText, fits } from '../encode-text.ts';
import { inAscii, type InventedTable, inventTable } from '../invent-table.ts';
import { type DamageKind, type MadeFile, type Making, nothingElse, placeIn, variantOf } from '../kind.ts';
import { rowTruths, type TableTruth, type Told } from '../truth.ts';

interface DumpTable {
  readonly name: string;
  readonly quotedName: string;
  readonly header: readonly string[];
  readonly rows: { readonly cells: readonly string[]; told: Told; damage?: string; text?: string }[];
}

type Style = 'copy' | 'inserts' | 'inserts of many rows';

function dumpTable(table: InventedTable, name: string, quotedName = name): DumpTable {
  return {
    name,
    quotedName,
    header: table.header,
    rows: table.rows.map((cells) => ({ cells, told: 'never' })),
  };
}

const copyEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** An empty cell is NULL, as most programs leave it. */
function copyLine(cells: readonly string[]): string {
  return cells
    .map((cell) => (cell === '' ? '\\N' : cell.replaceAll(/[\\\n\r\t]/g, (found) => copyEscapes[found]!)))
    .join('\t');
}

function insertValues(cells: readonly string[]): string {
  const values = cells.map((cell) => (cell === '' ? 'NULL' : `'${cell.replaceAll("'", "''")}'`));
  return `(${values.join(', ')})`;
}

function writeTable(table: DumpTable, style: Style): string {
  const { quotedName: name, header } = table;
  const columns = header.map((column) => (column === column.toLowerCase() ? column : `"${column}"`));
  const create = `CREATE TABLE ${name} (\n${columns.map((column) => `    ${column} text`).join(',\n')}\n);\n\n`;
  const lines = table.rows.map(
    ({ cells, text }) => text ?? (style === 'copy' ? copyLine(cells) : insertValues(cells)),
  );
  const into = `${name} (${columns.join(', ')})`;
  if (style === 'copy')
    return `${create}COPY ${into} FROM stdin;\n${lines.map((line) => `${line}\n`).join('')}\\.\n\n\n`;
  const perStatement = style === 'inserts' ? 1 : 25;
  const statements: string[] = [];
  for (let start = 0; start < lines.length; start += perStatement) {
    const separator = style === 'inserts' ? ' ' : '\n\t';
    const values = lines.slice(start, start + perStatement).join(`,${separator}`);
    statements.push(`INSERT INTO ${into} VALUES${separator}${values};\n`);
  }
  return `${create}${statements.join('')}\n\n`;
}

function writeDump(tables: readonly DumpTable[], style: Style, clientEncoding: string): string {
  const start = `--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 16.3\n-- Dumped by pg_dump version 16.3\n\nSET statement_timeout = 0;\nSET client_encoding = '${clientEncoding}';\nSET standard_conforming_strings = on;\n\n`;
  const end = `ALTER TABLE ONLY ${tables[0]!.quotedName}\n    ADD CONSTRAINT patients_pkey PRIMARY KEY (${tables[0]!.header[0]!});\n\n\n--\n-- PostgreSQL database dump complete\n--\n\n`;
  return start + tables.map((table) => writeTable(table, style)).join('') + end;
}

function tableTruth({ name, header, rows }: DumpTable, encoding: string): TableTruth {
  const truths = rows.map(({ cells, told, damage }) => ({
    cells,
    told,
    ...(damage === undefined ? {} : { damage }),
  }));
  return { name, layout: { encoding }, header, rows: rowTruths(truths) };
}

const visits = (making: Making): InventedTable => ({
  header: ['visit_id', 'patient_id', 'notes'],
  rows: Array.from({ length: Math.ceil(making.rows / 2) }, (_, index) => [
    String(index + 1),
    String(1 + (index % making.rows)).padStart(7, '0'),
    index % 4 === 0 ? 'He said: "tab\there"; see C:\\scans\nline two' : 'No change',
  ]),
});

function inventDump(making: Making): DumpTable[] {
  return [
    dumpTable(inventTable(making.random, making.rows), 'public.patients'),
    dumpTable(visits(making), 'public.Visit Notes', 'public."Visit Notes"'),
  ];
}

function madeDump(text: string, tables: readonly DumpTable[], tell: readonly string[] = []): MadeFile {
  return {
    extension: 'sql',
    bytes: Buffer.from(text),
    truth: {
      ...nothingElse,
      format: 'pg-dump',
      outcomes: ['recognised'],
      tables: tables.map((table) => tableTruth(table, 'utf-8')),
      tell,
    },
  };
}

function intact(name: string, what: string, styleOf: (making: Making) => Style): DamageKind {
  return {
    name,
    what,
    files: 12,
    make: (making) => {
      const tables = inventDump(making);
      return madeDump(writeDump(tables, styleOf(making), 'UTF8'), tables);
    },
  };
}

const cutOff: DamageKind = {
  name: 'dump-cut-off',
  what: 'The dump ends in the middle of a row of its first table.',
  files: 12,
  make: (making) => {
    const [patients] = inventDump(making) as [DumpTable, DumpTable];
    const style = variantOf(making, ['copy', 'inserts'] as const);
    const at = placeIn(making.rows, making.place);
    const kept: DumpTable = { ...patients, rows: patients.rows.slice(0, at + 1) };
    const last = kept.rows[at]!;
    last.told = 'must';
    last.damage = 'the file ends in it';
    const whole = writeDump([kept], style, 'UTF8');
    const line = style === 'copy' ? copyLine(last.cells) : insertValues(last.cells);
    return madeDump(whole.slice(0, whole.lastIndexOf(line) + Math.floor(line.length / 2)), [kept], ['cut']);
  },
};

const cutBetween: DamageKind = {
  name: 'dump-cut-between-rows',
  what: 'The dump ends after a row of a COPY block: its end mark is missing.',
  files: 12,
  make: (making) => {
    const [patients] = inventDump(making) as [DumpTable, DumpTable];
    const whole = writeDump([patients], 'copy', 'UTF8');
    return madeDump(whole.slice(0, whole.lastIndexOf('\\.\n')), [patients], ['cut']);
  },
};

const raggedRow: DamageKind = {
  name: 'dump-ragged-row',
  what: 'A row of a COPY block has a cell too few or too many.',
  files: 12,
  make: (making) => {
    const tables = inventDump(making);
    const row = tables[0]!.rows[placeIn(making.rows, making.place)]!;
    const line = copyLine(row.cells);
    row.text = making.index % 2 === 0 ? `${line}\tmore` : line.slice(0, line.lastIndexOf('\t'));
    row.told = 'must';
    row.damage = 'wrong number of cells';
    return madeDump(writeDump(tables, 'copy', 'UTF8'), tables);
  },
};

const otherEncoding: DamageKind = {
  name: 'dump-client-encoding',
  what: 'The dump says that it is in LATIN1, WIN1252 or LATIN2, and is.',
  files: 12,
  make: (making) => {
    const [said, encoding] = variantOf(making, [
      ['LATIN1', 'iso-8859-1'],
      ['WIN1252', 'windows-1252'],
      ['LATIN2', 'iso-8859-2'],
    ] as const);
    const table = inventTable(making.random, making.rows);
    const rows = table.rows.map((cells) =>
      cells.map((cell) => (fits(cell, encoding) ? cell : inAscii(cell))),
    );
    const tables = [dumpTable({ ...table, rows }, 'public.patients')];
    const made = madeDump('', tables);
    return {
      ...made,
      bytes: encodeText(writeDump(tables, 'copy', said), encoding),
      truth: { ...made.truth, tables: tables.map((each) => tableTruth(each, encoding)) },
    };
  },
};

const customFormat: DamageKind = {
  name: 'dump-custom-format',
  what: "A backup in Postgres' own format, which only its programs can read.",
  files: 12,
  make: (making) => {
    const body = Buffer.from(
      Array.from({ length: 200 + making.rows * 10 }, () => making.random.whole(0, 255)),
    );
    return {
      extension: variantOf(making, ['dump', 'backup', 'sql']),
      bytes: Buffer.concat([Buffer.from('PGDMP\u0001\u000f\0\u0004\u0008\u0001'), body]),
      truth: { ...nothingElse, format: 'pg-dump', outcomes: ['unreadable'], tables: [] },
    };
  },
};

export const dumpKinds: readonly DamageKind[] = [
  intact('dump-copy', 'COPY blocks of two tables, one with a quoted name.', () => 'copy'),
  intact('dump-inserts', 'INSERT statements, of one row or of many.', (making) =>
    variantOf(making, ['inserts', 'inserts of many rows']),
  ),
  cutOff,
  cutBetween,
  raggedRow,
  otherEncoding,
  customFormat,
];
