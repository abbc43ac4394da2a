import type { Layout, TableFormat } from '#contract/layout';
import { ok } from '#contract/result';
import { inspectDelimited } from './inspect-delimited.ts';
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

const recogniseDelimited: Recognise = async (source, _samples, override, limits) => {
  const d = override.delimiter;
  const found = await inspectDelimited(source, d === undefined ? {} : { delimiter: d as ',' }, limits);
  if (!found.ok) return found;
  const { dialect, reasons, header, firstRows } = found.value;
  return ok({
    format: 'delimited',
    formatReason: 'It is a text with columns.',
    findings: [],
    tables: [
      {
        name: '',
        layout: {
          format: 'delimited',
          encoding: 'utf-8',
          byteOrderMark: dialect.byteOrderMark,
          undoDoubleEncoding: null,
          newline: dialect.newline,
          delimiter: dialect.delimiter,
          quote: '"',
          escape: 'doubled',
          firstLine: 1,
          lastLine: null,
          headerLines: 1,
          comment: null,
          trailingDelimiter: false,
        },
        confidence: 1,
        reasons,
        questions: [],
        header,
        preview: {
          first: firstRows.map((cells, i) => ({ line: i + 2, cells, fault: null })),
          middle: [],
          last: [],
        },
        rowsEstimate: null,
        findings: [],
      },
    ],
  });
};

/**
 * Every format, in the order in which they are tried: those with a certain sign before those that are told by their
 * regularity. Workbook, pg-dump, xml, json, fixed-width, delimited.
 */
export const formats: readonly FormatReader[] = [
  reader('workbook', recogniseWorkbook, readWorkbook),
  reader('pg-dump', recogniseDump, readDump),
  reader('xml', recogniseXml, readXml),
  reader('json', recogniseJson, readJson),
  reader('fixed-width', recogniseFixedWidth, readFixedWidth),
  reader('delimited', recogniseDelimited, readDelimited),
];
