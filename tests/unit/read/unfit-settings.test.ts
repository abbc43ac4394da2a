import { describe, expect, test } from 'vitest';
import {
  settingsOf,
  settingsOfFormat,
  type LayoutOverride,
  type Setting,
  type TableFormat,
} from '#contract/layout';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { inspectPart } from '#main/steps/read/survey';
import { sourceOf } from './byte-sources.ts';
import { partsOf, zipOf } from './workbook/books.ts';

const cells = (row: number): string =>
  ['A', 'B'].map((column) => `<c r="${column}${row}"><v>${row * 7}</v></c>`).join('');
const sheetData = Array.from({ length: 9 }, (_, row) => `<row r="${row + 1}">${cells(row + 1)}</row>`).join(
  '',
);
const fixedLine = (id: number): string => `${1000 + id}  Test${String(id).padEnd(8)}  London `;

const files: Record<TableFormat, () => string | Buffer | Promise<Buffer>> = {
  delimited: () => Array.from({ length: 40 }, (_, id) => `${id},Test,Leeds`).join('\n'),
  'fixed-width': () => Array.from({ length: 40 }, (_, id) => fixedLine(id)).join('\n'),
  workbook: () => zipOf(partsOf({ sheetData })),
  'pg-dump': () => '-- PostgreSQL database dump\n\nCOPY public.exam (id, eye) FROM stdin;\n1\tR\n2\tL\n\\.\n',
  json: () => JSON.stringify(Array.from({ length: 9 }, (_, id) => ({ id, town: 'Leeds' }))),
  xml: () => `<x>${'<p><id>1</id><town>Leeds</town></p>'.repeat(9)}</x>`,
};

const decisions: Required<Omit<LayoutOverride, 'format'>> = {
  encoding: 'utf-8',
  undoDoubleEncoding: null,
  newline: '\n',
  delimiter: ';',
  quote: '',
  escape: 'doubled',
  firstLine: 2,
  lastLine: 5,
  headerLines: 1,
  comment: '#',
  trailingDelimiter: false,
  columns: [{ name: 'id', start: 1, width: 4 }],
};

async function lookAt(format: TableFormat, override: LayoutOverride = {}) {
  return inspectPart(sourceOf(await files[format]()), '', override, defaultReadLimits);
}

describe('a decision is kept or refused by name, never ignored', () => {
  test.each(Object.keys(files) as TableFormat[])('%s', async (format) => {
    expect(await lookAt(format)).toMatchObject({ file: { format } });
    for (const name of Object.keys(decisions) as Setting[]) {
      const looked = await lookAt(format, { format, [name]: decisions[name] });
      // Records of JSON with names of their own have no line of names.
      const isKnown =
        settingsOfFormat(format).includes(name) && !(format === 'json' && name === 'headerLines');
      const code = looked.outcome === 'unreadable' ? looked.fault.code : null;
      expect([name, code === 'read.unfit_settings']).toEqual([name, !isKnown]);
      if (looked.outcome !== 'recognised') continue;
      const { layout } = looked.file.tables[0]!;
      expect([name, settingsOf(layout)[name]]).toEqual([name, decisions[name]]);
    }
  });

  test('lists of JSON have a line of names, or none', async () => {
    const rows = JSON.stringify(Array.from({ length: 9 }, (_, id) => [`P${id}`, 'Leeds']));
    const source = sourceOf(rows);
    for (const [headerLines, outcome] of [
      [0, 'recognised'],
      [1, 'recognised'],
      [2, 'unreadable'],
    ] as const) {
      const looked = await inspectPart(source, '', { headerLines }, defaultReadLimits);
      expect([headerLines, looked.outcome]).toEqual([headerLines, outcome]);
    }
  });
});
