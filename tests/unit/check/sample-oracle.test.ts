import { expect, test } from 'vitest';
import { patient } from '#main/model/entities/patient';
import { draftMapping } from '#main/steps/map/review-mapping';
import { generatePatients } from '../../../scripts/generate-sample/generate-patients.ts';
import { shippedPreset, vendors } from '../presets/shipped-presets.ts';
import { judgeFile, parseCsv } from './judge-file.ts';

test.each(vendors)('every row of a generated %s export ends as it was planted', (vendor) => {
  const sample = generatePatients({ vendor, rows: 10_000, seed: 7 });
  const rows = parseCsv([...sample.chunks].join(''));
  const preset = shippedPreset(vendor);
  const basis = { entity: patient, preset, header: rows[0]!, samples: rows.slice(1, 101) };
  const judged = judgeFile(rows, draftMapping(basis, preset.sourceSystem), '2026-11-22');

  const states = { read: judged.length, accepted: 0, held: 0, rejected: 0, skipped: 0 };
  const issues: Record<string, number> = {};
  for (const row of judged) {
    states[row.state()] += 1;
    for (const { kind } of row.findings) issues[kind.code] = (issues[kind.code] ?? 0) + 1;
  }
  expect({ ...states, issues }).toEqual(sample.expected);
  expect(sample.expected.held).toBeGreaterThan(20);
});

function write(seed: number): string {
  return [...generatePatients({ vendor: 'optix', rows: 300, seed }).chunks].join('');
}

test('the same seed writes the same bytes, another seed others', () => {
  expect(write(1)).toBe(write(1));
  expect(write(1)).not.toBe(write(2));
});
