import { expect, test } from 'vitest';
import type { LayoutOverride, TableFormat } from '#contract/layout';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { inspectPart, type SurveyedPart } from '#main/steps/read/survey';
import { pack } from './archive/zips.ts';
import { sourceOf } from './byte-sources.ts';
import { bookOf } from './workbook/books.ts';

const csv = `id,name,born\n${Array.from({ length: 12 }, (_, id) => `${id},Ann,01/02/1980\n`).join('')}`;
const inlineCell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const sheetRow = (...cells: string[]): string => `<row>${cells.map(inlineCell).join('')}</row>`;

/** A file of each kind, its name, and the format that it is recognised as. */
const files: readonly (readonly [name: string, format: TableFormat | null, content: string | Buffer])[] = [
  ['patients.csv', 'delimited', csv],
  ['patients.json', 'json', JSON.stringify(Array.from({ length: 5 }, (_, id) => ({ id, name: 'Ann' })))],
  ['patients.xml', 'xml', `<all>${'<patient><id>1</id><name>Ann</name></patient>'.repeat(5)}</all>`],
  [
    'practice.sql',
    'pg-dump',
    `-- PostgreSQL database dump\n\nCOPY public.a (id, name) FROM stdin;\n${'1\tAnn\n'.repeat(9)}\\.\n`,
  ],
  ['patients.xlsx', 'workbook', await bookOf({ sheetData: sheetRow('id', 'name') + sheetRow('P1', 'Ann') })],
  [
    'patients.txt',
    'fixed-width',
    `ID     NAME     BORN      \n${Array.from({ length: 30 }, (_, id) => `${1000 + id}   Ann      01/02/1980\n`).join('')}`,
  ],
  [
    'letter.txt',
    null,
    'Dear Sir,\nthe files will follow by post.\nPlease note that they are large.\nYours, Ann\n',
  ],
  ['scan.png', null, Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(300, 7)])],
  ['patients.zip', null, await pack({ 'patients.csv': csv })],
];
const chosen = ['delimited', 'fixed-width', 'workbook', 'pg-dump', 'json', 'xml'] as const;

const look = (name: string, content: string | Buffer, override: LayoutOverride): Promise<SurveyedPart> =>
  inspectPart({ ...sourceOf(content), fileName: name }, '', override, defaultReadLimits);

test.each(files.flatMap((file) => chosen.map((format) => [...file, format] as const)))(
  'of %s, which is %s, nothing untrue is said when another format is chosen',
  async (name, own, content, format) => {
    const found = await look(name, content, { format });
    if (found.outcome === 'recognised') {
      const { tables } = found.file;
      expect(found.file.format).toBe(format);
      expect(tables.every(({ header }) => header.length > 0)).toBe(true);
      // Text may be read so all the same, and somebody is asked.
      const isText = format === 'delimited' || format === 'fixed-width';
      expect(format === own || (isText && tables.every(({ questions }) => questions.length > 0))).toBe(true);
      return;
    }
    if (found.outcome !== 'unreadable') throw new Error(found.outcome);
    expect(format).not.toBe(own);
    expect(found.fault).toMatchObject({ code: 'read.not_of_format', params: { file: name, format } });
    if (own !== null)
      expect(found.fault.message).toMatch(/It was recognised as .*: leave the format to the program/);
  },
);

test.each<[string, LayoutOverride, string, RegExp]>([
  [
    'a first line that is not there',
    { firstLine: 900 },
    'read.lines_without_table',
    /has 13 lines.* line 900/,
  ],
  [
    'a last line above the first',
    { firstLine: 9, lastLine: 4 },
    'read.lines_without_table',
    /from line 9 to line 4/,
  ],
  [
    'a last line that leaves the names alone',
    { lastLine: 1 },
    'read.lines_without_table',
    /From line 1 to line 1/,
  ],
  [
    'more lines of names than there are',
    { headerLines: 5, lastLine: 4 },
    'read.names_only',
    /5 lines were chosen/,
  ],
  [
    'as many lines of names as there are',
    { firstLine: 12, headerLines: 2 },
    'read.names_only',
    /2 lines were/,
  ],
  ['comments alone', { comment: 'i', lastLine: 1 }, 'read.lines_without_table', /no rows of a table/],
])('%s is said of what was chosen, not of the file', async (_, override, code, words) => {
  for (const more of [{}, { format: 'delimited' as const }]) {
    const found = await look('patients.csv', csv, { ...override, ...more });
    if (found.outcome !== 'unreadable') throw new Error(found.outcome);
    expect(found.fault.code).toBe(code);
    expect(found.fault.message).toMatch(words);
  }
});

test('a first line beyond what is looked at is said to be that', async () => {
  const found = await look('patients.csv', csv + '1,Ann,01/02/1980\n'.repeat(20_000), { firstLine: 19_000 });
  expect(found).toMatchObject({ fault: { code: 'read.lines_not_looked_at', params: { firstLine: 19_000 } } });
});

test('rows that are chosen in a sheet and leave none are for a person to correct', async () => {
  const [, , content] = files.find(([name]) => name === 'patients.xlsx')!;
  for (const [override, words] of [
    [{ firstLine: 900 }, /last row with values is row 2, and row 900 was chosen/],
    [{ firstLine: 1, headerLines: 2 }, /no row is left/],
  ] as const) {
    const found = await look('patients.xlsx', content, override);
    if (found.outcome !== 'recognised') throw new Error(found.outcome);
    const { findings } = found.file.tables[0]!;
    const finding = findings.find(({ code }) => code === 'workbook.unusable_table');
    expect(finding?.params['fault']).toMatch(words);
  }
});

test('lines of fixed width that are chosen and leave none are said to be that', async () => {
  const [, , content] = files.find(([, format]) => format === 'fixed-width')!;
  const columns = [{ name: 'id', start: 1, width: 7 }];
  expect(await look('patients.txt', content, { columns, firstLine: 900 })).toMatchObject({
    fault: { code: 'read.lines_without_table', params: { lines: 31 } },
  });
  expect(await look('patients.txt', content, { columns, firstLine: 31, headerLines: 1 })).toMatchObject({
    fault: { code: 'read.names_only' },
  });
});
