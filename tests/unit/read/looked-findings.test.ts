import { describe, expect, test } from 'vitest';
import type { FileFinding } from '#main/model/file-finding';
import { countFaults } from '#main/steps/read/row-fault';
import { generateCorpus } from '../../../scripts/damaged-corpus/generate.ts';
import { memorySource } from '../../../scripts/damaged-corpus/memory-source.ts';
import { readCorpusFile, type TableRead } from '../../../scripts/damaged-corpus/read-corpus-file.ts';
import { tableOf } from './delimited/recognised.ts';

// What reading finds was said when the file was looked at, so that a guess can be corrected before it is read.

/** It ends in its rows: looking says the same of the whole dump, and asks. */
const saidOtherwise: ReadonlySet<string> = new Set(['dump.rows_cut_off']);

function unsaid({ recognised, findings }: TableRead): FileFinding[] {
  const said = new Set(recognised.findings.map((finding) => JSON.stringify(finding)));
  return findings.filter((one) => !saidOtherwise.has(one.code) && !said.has(JSON.stringify(one)));
}

async function readOnly(name: string, content: string | Buffer): Promise<TableRead> {
  const { tables } = await readCorpusFile(memorySource(name, Buffer.from(content)));
  expect(tables).toHaveLength(1);
  return tables[0]!;
}

const row = (index: number): string => `${10_000 + index},Ann Probe,01/02/1960,a${index}@example.com`;
const csv = (all: readonly string[], end = '\n'): string =>
  ['Practice export', 'id,name,born,email', ...all].join('\n') + end;

test('of a file that is looked at as a whole, everything is said on looking, with the same counts', async () => {
  for await (const { bytes, truth } of generateCorpus({ seed: 3, perKind: 1, maxRows: 40 })) {
    for (const table of (await readCorpusFile(memorySource(truth.file, bytes))).tables) {
      if (!table.recognised.isWhole || table.fault !== null) continue;
      expect({ file: truth.file, unsaid: unsaid(table) }).toEqual({ file: truth.file, unsaid: [] });
      expect({ file: truth.file, faults: table.recognised.rowFaults }).toEqual({
        file: truth.file,
        faults: countFaults(table.rows),
      });
    }
  }
});

describe('of a file that is too large for that, its start, middle and end are said to be parts', () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => row(index));
  const damaged = (place: number, line: string): string[] => lines.with(place, line);

  test.each([
    ['start', 3_000],
    ['middle', 9_900],
    ['end', 19_990],
  ])('a damaged row at the %s', async (_where, place) => {
    const table = await readOnly('a.csv', csv(damaged(place, '1,2,3,4,5,6')));
    expect(table.recognised).toMatchObject({ isWhole: false, rowFaults: { 'row.wrong_cell_count': 1 } });
  });

  test('lines above the table and a missing last line end are said of all of it', async () => {
    const { recognised } = await readOnly('a.csv', csv(lines, ''));
    expect(recognised.findings).toEqual([
      { code: 'delimited.lines_above', params: { lines: 1 } },
      { code: 'delimited.no_last_line_end', params: {} },
    ]);
    expect(recognised.rowFaults).toEqual({});
  });

  test('a file that is cut off within its last row', async () => {
    const table = await readOnly('a.csv', csv(lines).slice(0, -30));
    expect(table.recognised.rowFaults).toEqual({ 'row.cut_off': 1 });
  });

  test('characters that the chosen encoding does not have: only lines of the start have numbers', async () => {
    const strange = row(1).replace('Ann', 'Zoë');
    const all = csv(lines.with(1_000, strange).with(9_900, strange).with(19_990, strange));
    const { findings, rowFaults } = await tableOf(Buffer.from(all, 'latin1'), { encoding: 'utf-8' });
    expect(rowFaults).toEqual({ 'row.mixed_encoding': 3 });
    const params = { lines: 3, first: '1003', encoding: 'UTF-8' };
    expect(findings).toContainEqual({ code: 'text.mixed_encodings', params, inPart: true });
  });

  test('records: damage at the start and a file that is cut off', async () => {
    const records = Array.from({ length: 9_000 }, (_, id) => `{"id":${id},"name":"Ann Probe","note":"none"}`);
    const text = `[${records.with(7, '{"id":7,"name":Ann}').join(',\n')}`;
    const { recognised } = await readOnly('a.json', text);
    expect(recognised.rowFaults).toMatchObject({ 'row.damaged_record': 1 });
    expect(recognised.findings).toEqual(
      expect.arrayContaining([
        { code: 'records.damaged', params: { count: 1, first: 'line 8, character 1' }, inPart: true },
        { code: 'records.cut_off', params: {} },
      ]),
    );
    const whole = await readOnly('a.json', `[${records.join(',\n')}]\n`);
    expect(whole.recognised.findings).toEqual([]);
  });

  test('records: a document that ends right behind one of them', async () => {
    const records = Array.from({ length: 9_000 }, (_, id) => `{"id":${id},"name":"An\\"n"}`);
    const text = `{"made":{"on":"2026"},"patients":[${records.join(',\n')}`;
    for (const [whole, cut] of [
      [`${text}]}`, false],
      [`${text}],"made by":"a program"}`, false],
      [text, true],
    ] as const) {
      const { findings } = (await readOnly('a.json', whole)).recognised;
      expect(findings.some(({ code }) => code === 'records.cut_off')).toBe(cut);
    }
  });

  test('XML that is cut off', async () => {
    const records = Array.from({ length: 9_000 }, (_, id) => `<p><id>${id}</id><name>Ann Probe</name></p>`);
    const xml = `<?xml version="1.0"?><all>${records.join('\n')}</all>`;
    expect((await readOnly('a.xml', xml)).recognised).toMatchObject({ findings: [], rowFaults: {} });
    const cut = await readOnly('a.xml', xml.slice(0, -6));
    expect(cut.recognised.findings).toEqual([{ code: 'records.cut_off', params: {} }]);
  });

  test('columns of fixed width: lines that end early', async () => {
    const fixed = lines.map((line, index) => {
      const whole = line
        .split(',')
        .map((cell) => cell.padEnd(24))
        .join('');
      return index % 1_000 === 500 ? whole.slice(0, 30) : whole;
    });
    const { recognised } = await readOnly('a.txt', `${fixed.join('\n')}\n`);
    expect(recognised.layout.format).toBe('fixed-width');
    expect(recognised.rowFaults['row.ends_early']).toBeGreaterThan(1);
    expect(recognised.findings).toMatchObject([{ code: 'fixed.short_lines', inPart: true }]);
  });
});
