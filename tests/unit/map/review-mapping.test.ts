import { describe, expect, test } from 'vitest';
import { patient } from '#main/model/entities/patient';
import type { MappingContent } from '#main/model/mapping';
import { describeConversion } from '#main/steps/map/column-conversion';
import { checkSourceSystem } from '#main/steps/map/check-source-system';
import { checkPresetFits, rankPresets } from '#main/steps/map/rank-presets';
import {
  assignField,
  canApprove,
  draftMapping,
  noteConfirmed,
  unfilledFields,
  type MappingBasis,
} from '#main/steps/map/review-mapping';
import { shippedPreset, vendors } from '../presets/shipped-presets.ts';

const presets = vendors.map(shippedPreset);
const [optix, , acuity] = presets as [(typeof presets)[0], (typeof presets)[0], (typeof presets)[0]];
const header = ['patient_id', 'last_name', 'dob', 'colour of hair'];
const basis: MappingBasis = {
  entity: patient,
  preset: optix,
  header,
  samples: [['1', 'S', '31/12/1980', 'red']],
};
const draft = draftMapping(basis, 'optix');

function fieldsOf(mapping: MappingContent): (string | null)[] {
  return mapping.columns.map(({ field }) => field);
}

test('presets are ranked by how much of them the file has', () => {
  const file = optix.columns.slice(0, 15).map((column) => column.header.toUpperCase());
  const ranked = rankPresets(presets, file);
  expect(ranked[0]).toMatchObject({
    preset: { id: 'optix-patients' },
    matchedColumns: 15,
    presetColumns: 15,
    reason: 'All 15 columns of Optix are there.',
  });
  expect(ranked[1]!.matchedColumns).toBeLessThan(15);
});

test('an export with part of a vendor’s columns is that vendor’s, although another knows them by similar names', () => {
  for (const count of [5, 8, 10, 12]) {
    const file = optix.columns.slice(0, count).map((column) => column.header);
    expect(rankPresets(presets, file)[0]!.preset.id).toBe('optix-patients');
  }
  const american = acuity.columns.slice(0, 7).map((column) => column.header);
  expect(rankPresets(presets, american)[0]!.preset.id).toBe('acuity-patients');
});

test('a preset of which some columns are missing names them', () => {
  const ranked = rankPresets([optix], ['patient_id', 'first_name', 'last_name']);
  expect(ranked[0]!.reason).toBe('3 of 15 columns of Optix are there; dob, email, mobile and 9 more not.');
});

test('a preset that shares no column with the file is not offered', () => {
  expect(rankPresets(presets, ['a', 'b'])).toEqual([]);
});

test('a preset fits when the columns of the required fields are there', () => {
  expect(checkPresetFits(patient, optix, header).ok).toBe(true);
  expect(checkPresetFits(patient, optix, ['patient_id'])).toMatchObject({
    ok: false,
    fault: { code: 'preset.does_not_fit', params: { preset: 'optix-patients', missing: '“last_name”' } },
  });
});

test('a draft carries the preset, its version and its constants', () => {
  expect(draft).toMatchObject({
    entity: 'patient',
    presetId: 'optix-patients',
    presetVersion: 1,
    sourceSystem: 'optix',
  });
  expect(fieldsOf(draft)).toEqual(['externalId', 'lastName', 'dateOfBirth', null]);
  expect(draftMapping({ ...basis, preset: acuity }, 'acuity').constants).toEqual([
    { field: 'country', value: 'US' },
  ]);
  expect(draftMapping({ ...basis, preset: null }, 'own').presetId).toBeNull();
});

test('a column’s own country takes the place of the vendor’s', () => {
  const withCountry = { ...basis, preset: acuity, header: ['id', 'lastName', 'country'] };
  const mapping = draftMapping(withCountry, 'acuity');
  expect(mapping.constants).toEqual([]);
  const freed = assignField(withCountry, mapping, 2, null);
  expect(freed.ok && freed.value.constants).toEqual([{ field: 'country', value: 'US' }]);
  const again = freed.ok ? assignField(withCountry, freed.value, 2, 'country') : freed;
  expect(again.ok && again.value.constants).toEqual([]);
});

test('a person lets a column fill another field, and the mapping that was given stays as it is', () => {
  const assigned = assignField(basis, draft, 3, 'occupation');
  expect(assigned.ok && fieldsOf(assigned.value)).toEqual([
    'externalId',
    'lastName',
    'dateOfBirth',
    'occupation',
  ]);
  expect(assigned.ok && assigned.value.columns[3]).toMatchObject({
    confidence: 'certain',
    evidence: ['Chosen by hand'],
  });
  expect(fieldsOf(draft)[3]).toBeNull();
});

test('a column put to a date is read in the vendor’s order, and back in its own place as the preset says', () => {
  const moved = assignField(basis, draft, 2, 'registrationDate');
  expect(moved.ok && moved.value.columns[2]!.conversion).toEqual({ dateOrder: 'dmy' });
  const back = moved.ok ? assignField(basis, moved.value, 2, 'dateOfBirth') : moved;
  expect(back.ok && back.value.columns[2]!.conversion).toEqual({ dateOrder: 'dmy' });
});

test('a doubtful choice by hand stays doubtful', () => {
  const assigned = assignField(basis, draft, 1, 'nhsNumber');
  expect(assigned.ok && assigned.value.columns[1]!.confidence).toBe('unsure');
});

test('a field that does not exist, or is filled already, or a column that the file lacks, is a fault', () => {
  expect(assignField(basis, draft, 3, 'legs')).toMatchObject({ fault: { code: 'mapping.unknown_field' } });
  expect(assignField(basis, draft, 3, '__proto__')).toMatchObject({
    fault: { code: 'mapping.unknown_field' },
  });
  expect(assignField(basis, draft, 3, 'lastName')).toMatchObject({
    fault: { code: 'mapping.field_taken', params: { field: 'Last name', column: 'last_name' } },
  });
  expect(assignField(basis, draft, 9, 'city')).toMatchObject({ fault: { code: 'app.invalid_input' } });
});

test('a column may be put to the field that it fills already', () => {
  expect(assignField(basis, draft, 1, 'lastName').ok).toBe(true);
});

test('a mapping can be approved when every required field is filled', () => {
  expect(canApprove(patient, draft, []).ok).toBe(true);
  const without = assignField(basis, draft, 1, null);
  expect(without.ok && canApprove(patient, without.value, [])).toMatchObject({
    ok: false,
    fault: { code: 'mapping.required_field', params: { field: 'Last name' } },
  });
});

describe('a column that may fill its field wrongly', () => {
  const monthFirst = {
    ...basis,
    samples: [
      ['1', 'S', '01/02/1980', ''],
      ['2', 'S', '12/31/1980', ''],
    ],
  };
  const doubtful = draftMapping(monthFirst, 'optix');

  test('stops the approval, which names it and why, without a value of it', () => {
    const stopped = canApprove(patient, doubtful, []);
    expect(stopped).toMatchObject({
      ok: false,
      fault: { code: 'mapping.unconfirmed', params: { columns: '“dob”' } },
    });
    const message = stopped.ok ? '' : stopped.fault.message;
    expect(message).toContain('1 of 2 dates can only be month/day/year, not day/month/year');
    expect(message).not.toContain('1980');
    expect(canApprove(patient, doubtful, [0, 1, 3]).ok).toBe(false);
  });

  test('does not stop it once it is confirmed or left behind', () => {
    expect(canApprove(patient, doubtful, [2]).ok).toBe(true);
    const without = assignField(monthFirst, doubtful, 2, null);
    expect(without.ok && canApprove(patient, without.value, []).ok).toBe(true);
  });

  test('carries the word of who confirmed it; a certain column needs none', () => {
    const noted = noteConfirmed(doubtful, [1, 2], 'A. Manager');
    expect(noted.columns[2]!.evidence.at(-1)).toBe('Looked at and confirmed by A. Manager');
    expect(noted.columns[1]).toEqual(doubtful.columns[1]);
  });
});

test('a source system is the preset’s, and one that the practice has used if it has used any', () => {
  expect(checkSourceSystem('optix', 'optix', new Set()).ok).toBe(true);
  expect(checkSourceSystem('optix', 'optix', new Set(['acuity', 'optix'])).ok).toBe(true);
  const other = { ok: false, fault: { code: 'mapping.other_source_system' } };
  expect(checkSourceSystem('optik', 'optix', new Set())).toMatchObject(other);
  expect(checkSourceSystem('optik', 'optix', new Set(['optik']))).toMatchObject(other);
  expect(checkSourceSystem('optix', 'optix', new Set(['optik']))).toMatchObject({
    ...other,
    fault: { params: { asked: 'optix', known: 'optik' } },
  });
});

test('unfilled fields are those that neither a column nor a constant fills', () => {
  const names = unfilledFields(
    patient,
    draftMapping({ ...basis, preset: acuity, header: ['id'] }, 'acuity'),
  ).map(({ name }) => name);
  expect(names).not.toContain('externalId');
  expect(names).not.toContain('country');
  expect(names).toContain('lastName');
});

test.each([
  ['dateOfBirth', { dateOrder: 'dmy' }, 'Dates are read as day/month/year and kept as year-month-day.'],
  ['mobilePhone', { country: 'US' }, 'Numbers without a country code are taken as US numbers (+1).'],
  ['phone', {}, 'Only numbers with a country code are recognised; others stay as they are written.'],
  [
    'postcode',
    { country: 'GB' },
    'UK postcodes get capitals and one space; others stay as they are written.',
  ],
  ['postcode', { country: 'US' }, 'Kept as it is written.'],
  ['lastName', {}, null],
  ['externalId', {}, null],
] as const)('the conversion of %s under %j is described in words', (field, conversion, words) => {
  expect(
    describeConversion(
      patient.fields.find(({ name }) => name === field)!,
      conversion,
    ),
  ).toBe(words);
});

test('every field’s conversion is described or only trims', () => {
  for (const field of patient.fields) {
    const words = describeConversion(field, {});
    expect(words === null).toBe(field.type.kind === 'text' || field.type.kind === 'identifier');
  }
});
