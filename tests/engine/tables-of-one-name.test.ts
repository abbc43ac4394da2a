import { expect, test } from 'vitest';
import { openPlainPractice } from './plain-practice.ts';

const rowsOf = (columns: string, first: number): string =>
  [
    columns,
    ...Array.from({ length: 12 }, (_, row) => `${first + row},Name ${first + row},0${(row % 9) + 1}/02/2020`),
  ].join('\n');

/** As a report of two branches has them. */
const files: Readonly<Record<string, string>> = {
  'report.csv': [
    'Patients',
    rowsOf('id,name,born', 1),
    '',
    'Exams',
    rowsOf('exam,result,date', 101),
    '',
    'Patients',
    rowsOf('id,name,born', 201),
    '',
    'Exams',
    rowsOf('exam,result,date', 301),
    '',
  ].join('\n'),
  'export.xml': `<r>${'<a.b><id>1</id><name>x</name></a.b>'.repeat(12)}<a>${'<b><id>2</id><name>y</name></b>'.repeat(12)}</a></r>`,
};

test.each(Object.keys(files))(
  'every table of %s is read, also where two have the same name',
  async (name) => {
    const desk = await openPlainPractice();
    const source = { kind: 'path', path: desk.write(name, files[name]!) } as const;
    const part = await desk.must('files.inspect', { source });
    if (part.outcome !== 'recognised') throw new Error('not recognised');
    const names = part.tables.map((table) => table.name);
    expect(new Set(names).size).toBe(names.length);
    const answers = part.tables.flatMap(({ questions }) => questions.map(({ answer }) => answer));
    const staged = await desk.must('files.stage', { source, answers });
    expect(staged.tables.map(({ table }) => table)).toEqual(names);
    expect(staged.leftOut).toEqual([]);
    const rows = staged.tables.reduce((sum, { rowCount }) => sum + rowCount, 0);
    expect(rows).toBe(name.endsWith('.csv') ? 48 : 24);
  },
);
