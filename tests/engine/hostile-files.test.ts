import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { getStagedRow } from '#main/workspace/staged-row';
import { partsOf, zipOf } from '../unit/read/workbook/books.ts';
import { answersTo, openPlainPractice, patientsCsv } from './plain-practice.ts';

const path = (file: string) => ({ kind: 'path', path: file }) as const;
const cell = (ref: string, text: string): string => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
const sheetOf = (names: readonly string[]): string =>
  [names, ['1', '2'], ['3', '4'], ['5', '6']]
    .map((cells, row) => {
      const inner = cells.map((text, column) => cell(`${'AB'[column]}${row + 1}`, text)).join('');
      return `<row r="${row + 1}">${inner}</row>`;
    })
    .join('');

test('names of the language’s own are names of columns like any other, in every format', async () => {
  const desk = await openPlainPractice();
  const names = ['__proto__', 'constructor'];
  const records = '[{"__proto__":"1","constructor":"2"},{"__proto__":"3","constructor":"4"}]';
  const xml = `<all>${'<p><__proto__>1</__proto__><constructor>2</constructor></p>'.repeat(3)}</all>`;
  const files = [
    desk.write('a.csv', `${names.join(',')}\r\n1,2\r\n3,4\r\n5,6\r\n`),
    desk.write('a.json', records),
    desk.write('a.xml', xml),
    desk.write('a.xlsx', await zipOf(partsOf({ sheetData: sheetOf(names) }))),
    desk.write(
      'a.sql',
      `-- PostgreSQL database dump\n\nCOPY public.a (${names.join(', ')}) FROM stdin;\n1\t2\n\\.\n-- PostgreSQL database dump complete\n`,
    ),
  ];
  for (const file of files) {
    const source = path(file);
    const answers = await answersTo(desk, source);
    const staged = await desk.must('files.stage', { source, answers });
    expect(staged.tables.map(({ header }) => header)).toEqual([names]);
    const { sourceTableId } = staged.tables[0]!;
    await desk.must('files.profile', { sourceTableId });
    await desk.must('mapping.propose', { sourceTableId });
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['1']).toBeUndefined();
});

test('a sheet that claims the largest size there is has the cells that it has', async () => {
  const desk = await openPlainPractice();
  const beforeData = '<dimension ref="A1:XFD1048576"/>';
  const book = await zipOf(partsOf({ beforeData, sheetData: sheetOf(['id', 'name']) }));
  const source = path(desk.write('book.xlsx', book));
  const answers = await answersTo(desk, source);
  const staged = await desk.must('files.stage', { source, answers });
  expect(staged.tables).toMatchObject([{ header: ['id', 'name'], rowCount: 3 }]);
});

test('a long text that stands in many rows fills no disk, and nothing of it is kept', async () => {
  const desk = await openPlainPractice();
  const text = randomBytes(90_000).toString('base64');
  const count = 400;
  const rows = Array.from(
    { length: count },
    (_, row) => `<row><c t="s"><v>0</v></c><c><v>${row}</v></c></row>`,
  );
  const records = Array.from({ length: count }, (_, id) => `<exam><id>${id}</id><eye>R</eye></exam>`);
  const files = {
    'book.xlsx': await zipOf(
      partsOf({ sheetData: sheetOf(['id', 'name']) + rows.join(''), strings: `<si><t>${text}</t></si>` }),
    ),
    'all.xml': `<all>${`<patient><note>${text}</note>${records.join('')}</patient>`.repeat(2)}</all>`,
  };
  for (const [name, bytes] of Object.entries(files)) {
    const source = path(desk.write(name, bytes));
    const answers = await answersTo(desk, source);
    const before = await desk.content();
    const limits = { maxStagedBytes: 20_000_000 };
    expect(await desk.ask('files.stage', { source, answers, limits }), name).toMatchObject({
      fault: { code: 'read.all_rows_too_large', params: { file: name } },
    });
    expect(await desk.content()).toEqual(before);
  }
});

test.skipIf(process.platform === 'win32')(
  'a pipe, a device and a link are refused before anything is read',
  async () => {
    const desk = await openPlainPractice();
    const real = desk.write('patients.csv', patientsCsv(5));
    const folder = dirname(real);
    execFileSync('mkfifo', [join(folder, 'pipe.csv')]);
    symlinkSync(real, join(folder, 'link.csv'));
    const refused = [
      [join(folder, 'pipe.csv'), 'read.not_a_file'],
      ['/dev/zero', 'read.not_a_file'],
      [join(folder, 'link.csv'), 'read.is_a_link'],
    ] as const;
    for (const [file, code] of refused) {
      for (const name of ['files.inspect', 'files.stage'] as const) {
        expect(await desk.ask(name, { source: path(file) })).toMatchObject({ fault: { code } });
      }
    }
  },
);

test('what a person gives as a delimiter or a comment is text, never a pattern', async () => {
  const desk = await openPlainPractice();
  const rows = Array.from({ length: 9 }, (_, index) => `${index}(a+)+Test${index}`);
  const content = ['id(a+)+name', ...rows, `.*${'a'.repeat(40)}`, ''].join('\n');
  const override = { delimiter: '(a+)+', comment: '.*', headerLines: 1 };
  const source = path(desk.write('odd.txt', content));
  const answers = await answersTo(desk, source, { override });
  const staged = await desk.must('files.stage', { source, tables: [{ override }], answers });
  expect(staged.tables).toMatchObject([{ header: ['id', 'name'], rowCount: 10 }]);
  const { sourceTableId } = staged.tables[0]!;
  const faults = await desk.withDatabase((db) =>
    Array.from({ length: 10 }, (_, index) => getStagedRow(db, sourceTableId, index + 1)?.fault),
  );
  // The comment is kept as one, and takes none of the rows with it.
  expect(faults).toEqual([...rows.map(() => null), 'row.comment']);
});
