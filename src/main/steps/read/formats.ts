import type { Layout, TableFormat } from '#contract/layout';
import { ok } from '#contract/result';
import { recogniseDelimited } from './delimited/recognise-delimited.ts';
import { readDump } from './dump/read-dump.ts';
import { recogniseDump } from './dump/recognise-dump.ts';
import { readJson } from './records/read-json.ts';
import { readFixedWidth } from './fixed-width/read-fixed-width.ts';
import { recogniseFixedWidth } from './fixed-width/recognise-fixed-width.ts';
import { readXml } from './records/read-xml.ts';
import { recogniseJson } from './records/recognise-json.ts';
import { recogniseXml } from './records/recognise-xml.ts';
import { readWorkbook } from './workbook/read-workbook.ts';
import { recogniseWorkbook } from './workbook/recognise-workbook.ts';
import { readDelimited } from './read-delimited.ts';
import type { ReadTable, Recognise } from './recognition.ts';
import { settledRows, settledTable } from './settled-text.ts';

/** How files of one format are recognised and read. */
export interface FormatReader {
  readonly format: TableFormat;
  readonly recognise: Recognise;
  readonly read: ReadTable<Layout>;
}

type LayoutOf<Format extends TableFormat> = Extract<Layout, { format: Format }>;

/** A reader is only ever given layouts of its own format. */
function reader<Format extends TableFormat>(
  format: Format,
  recognise: Recognise,
  read: ReadTable<LayoutOf<Format>>,
): FormatReader {
  return { format, recognise, read: read as ReadTable<Layout> };
}

/** Formats whose rows are taken apart in any case. Lines of text settle what was converted wrongly as they go by. */
function settling({ format, recognise, read }: FormatReader): FormatReader {
  return {
    format,
    recognise: async (...about) => {
      const found = await recognise(...about);
      return found?.ok ? ok({ ...found.value, tables: found.value.tables.map(settledTable) }) : found;
    },
    read: (source, layout, limits) => settledRows(read(source, layout, limits), layout.undoDoubleEncoding),
  };
}

/**
 * Every format, in the order in which they are tried: those with a certain sign before those that are told by their
 * regularity. Workbook, pg-dump, xml, json, fixed-width, delimited.
 */
export const formats: readonly FormatReader[] = [
  settling(reader('workbook', recogniseWorkbook, readWorkbook)),
  settling(reader('pg-dump', recogniseDump, readDump)),
  settling(reader('xml', recogniseXml, readXml)),
  settling(reader('json', recogniseJson, readJson)),
  reader('fixed-width', recogniseFixedWidth, readFixedWidth),
  reader('delimited', recogniseDelimited, readDelimited),
];
