import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { StagingProgress } from '#main/engine/staging-progress';
import type { Progress } from '#main/engine/tasks';

function listening() {
  const reports: Progress[] = [];
  const control = {
    signal: new AbortController().signal,
    report: (progress: Progress) => void reports.push(progress),
    waits: () => undefined,
  };
  return { control, reports };
}

test('two tables of one file share its bytes, and rows are counted on', () => {
  const { control, reports } = listening();
  const progress = new StagingProgress(control, 300);
  progress.beginFile(100, [30, 10]);
  progress.beginTable(30);
  progress.read(5, 15);
  progress.read(9, 30);
  progress.beginTable(10);
  progress.read(2, 10);
  progress.endFile(100);
  // The second file is not read after all.
  progress.endFile(200);
  expect(reports.map(({ done, bytes }) => [done, bytes])).toEqual([
    [5, 37],
    [9, 75],
    [11, 100],
    [11, 100],
    [11, 300],
  ]);
});

const table = fc.record({
  weight: fc.nat(1_000),
  // What a reader says of itself may be more than there is, and may go back.
  reads: fc.array(fc.tuple(fc.nat(50), fc.nat(3_000)), { maxLength: 5 }),
});
const file = fc.record({ sizeBytes: fc.nat(5_000), tables: fc.array(table, { maxLength: 4 }) });

test('whatever the readers say, bytes never go back and end at the total', () => {
  fc.assert(
    fc.property(fc.array(file, { minLength: 1, maxLength: 5 }), (files) => {
      const { control, reports } = listening();
      const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const progress = new StagingProgress(control, total);
      for (const { sizeBytes, tables } of files) {
        progress.beginFile(
          sizeBytes,
          tables.map(({ weight }) => weight),
        );
        for (const { weight, reads } of tables) {
          progress.beginTable(weight);
          let rows = 0;
          for (const [more, bytesRead] of reads) progress.read((rows += more), bytesRead);
        }
        progress.endFile(sizeBytes);
      }
      const bytes = reports.map((report) => report.bytes!);
      expect(bytes).toEqual(bytes.toSorted((one, other) => one - other));
      expect(bytes.at(-1)).toBe(total);
      const rows = files.flatMap(({ tables }) => tables).flatMap(({ reads }) => reads.map(([more]) => more));
      expect(reports.at(-1)!.done).toBe(rows.reduce((sum, more) => sum + more, 0));
    }),
  );
});
