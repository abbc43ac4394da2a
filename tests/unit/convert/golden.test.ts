import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { patient } from '#main/model/entities/patient';
import { draftMapping } from '#main/steps/map/review-mapping';
import { judgeFile, parseCsv, type JudgedRow } from '../check/judge-file.ts';
import { shippedPreset, vendors } from '../presets/shipped-presets.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');

function describeRow(row: JudgedRow) {
  const values = patient.fields.flatMap(({ name }, index) => {
    const value = row.values?.[index];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const findings = row.findings.map(({ kind, fieldIndex }) =>
    fieldIndex < 0 ? kind.code : `${kind.code} ${patient.fields[fieldIndex]!.name}`,
  );
  return { row: row.rowNo, state: row.state(), findings, values: Object.fromEntries(values) as object };
}

/**
 * What becomes of a small export of each vendor, value by value. After a change that is meant, write the expectations
 * anew with `UPDATE_EXPECTED=1 npx vitest run tests/unit/convert/golden.test.ts`; that run fails on purpose, so that
 * someone reads the difference before it is committed.
 */
test.each(vendors)('the patients of %s are converted and judged as recorded', (vendor) => {
  const rows = parseCsv(readFileSync(join(fixtures, vendor, 'patients.csv'), 'utf8'));
  const preset = shippedPreset(vendor);
  const basis = { entity: patient, preset, header: rows[0]!, samples: rows.slice(1) };
  const mapping = draftMapping(basis, preset.sourceSystem);
  const actual = {
    columns: mapping.columns.map(
      ({ header, field, confidence }) => `${header} → ${field ?? '(left behind)'}, ${confidence}`,
    ),
    rows: judgeFile(rows, mapping, '2026-11-22').map(describeRow),
  };
  const file = join(fixtures, vendor, 'expected', 'patients.json');
  if (process.env['UPDATE_EXPECTED'] === '1') {
    writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
    expect.unreachable(`${file} was written anew: read the difference, then run without UPDATE_EXPECTED`);
  }
  expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});
