import { describe, expect, test } from 'vitest';
import type { LayoutOverride } from '#contract/layout';
import type { FileSource } from '#contract/operations/file-views';
import { pack } from '../unit/read/archive/zips.ts';
import { bookOf, rowXml } from '../unit/read/workbook/books.ts';
import { answersTo, openPlainPractice, patientsCsv, type PlainPractice } from './plain-practice.ts';

const at = (path: string): FileSource => ({ kind: 'path', path });

const fixedLine = (id: number): string => `${1000 + id}  Test${String(id).padEnd(8)}  London `;

async function staged(desk: PlainPractice, path: string, override: LayoutOverride = {}) {
  const answers = await answersTo(desk, at(path), { override });
  const tables = [{ override }];
  return (await desk.must('files.stage', { source: at(path), tables, answers })).tables[0]!;
}

test('a decision that the format does not have is refused by name, in looking as in reading', async () => {
  const desk = await openPlainPractice();
  const path = desk.write('export.json', JSON.stringify(Array.from({ length: 9 }, (_, id) => ({ id }))));
  const { sourceTableId } = await staged(desk, path);
  const override = { encoding: 'utf-8', lastLine: 4, delimiter: ';' } as const;
  const params = { settings: '--delimiter, --last-line', known: '--encoding, --undo-double-encoding' };
  const refused = { fault: { code: 'read.unfit_settings', params } };
  expect([
    await desk.must('files.inspect', { source: at(path), override }),
    await desk.must('files.reinspect', { sourceTableId, override }),
    await desk.ask('files.stage', { source: at(path), tables: [{ override }] }),
    await desk.ask('files.reread', { sourceTableId, override }),
  ]).toMatchObject([refused, refused, refused, refused]);
  expect(await desk.must('files.list', {})).toMatchObject([{ sourceTableId }]);
});

/** Ten lines, the first of which names the columns. */
function block(name: string): string[] {
  return [`${name},town,code`, ...Array.from({ length: 9 }, (_, id) => `${name}${id},Leeds,${id}`)];
}

describe('what a person decided about a table that was read', () => {
  test('stays when something else is decided, until all of it is forgotten', async () => {
    const desk = await openPlainPractice();
    const path = desk.write('patients.csv', patientsCsv(50));
    const first = await staged(desk, path, { headerLines: 0, lastLine: 20 });
    expect(first).toMatchObject({ rowCount: 20, decided: { headerLines: 0, lastLine: 20 } });

    const override = { quote: '' } as const;
    const { sourceTableId } = first;
    const shown = await desk.must('files.reinspect', { sourceTableId, override });
    expect(shown).toMatchObject({ tables: [{ layout: { headerLines: 0, lastLine: 20, quote: '' } }] });
    const second = await desk.must('files.reread', { sourceTableId, override });
    const decided = { headerLines: 0, lastLine: 20, quote: '' };
    expect(second).toMatchObject({ rowCount: 20, decided, layout: decided });

    const anew = { sourceTableId: second.sourceTableId, override, anew: true };
    expect(await desk.must('files.reinspect', anew)).toMatchObject({
      tables: [{ layout: { headerLines: 1, lastLine: null, quote: '' } }],
    });
    const third = await desk.must('files.reread', anew);
    expect(third).toMatchObject({ rowCount: 50, decided: override });
    expect(await desk.must('files.list', {})).toEqual([third]);
  });

  test('does not stay in another format, which has other settings', async () => {
    const desk = await openPlainPractice();
    const path = desk.write('list.txt', Array.from({ length: 40 }, (_, id) => fixedLine(id)).join('\n'));
    const first = await staged(desk, path, { format: 'delimited', delimiter: 'L', headerLines: 0 });
    const override = { columns: [{ name: 'id', start: 1, width: 4 }] };
    const { sourceTableId } = first;
    const shown = await desk.must('files.reinspect', { sourceTableId, override });
    if (shown.outcome !== 'recognised') throw new Error('not recognised');
    const answers = shown.tables.flatMap(({ questions }) => questions.map(({ answer }) => answer));
    const second = await desk.must('files.reread', { sourceTableId, override, answers });
    expect(second).toMatchObject({ decided: override, layout: { format: 'fixed-width' }, header: ['id'] });
  });

  test('one of several tables of a file is never replaced by another one', async () => {
    const desk = await openPlainPractice();
    const lines = [...block('patient'), '', 'Exams', '', ...block('exam').map((line) => `${line},x`), ''];
    const source = at(desk.write('report.csv', lines.join('\n')));
    const { tables } = await desk.must('files.stage', { source });
    expect(tables).toHaveLength(2);
    const { sourceTableId, rowCount } = tables[1]!;
    const lastLine = lines.length - 2;
    // The other of its two lines stays where it was.
    const cut = await desk.must('files.reread', { sourceTableId, override: { lastLine: lastLine - 3 } });
    expect(cut).toMatchObject({ rowCount: rowCount - 4, layout: { firstLine: 14, lastLine: lastLine - 3 } });
    expect(cut.header[0]).toBe('exam');
    const patients = tables[0]!.sourceTableId;
    expect(
      await desk.ask('files.reread', { sourceTableId: patients, override: { firstLine: 14, lastLine: 20 } }),
    ).toMatchObject({
      fault: { code: 'files.other_rows', params: { table: patients } },
    });
    expect(
      await desk.ask('files.reread', { sourceTableId: patients, override: { lastLine: 15 } }),
    ).toMatchObject({
      fault: { code: 'files.rows_elsewhere', params: { table: cut.sourceTableId } },
    });
    expect((await desk.must('files.list', {})).map(({ rowCount: rows }) => rows)).toEqual([rowCount - 4, 9]);
    const firstLine = 14;
    const placed = await desk.must('files.reread', {
      sourceTableId: cut.sourceTableId,
      override: { firstLine, lastLine },
    });
    expect(placed).toMatchObject({ rowCount: rowCount - 1, layout: { firstLine, lastLine } });
  });

  test('nor is one of several tables of a sheet', async () => {
    const desk = await openPlainPractice();
    const exams = block('exam').map((line) => `${line},x`);
    const sheetData = [...block('patient'), '', ...exams].map((line) => rowXml(line.split(','))).join('');
    const source = at(desk.write('report.xlsx', await bookOf({ sheetData })));
    const { tables } = await desk.must('files.stage', { source });
    expect(tables.map(({ table }) => table)).toEqual(['Patients: Table 1', 'Patients: Table 2']);
    const [patients, second] = tables;
    const { sourceTableId } = second!;
    const firstRow = block('patient').length + 2;
    const lastRow = firstRow + 5;
    const cut = await desk.must('files.reread', { sourceTableId, override: { lastLine: lastRow } });
    expect(cut).toMatchObject({ rowCount: 5, layout: { firstRow, lastRow } });
    const ofFirst = { sourceTableId: patients!.sourceTableId };
    expect(
      await desk.ask('files.reread', { ...ofFirst, override: { firstLine: firstRow, lastLine: lastRow } }),
    ).toMatchObject({ fault: { code: 'files.other_rows' } });
    expect(await desk.ask('files.reread', { ...ofFirst, override: { lastLine: lastRow } })).toMatchObject({
      fault: { code: 'files.rows_elsewhere', params: { table: cut.sourceTableId } },
    });
    const again = await desk.must('files.stage', { source });
    expect(again).toMatchObject({ tables: [], leftOut: [{}, {}] });
  });

  test.each(['csv', 'xlsx'])(
    'a %s is read range by range, and what is still missing is said',
    async (kind) => {
      const desk = await openPlainPractice();
      const lines = [...block('patient'), ...block('patient').slice(1)];
      const sheetData = lines.map((line) => rowXml(line.split(','))).join('');
      const content = kind === 'csv' ? lines.join('\n') : await bookOf({ sheetData });
      const source = at(desk.write(`report.${kind}`, content));
      const read = (override: LayoutOverride) =>
        desk.ask('files.stage', { source, tables: [{ override: { headerLines: 0, ...override } }] });
      const first = await desk.must('files.stage', { source, tables: [{ override: { lastLine: 10 } }] });
      expect(first.tables).toMatchObject([{ rowCount: 9 }]);
      const params = { table: first.tables[0]!.sourceTableId };
      expect(await desk.ask('files.stage', { source })).toMatchObject({
        fault: { code: 'files.read_in_part', params },
      });
      expect(await read({ firstLine: 11 })).toMatchObject({ ok: true });
      expect((await desk.must('files.list', {})).map(({ rowCount }) => rowCount)).toEqual([
        lines.length - 10,
        9,
      ]);
      expect(await desk.ask('files.stage', { source })).toMatchObject({
        fault: { code: 'files.already_staged' },
      });
    },
  );

  test('a table that would be read just as it was is left alone, unless another version read it', async () => {
    const desk = await openPlainPractice();
    const path = desk.write('patients.csv', patientsCsv(50));
    const { sourceTableId, layout } = await staged(desk, path, { headerLines: 1 });
    const before = await desk.content();
    for (const override of [{}, { headerLines: 1 }, { delimiter: ',', quote: '"' }] as const) {
      expect(await desk.ask('files.reread', { sourceTableId, override })).toMatchObject({
        fault: { code: 'files.nothing_to_change', params: { table: sourceTableId } },
      });
    }
    expect(await desk.content()).toEqual(before);
    await desk.withDatabase((db) => db.exec(`UPDATE source_table SET read_by = '0.0.0-older'`));
    expect(await desk.must('files.reread', { sourceTableId })).toMatchObject({ layout, rowCount: 50 });
  });
});

test('other lines of a file that was read are other rows; the same ones are read once, whatever they are called', async () => {
  const desk = await openPlainPractice();
  const lines = [...block('patient'), '', 'Exams', '', ...block('exam').map((line) => `${line},x`), ''];
  const path = desk.write('report.csv', lines.join('\n'));
  const first = await staged(desk, path, { lastLine: 10 });
  expect(first).toMatchObject({ rowCount: 9, header: ['patient', 'town', 'code'] });
  const { tables, leftOut } = await desk.must('files.stage', { source: at(path) });
  expect(tables).toMatchObject([{ rowCount: 9, header: ['exam', 'town', 'code', 'x'] }]);
  expect(leftOut).toMatchObject([{ why: 'read_before', sourceTableId: first.sourceTableId }]);
  const override = { firstLine: 15 };
  expect(await desk.ask('files.stage', { source: at(path), tables: [{ override }] })).toMatchObject({
    fault: { code: 'files.read_otherwise', params: { table: tables[0]!.sourceTableId } },
  });
});

test('one table of an archive that was read in another way is refused, and not passed over', async () => {
  const desk = await openPlainPractice();
  const source = at(desk.write('export.zip', await pack({ 'patients.csv': patientsCsv(50) })));
  const { tables } = await desk.must('files.stage', { source });
  const chosen = (override: LayoutOverride) => ({ source, tables: [{ part: 'patients.csv', override }] });
  expect(await desk.ask('files.stage', chosen({ headerLines: 0 }))).toMatchObject({
    fault: { code: 'files.read_otherwise', params: { table: tables[0]!.sourceTableId } },
  });
  expect(await desk.must('files.stage', chosen({ headerLines: 1 }))).toMatchObject({
    tables: [],
    leftOut: [{ why: 'read_before' }],
  });
});

test('what was decided by a person before it was noted stays when the table is read again', async () => {
  const desk = await openPlainPractice();
  const path = desk.write('patients.csv', patientsCsv(50));
  const { sourceTableId } = await staged(desk, path, { headerLines: 0, lastLine: 20 });
  await desk.withDatabase((db) => db.exec(`UPDATE source_table SET read_by = '', decided = '{}'`));
  const again = await desk.must('files.reread', { sourceTableId, override: { quote: '' } });
  expect(again).toMatchObject({ rowCount: 20, layout: { headerLines: 0, lastLine: 20, quote: '' } });
});

test('an answer to what is not asked is refused, with what is asked', async () => {
  const desk = await openPlainPractice();
  const source = at(desk.write('patients.csv', patientsCsv(50)));
  const notAsked = { code: 'read.not_asked', params: { answer: 'heeder', asked: '' } };
  expect(await desk.ask('files.stage', { source, answers: ['heeder'] })).toMatchObject({ fault: notAsked });
  const rows = patientsCsv(50).split('\r\n').slice(1).join('\r\n');
  const bare = at(desk.write('bare.csv', rows));
  const answers = await answersTo(desk, bare);
  expect(await desk.ask('files.stage', { source: bare, answers: [...answers, 'heeder'] })).toMatchObject({
    fault: { code: 'read.not_asked', params: { asked: `--answer ${answers[0]}` } },
  });
  expect(await desk.must('files.list', {})).toEqual([]);
});
