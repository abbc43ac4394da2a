import { utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileSource } from '#contract/operations/file-views';
import { pack } from '../unit/read/archive/zips.ts';
import { answersTo, openPlainPractice, patientsCsv, type PlainPractice } from './plain-practice.ts';

const at = (path: string): FileSource => ({ kind: 'path', path });
const changed = { ok: false, fault: { code: 'read.changed_since_look' } };
const asked = { ok: false, fault: { code: 'read.unanswered' } };

/** Patients without a line that names the columns, about which something is asked. */
const bareRows = (rows: number): string => patientsCsv(rows).split('\r\n').slice(1).join('\r\n');

/** A table of a dump, with one row. */
const copyOf = (name: string): string => `COPY public.${name} (id, name) FROM stdin;\n1\tA\n\\.\n`;

async function lookedAt(desk: PlainPractice, path: string) {
  const looked = await desk.must('files.inspect', { source: at(path) });
  if (looked.outcome !== 'recognised') throw new Error('not recognised');
  return looked;
}

describe('a file that changed between looking and reading is not read', () => {
  test('whatever became of it', async () => {
    const desk = await openPlainPractice();
    const path = desk.write('patients.csv', patientsCsv(50));
    let { seen } = await lookedAt(desk, path);
    const before = await desk.content();
    for (const other of [
      patientsCsv(50).replaceAll('01/02/1980', '01/02/1981'),
      patientsCsv(60),
      patientsCsv(50, ';'),
    ]) {
      writeFileSync(path, other);
      const staged = await desk.ask('files.stage', { source: at(path), tables: [{ seen }] });
      expect(staged).toMatchObject({ ...changed, fault: { params: { file: 'patients.csv' } } });
      ({ seen } = await lookedAt(desk, path));
    }
    expect(await desk.content()).toEqual(before);
    await desk.must('files.stage', { source: at(path), tables: [{ seen }] });
  });

  test('though an answer was given, which was about the file as it was', async () => {
    const desk = await openPlainPractice();
    const path = desk.write('patients.csv', bareRows(50));
    const answers = await answersTo(desk, at(path));
    expect(answers).toHaveLength(1);
    for (const content of [bareRows(60), patientsCsv(50)]) {
      writeFileSync(path, content);
      expect(await desk.ask('files.stage', { source: at(path), answers })).toMatchObject(changed);
    }
    expect(await desk.must('files.list', {})).toEqual([]);
  });

  test('a file of a folder, while the others are as they were', async () => {
    const desk = await openPlainPractice();
    desk.write('a.csv', patientsCsv(50));
    const path = desk.write('b.csv', patientsCsv(60));
    const source = at(dirname(path));
    const { parts } = await desk.must('files.survey', { source });
    const tables = parts.map((part) => {
      if (part.outcome !== 'recognised') throw new Error('not recognised');
      return { part: part.part, seen: part.seen };
    });
    utimesSync(path, new Date(), new Date(0));
    expect(await desk.ask('files.stage', { source, tables })).toMatchObject({
      ...changed,
      fault: { params: { file: 'b.csv' } },
    });
    expect(await desk.must('files.list', {})).toEqual([]);
  });
});

describe('an answer is about what was shown', () => {
  test('in other settings it is asked again, and what else there is to ask', async () => {
    const desk = await openPlainPractice();
    const path = desk.write('patients.csv', bareRows(50));
    const answers = await answersTo(desk, at(path));
    const tables = [{ override: { firstLine: 3 } }];
    expect(await desk.ask('files.stage', { source: at(path), tables, answers })).toMatchObject(asked);
    const fixed = [{ override: { format: 'fixed-width' as const } }];
    const other = await desk.ask('files.stage', { source: at(path), tables: fixed, answers });
    expect(other).toMatchObject(asked);
    expect(JSON.stringify(other)).toContain('--answer columns@');
    expect(await desk.must('files.list', {})).toEqual([]);
    const { tables: read } = await desk.must('files.stage', { source: at(path), answers });
    expect(read).toMatchObject([{ rowCount: 50 }]);
  });

  test('another file of the same archive is asked about by itself, also where it is alike', async () => {
    const desk = await openPlainPractice();
    const files = { 'a.csv': bareRows(50), 'b.csv': bareRows(50) };
    const source = at(desk.write('export.zip', await pack(files)));
    const first = await answersTo(desk, source, { part: 'a.csv' });
    const second = await answersTo(desk, source, { part: 'b.csv' });
    const named = [{ part: 'a.csv' }, { part: 'b.csv' }];
    expect(await desk.ask('files.stage', { source, tables: named, answers: first })).toMatchObject(asked);

    const { tables, leftOut } = await desk.must('files.stage', { source, answers: first });
    expect(tables).toMatchObject([{ part: 'a.csv', rowCount: 50 }]);
    expect(leftOut).toMatchObject([{ part: 'b.csv', sentence: expect.stringContaining(second[0]!) }]);
  });

  test('its code alone does where one question has it, and not where two have', async () => {
    const desk = await openPlainPractice();
    const answers = ['header'];
    const files = { 'a.csv': bareRows(50), 'b.csv': bareRows(60) };
    const source = at(desk.write('export.zip', await pack(files)));
    expect(await desk.ask('files.stage', { source, answers })).toMatchObject(asked);
    const { tables } = await desk.must('files.stage', { source, tables: [{ part: 'b.csv' }], answers });
    expect(tables).toMatchObject([{ part: 'b.csv', rowCount: 60 }]);
  });

  test('one answer about a file as a whole does for all its tables', async () => {
    const desk = await openPlainPractice();
    const dump = `-- PostgreSQL database dump\n\n${copyOf('one')}${copyOf('two')}INSERT INTO public.one VALU`;
    const source = at(desk.write('practice.sql', dump));
    expect(await desk.ask('files.stage', { source })).toMatchObject(asked);
    const answers = await answersTo(desk, source);
    expect(new Set(answers).size).toBeLessThan(answers.length);
    const { tables } = await desk.must('files.stage', { source, answers });
    expect(tables).toHaveLength(2);
  });
});

describe('a table that was read', () => {
  test('is not read again in a way about which something has to be decided', async () => {
    const desk = await openPlainPractice();
    const path = desk.write('patients.csv', patientsCsv(50));
    const { tables } = await desk.must('files.stage', { source: at(path) });
    const { sourceTableId } = tables[0]!;
    const before = await desk.content();
    const override = { firstLine: 2 };
    const shown = await desk.must('files.reinspect', { sourceTableId, override });
    if (shown.outcome !== 'recognised') throw new Error('not recognised');
    const answers = shown.tables[0]!.questions.map(({ answer }) => answer);
    const other = { firstLine: 3 };
    for (const input of [{ override }, { override: other, answers }]) {
      expect(await desk.ask('files.reread', { sourceTableId, ...input })).toMatchObject(asked);
    }
    expect(await desk.content()).toEqual(before);
    const again = await desk.must('files.reread', { sourceTableId, override, answers });
    expect(again).toMatchObject({ rowCount: 50, layout: { firstLine: 2, headerLines: 0 } });
    expect(await desk.must('files.list', {})).toEqual([again]);
  });
});
