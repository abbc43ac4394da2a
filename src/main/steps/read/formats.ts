import type { TableFormat } from '#contract/layout';
import { ok } from '#contract/result';
import { inspectDelimited } from './inspect-delimited.ts';
import type { Recognise } from './recognition.ts';

export interface FormatReader {
  readonly format: TableFormat;
  readonly recognise: Recognise;
}

export const formats: readonly FormatReader[] = [
  {
    format: 'delimited',
    recognise: async (source, _s, override, limits) => {
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
    },
  },
];
