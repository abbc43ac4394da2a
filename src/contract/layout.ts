import { z } from 'zod';

/** UTF-8, but for the lines that are none: those are in the encoding after the sign. */
export const linewiseEncodings = [
  'utf-8+windows-1252',
  'utf-8+windows-1250',
  'utf-8+macintosh',
  'utf-8+cp850',
] as const;
export type LinewiseEncoding = (typeof linewiseEncodings)[number];

/**
 * How a text file's characters are written. The names are those of the WHATWG Encoding Standard where it has one, but
 * for `cp866` and `maccyrillic`; `cp437`, `cp850`, `cp852`, UTF-32 and two in one file are not in it.
 */
export const textEncodings = [
  'utf-8',
  ...linewiseEncodings,
  'utf-16le',
  'utf-16be',
  'utf-32le',
  'utf-32be',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-3',
  'iso-8859-4',
  'iso-8859-5',
  'iso-8859-6',
  'iso-8859-7',
  'iso-8859-9',
  'iso-8859-10',
  'iso-8859-13',
  'iso-8859-14',
  'iso-8859-15',
  'iso-8859-16',
  'macintosh',
  'cp850',
  'cp437',
  'cp852',
  'cp866',
  'koi8-r',
  'maccyrillic',
] as const;
export const textEncoding = z.enum(textEncodings);
export type TextEncoding = z.infer<typeof textEncoding>;

export function isLinewise(encoding: TextEncoding): encoding is LinewiseEncoding {
  return (linewiseEncodings as readonly string[]).includes(encoding);
}

/** Encodings that UTF-8 text is most often mistaken for; undoing it is offered, never done unasked. */
export const doubleEncodings = ['windows-1252', 'iso-8859-1', 'macintosh', 'cp850'] as const;
export const doubleEncoding = z.enum(doubleEncodings);
export type DoubleEncoding = z.infer<typeof doubleEncoding>;

const repair = {
  /** Cells that are UTF-8 read once as this encoding are turned back, where the round trip succeeds. */
  undoDoubleEncoding: doubleEncoding.nullable(),
};

const text = {
  encoding: textEncoding,
  byteOrderMark: z.boolean(),
  ...repair,
};

export const newlines = ['\n', '\r\n', '\r'] as const;
export const newline = z.enum(newlines);
export type Newline = z.infer<typeof newline>;

export const delimitedLayout = z.object({
  format: z.literal('delimited'),
  ...text,
  newline,
  /** One to eight characters. */
  delimiter: z.string().min(1).max(8),
  /** Empty: no cell is quoted, quotation marks are ordinary characters. */
  quote: z.enum(['"', "'", '']),
  /** How a quotation mark stands inside a quoted cell. */
  escape: z.enum(['doubled', 'backslash']),
  /** Physical line, from 1, on which the table begins: its header, or its first row when it has none. */
  firstLine: z.number().int().positive(),
  /** The last physical line that belongs to the table; null: to the end of the file. */
  lastLine: z.number().int().positive().nullable(),
  /** Lines that name the columns; more than one are joined from top to bottom. 0: columns are named by number. */
  headerLines: z.number().int().min(0).max(5),
  /** Lines that begin so are no rows. */
  comment: z.string().min(1).max(4).nullable(),
  /** Every row, the header too, ends with a delimiter after its last cell. */
  trailingDelimiter: z.boolean(),
});
export type DelimitedLayout = z.infer<typeof delimitedLayout>;

export const fixedColumn = z.strictObject({
  name: z.string().min(1),
  /** Character, from 1, at which the column begins. */
  start: z.number().int().positive(),
  width: z.number().int().positive(),
});
export type FixedColumn = z.infer<typeof fixedColumn>;

export const fixedWidthLayout = z.object({
  format: z.literal('fixed-width'),
  ...text,
  newline,
  firstLine: z.number().int().positive(),
  /** Lines of names to leave out: the columns are named by their description. */
  headerLines: z.number().int().min(0).max(5),
  columns: z.array(fixedColumn).min(1),
});
export type FixedWidthLayout = z.infer<typeof fixedWidthLayout>;

export const workbookLayout = z.object({
  format: z.literal('workbook'),
  container: z.enum(['xlsx', 'xls', 'xlsb', 'ods']),
  sheet: z.string(),
  /** Row of the sheet, from 1, where the table begins: its header, or its first row when it has none. */
  firstRow: z.number().int().positive(),
  /** The last row that belongs to the table; null: to the end of the sheet. */
  lastRow: z.number().int().positive().nullable(),
  headerRows: z.number().int().min(0).max(5),
  ...repair,
});
export type WorkbookLayout = z.infer<typeof workbookLayout>;

export const dumpLayout = z.object({
  format: z.literal('pg-dump'),
  encoding: textEncoding,
  ...repair,
  /** With its schema, names as they are in the database: `public.patient`. Partitions are tables of their own. */
  table: z.string(),
});
export type DumpLayout = z.infer<typeof dumpLayout>;

export const jsonLayout = z.object({
  format: z.literal('json'),
  ...text,
  /** One value on each line, in place of one document. */
  lines: z.boolean(),
  /** Keys that lead from the document to the array of records; those after an array lead on within its records. */
  path: z.array(z.string()),
  /** Of records that are arrays: 1 when the first one names the columns. */
  headerRows: z.number().int().min(0).max(1),
});
export type JsonLayout = z.infer<typeof jsonLayout>;

export const xmlLayout = z.object({
  format: z.literal('xml'),
  ...text,
  /** Names of the elements from the root to the one that is a record. */
  path: z.array(z.string()).min(1),
  /** How many of those names lead to the record around this one, whose single values are taken over; 0: none. */
  outer: z.number().int().min(0),
});
export type XmlLayout = z.infer<typeof xmlLayout>;

/** How one table stands in its file: all that a reader has to know to read it again exactly so. */
export const layout = z.discriminatedUnion('format', [
  delimitedLayout,
  fixedWidthLayout,
  workbookLayout,
  dumpLayout,
  jsonLayout,
  xmlLayout,
]);
export type Layout = z.infer<typeof layout>;
export type TableFormat = Layout['format'];

/** What a person decided in place of what was recognised. What a format does not have is refused. */
export const layoutOverride = z.strictObject({
  format: z.enum(['delimited', 'fixed-width', 'workbook', 'pg-dump', 'json', 'xml']).optional(),
  encoding: textEncoding.optional(),
  undoDoubleEncoding: doubleEncoding.nullable().optional(),
  newline: newline.optional(),
  delimiter: z.string().min(1).max(8).optional(),
  quote: z.enum(['"', "'", '']).optional(),
  escape: z.enum(['doubled', 'backslash']).optional(),
  /** Physical line of a text file or row of a sheet. */
  firstLine: z.number().int().positive().optional(),
  lastLine: z.number().int().positive().nullable().optional(),
  headerLines: z.number().int().min(0).max(5).optional(),
  comment: z.string().min(1).max(4).nullable().optional(),
  trailingDelimiter: z.boolean().optional(),
  /** Description of a file with columns of fixed width. */
  columns: z.array(fixedColumn).min(1).optional(),
});
export type LayoutOverride = z.infer<typeof layoutOverride>;

/** What a person can decide about a table beside its format. */
export type Setting = Exclude<keyof LayoutOverride, 'format'>;

/** Sheets have rows where texts have lines. */
const settingOf: Readonly<Record<string, string | undefined>> = {
  firstRow: 'firstLine',
  lastRow: 'lastLine',
  headerRows: 'headerLines',
};

/** The settings of a format, as its layout has them. */
export function settingsOfFormat(format: TableFormat): Setting[] {
  const { shape } = layout.options.find((option) => option.shape.format.value === format)!;
  const names = Object.keys(shape).map((name) => settingOf[name] ?? name);
  return names.filter((name): name is Setting => name !== 'format' && name in layoutOverride.shape);
}

/** A layout as if a person had decided all of it. */
export function settingsOf(layout: Layout): LayoutOverride {
  const named = Object.entries(layout).map(([name, value]) => [settingOf[name] ?? name, value] as const);
  return Object.fromEntries(named.filter(([name]) => name in layoutOverride.shape));
}

/** Whether a table in this layout was read as is asked for. */
export function isReadSo(layout: Layout, override: LayoutOverride): boolean {
  const settings: Readonly<Record<string, unknown>> = settingsOf(layout);
  return Object.entries(decidedOf(override)).every(
    ([name, value]) => JSON.stringify(settings[name]) === JSON.stringify(value),
  );
}

/** Without what was not decided after all. */
export function decidedOf(override: LayoutOverride): LayoutOverride {
  return Object.fromEntries(Object.entries(override).filter(([, value]) => value !== undefined));
}
