import { expect, test } from 'vitest';
import { patient } from '#main/model/entities/patient';
import { findIssueKind, issueKinds } from '#main/steps/check/catalogue';
import { rowFaultKind } from '#main/steps/check/row-faults';
import { rowStateOf } from '#main/steps/check/row-state';

test('every kind has a code of its own, a sentence, a remedy and a source', () => {
  expect(new Set(issueKinds.map(({ code }) => code)).size).toBe(issueKinds.length);
  for (const kind of issueKinds) {
    expect(kind.code).toMatch(/^[a-z_]+\.[a-z0-9_]+$/);
    expect(kind.sentence('Postcode')).toMatch(/^[A-Z].*\.$/);
    expect(kind.remedy).toMatch(/^[A-Z].*\.$/);
    expect(kind.source).not.toBe('');
    expect(findIssueKind(kind.code)).toBe(kind);
  }
});

test('a sentence begins with the field’s label', () => {
  const label = patient.fields[12]!.label;
  const sentence = findIssueKind('code.not_recognised')?.sentence(label);
  expect(sentence).toBe('Sex has a code that is not known here.');
});

test.each([
  ['row.wrong_cell_count', 'reject'],
  ['row.malformed_quote', 'reject'],
  ['row.swallowed_lines', 'reject'],
  ['row.nul_character', 'reject'],
  ['row.unpaired_surrogate', 'reject'],
  ['row.blank', 'skip'],
  ['row.comment', 'skip'],
  ['row.repeated_header', 'skip'],
  ['row.mixed_encoding', 'hold'],
  ['row.total', 'hold'],
])('the reader’s fault %s leads to %s', (code, severity) => {
  expect(rowFaultKind(code).severity).toBe(severity);
});

test('a fault that the reader cannot have is a bug', () => {
  expect(() => rowFaultKind('row.unheard_of')).toThrow('row.unheard_of');
});

test('the worst finding decides, and a repetition is skipped whatever else it has', () => {
  expect(rowStateOf([])).toBe('accepted');
  expect(rowStateOf(['warn'])).toBe('accepted');
  expect(rowStateOf(['warn', 'hold'])).toBe('held');
  expect(rowStateOf(['hold', 'skip', 'warn'])).toBe('skipped');
  expect(rowStateOf(['reject', 'hold'])).toBe('rejected');
});
