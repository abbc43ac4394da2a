import { describe, expect, test } from 'vitest';
import type { LayoutOverride } from '#contract/layout';
import type { FileSource } from '#contract/operations/file-views';
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
    expect(await desk.ask('files.reread', { sourceTableId, override: { lastLine } })).toMatchObject({
      fault: { code: 'read.no_such_table' },
    });
    const firstLine = 14;
    const placed = await desk.must('files.reread', { sourceTableId, override: { firstLine, lastLine } });
    expect(placed).toMatchObject({ rowCount: rowCount - 1, layout: { firstLine, lastLine } });
    expect(placed.header[0]).toBe('exam');
  });

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
