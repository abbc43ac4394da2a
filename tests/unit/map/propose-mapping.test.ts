import { expect, test } from 'vitest';
import { patient } from '#main/model/entities/patient';
import type { ColumnMapping } from '#main/model/mapping';
import { proposeMapping } from '#main/steps/map/propose-mapping';
import { generatePatients } from '../../../scripts/generate-sample/generate-patients.ts';
import { parseCsv } from '../check/judge-file.ts';
import { shippedPreset, vendors } from '../presets/shipped-presets.ts';

const optix = shippedPreset('optix');
const rows = (...columns: string[][]) => columns[0]!.map((_, row) => columns.map((column) => column[row]!));

test.each(vendors)('an export of %s is mapped by its preset alone, and its values agree', (vendor) => {
  const preset = shippedPreset(vendor);
  const table = parseCsv([...generatePatients({ vendor, rows: 100, seed: 4 }).chunks].join(''));
  const columns = proposeMapping(patient, preset, table[0]!, table.slice(1));
  const expected = new Map(preset.columns.map((column) => [column.header, column]));
  for (const column of columns) {
    const described = expected.get(column.header);
    expect(column).toMatchObject({
      field: described?.field,
      conversion: described?.conversion ?? {},
      confidence: described?.assumed === true ? 'likely' : 'certain',
    });
  }
});

test('headers are matched whatever their case and separators (DOMAIN §2.2)', () => {
  const header = ['Patient ID', 'FIRST-NAME', 'lastname', 'D.O.B'];
  const fields = proposeMapping(patient, optix, header, []).map(({ field, confidence }) => [
    field,
    confidence,
  ]);
  expect(fields).toEqual([
    ['externalId', 'certain'],
    ['firstName', 'certain'],
    ['lastName', 'certain'],
    ['dateOfBirth', 'certain'],
  ]);
});

test('PascalCase names of Acuity are known too (DOMAIN §2.3)', () => {
  const header = ['PatientId', 'FirstName', 'LastName', 'BirthDate', 'ZipCode'];
  const columns = proposeMapping(patient, shippedPreset('acuity'), header, []);
  expect(columns.map(({ field }) => field)).toEqual([
    'externalId',
    'firstName',
    'lastName',
    'dateOfBirth',
    'postcode',
  ]);
  expect(columns[4]!.conversion).toEqual({ country: 'US' });
});

test('a column that the preset does not describe is found by a name that exports use, and converted as its vendor writes', () => {
  const columns = proposeMapping(patient, optix, ['patient_id', 'Recall Date', 'Work Tel'], []);
  expect(columns[1]).toMatchObject({
    field: 'nextExaminationDue',
    confidence: 'likely',
    conversion: { dateOrder: 'dmy' },
  });
  expect(columns[2]).toMatchObject({ field: 'workPhone', conversion: { country: 'GB' } });
});

test('each field is filled once, and the column that comes too late says why', () => {
  const [, second] = proposeMapping(patient, optix, ['last_name', 'Surname'], []);
  expect(second).toMatchObject({ field: null, evidence: ['Last name is filled by the column “last_name”'] });
});

test('the preset’s column wins over an earlier one that only has a fitting name', () => {
  const columns = proposeMapping(patient, optix, ['Surname', 'last_name'], []);
  expect(columns.map(({ field }) => field)).toEqual([null, 'lastName']);
});

test('values that can only be one thing speak for a column without a known name', () => {
  const nhs = ['9434765919', '4010232137', '943 476 5919', '9434765919', '4010232137', ''];
  const [column] = proposeMapping(patient, optix, ['F17'], rows(nhs));
  expect(column).toMatchObject({
    field: 'nhsNumber',
    confidence: 'unsure',
    evidence: ['Only its values speak for it', '5 of 5 values are valid NHS numbers'],
  });
});

test('too few values speak for nothing', () => {
  const [column] = proposeMapping(patient, optix, ['F17'], rows(['9434765919', '4010232137']));
  expect(column).toMatchObject({ field: null });
});

test('how many values look right is part of the evidence, and few of them put the choice in doubt', () => {
  const mostlyRight = [...Array<string>(9).fill('9434765919'), '123'];
  const [right] = proposeMapping(patient, optix, ['nhs_number'], rows(mostlyRight));
  expect(right).toMatchObject({ confidence: 'certain' });
  expect(right!.evidence).toContain('9 of 10 values are valid NHS numbers');
  const mostlyWrong = [...Array<string>(9).fill('123'), '9434765919'];
  const [wrong] = proposeMapping(patient, optix, ['nhs_number'], rows(mostlyWrong));
  expect(wrong).toMatchObject({ field: 'nhsNumber', confidence: 'unsure' });
});

test('dates that contradict the preset’s order lower the confidence and say so', () => {
  const [column] = proposeMapping(
    patient,
    optix,
    ['dob'],
    rows(['01/02/1980', '03/04/1981', '05/06/1982', '07/31/1983']),
  );
  expect(column).toMatchObject({
    field: 'dateOfBirth',
    conversion: { dateOrder: 'dmy' },
    confidence: 'unsure',
  });
  expect(column!.evidence).toContain('1 of 4 dates can only be month/day/year, not day/month/year');
});

test.each([
  ['all others can be in either order', '01/02/1980'],
  ['all others can only be in the preset’s order', '31/01/1980'],
])('one date that only the other order can read puts the column in doubt when %s', (_, others) => {
  const dates = [...Array<string>(499).fill(others), '01/31/1980'];
  const [column] = proposeMapping(patient, optix, ['dob'], rows(dates));
  expect(column!.confidence).toBe('unsure');
  expect(column!.evidence).toContain('1 of 500 dates can only be month/day/year, not day/month/year');
});

test('dates that the preset’s order can read, in whatever number, put nothing in doubt', () => {
  const dates = [...Array<string>(20).fill('01/02/1980'), '31/01/1980', '1980-01-31', '31/02/1980'];
  expect(proposeMapping(patient, optix, ['dob'], rows(dates))[0]!.confidence).toBe('certain');
});

/** The proposal for a file of one column, without a preset. */
function proposeAlone(header: string, ...values: string[]): ColumnMapping {
  return proposeMapping(patient, null, [header], rows(values))[0]!;
}

test('without a preset the order of dates comes from the column as a whole, or stays open', () => {
  expect(proposeAlone('DOB', '01/02/1980', '31/02/1980').conversion).toEqual({ dateOrder: 'dmy' });
  expect(proposeAlone('DOB', '01/02/1980', '02/28/1980').conversion).toEqual({ dateOrder: 'mdy' });
  expect(proposeAlone('DOB', '01/02/1980', '1980-05-06')).toMatchObject({
    conversion: {},
    confidence: 'unsure',
  });
  expect(proposeAlone('DOB', '31/02/1980', '02/28/1980')).toMatchObject({
    conversion: {},
    confidence: 'unsure',
  });
  expect(proposeAlone('DOB', '1980-05-06')).toMatchObject({ conversion: {}, confidence: 'likely' });
});

test('without a preset the country of phone numbers comes from the numbers', () => {
  expect(proposeAlone('Mobile', '07700 900123', '07700900124').conversion).toEqual({ country: 'GB' });
  expect(proposeAlone('Mobile', '(617) 555-0123', '617-555-0124').conversion).toEqual({ country: 'US' });
  expect(proposeAlone('Mobile', '+447700900123').conversion).toEqual({});
});

test('a header that JavaScript gives a meaning to is an ordinary header', () => {
  const header = ['__proto__', 'constructor', 'toString', ''];
  expect(proposeMapping(patient, optix, header, [['x', 'y', 'z', '']]).map(({ field }) => field)).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('evidence never holds a value of the file', () => {
  const columns = proposeMapping(
    patient,
    optix,
    ['F1', 'dob'],
    rows(['canary-1', 'canary-2'], ['canary-3', 'canary-4']),
  );
  expect(JSON.stringify(columns)).not.toContain('canary');
});
