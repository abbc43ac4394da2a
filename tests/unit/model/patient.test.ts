import { expect, test } from 'vitest';
import { patient } from '#main/model/entities/patient';
import { looseKey } from '#main/model/loose-key';

test('the first field is the external id, and it is required', () => {
  expect(patient.fields[0]).toMatchObject({ name: 'externalId', column: 'external_id', required: true });
});

test('names and columns are unique and in their cases', () => {
  expect(new Set(patient.fields.map(({ name }) => name)).size).toBe(patient.fields.length);
  for (const { name, column } of patient.fields) {
    expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(column).toBe(name.replace(/[A-Z]|\d+/g, (start) => `_${start.toLowerCase()}`));
  }
});

test('no name of a field is also a name of another', () => {
  const owners = new Map<string, string>();
  for (const field of patient.fields) {
    for (const name of new Set([field.name, field.label, ...field.synonyms].map(looseKey))) {
      expect([name, owners.get(name) ?? field.name]).toEqual([name, field.name]);
      owners.set(name, field.name);
    }
  }
});

test('no spelling of a code stands for two codes', () => {
  for (const { type } of patient.fields) {
    if (type.kind !== 'code') continue;
    const spellings = type.codes.flatMap(({ code, label, synonyms }) => [
      ...new Set([code, label, ...synonyms].map(looseKey)),
    ]);
    expect(new Set(spellings).size).toBe(spellings.length);
  }
});

test('every field of DOMAIN §2.1 is there under its name', () => {
  const names = new Set(patient.fields.map(({ name }) => name));
  const expected =
    'externalId firstName lastName dateOfBirth email mobilePhone phone addressLine1 addressLine2 city county ' +
    'postcode nhsNumber occupation medicalHistory allergies contactLensWearer gpName gpPractice';
  for (const name of expected.split(' ')) expect(names).toContain(name);
});
