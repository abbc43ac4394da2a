import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parsePreset } from '#main/model/preset-schema';
import { presetSchemaFile, renderPresetSchema } from '../../../scripts/preset-schema.ts';
import { shippedPreset, vendors } from './shipped-presets.ts';

/** The mapping of DOMAIN §2.1 as the source document gives it. */
const authoritative = {
  optix:
    'patient_id→externalId, first_name→firstName, last_name→lastName, dob→dateOfBirth, email→email, mobile→mobilePhone, phone→phone, address_1→addressLine1, city→city, postcode→postcode, nhs_number→nhsNumber, occupation→occupation, medical_history→medicalHistory, allergies→allergies, contact_lens_wearer→contactLensWearer',
  occuco:
    'PatientID→externalId, FirstName→firstName, Surname→lastName, DateOfBirth→dateOfBirth, Email→email, MobileNumber→mobilePhone, AddressLine1→addressLine1, Town→city, Postcode→postcode, NHSNumber→nhsNumber',
  acuity:
    'id→externalId, firstName→firstName, lastName→lastName, birthDate→dateOfBirth, email→email, phone→phone, cellPhone→mobilePhone, address→addressLine1, city→city, zip→postcode',
};

/** What DOMAIN §2.1 adds from the public repository: ours to mark as assumed. */
const added = {
  optix: 'address_2→addressLine2, gp_name→gpName',
  occuco:
    'HomeNumber→phone, AddressLine2→addressLine2, County→county, Occupation→occupation, GPName→gpName, GPSurgery→gpPractice',
  acuity: 'state→county, medicalHistory→medicalHistory, allergies→allergies',
};

test.each(vendors)(
  'the preset of %s has every column of DOMAIN §2.1 and marks the others as assumed',
  (vendor) => {
    const preset = shippedPreset(vendor);
    const write = (assumed: boolean) =>
      preset.columns
        .filter((column) => (column.assumed ?? false) === assumed)
        .map((column) => `${column.header}→${column.field}`)
        .join(', ');
    expect(preset).toMatchObject({
      id: `${vendor}-patients`,
      sourceSystem: vendor,
      entity: 'patient',
      target: 'ils2',
    });
    expect(write(false)).toBe(authoritative[vendor]);
    expect(write(true)).toBe(added[vendor]);
  },
);

test('Acuity is read as a US export: month first, US numbers and codes, country US (DOMAIN §2.4)', () => {
  const acuity = shippedPreset('acuity');
  const conversionOf = (field: string) => acuity.columns.find((column) => column.field === field)?.conversion;
  expect(conversionOf('dateOfBirth')).toEqual({ dateOrder: 'mdy' });
  expect(conversionOf('mobilePhone')).toEqual({ country: 'US' });
  expect(conversionOf('postcode')).toEqual({ country: 'US' });
  expect(acuity.constants).toEqual([{ field: 'country', value: 'US' }]);
});

test('the JSON Schema in presets/ is the one that the program’s own schema gives', async () => {
  expect(readFileSync(presetSchemaFile, 'utf8')).toBe(await renderPresetSchema());
});

const sound = {
  id: 'x-patients',
  version: 1,
  title: 'X',
  vendor: 'X',
  target: 'ils2',
  entity: 'patient',
  sourceSystem: 'x',
  columns: [
    { header: 'id', field: 'externalId' },
    { header: 'name', field: 'lastName' },
  ],
};

test('a sound preset is read', () => {
  expect(parsePreset(JSON.stringify(sound), 'x.json')).toEqual({ ok: true, value: sound });
});

test.each([
  ['not JSON', '{', 'the file itself, which is not JSON'],
  ['a missing key', JSON.stringify({ ...sound, id: undefined }), 'id'],
  ['an unknown key', JSON.stringify({ ...sound, colums: [] }), 'colums'],
  ['an id with spaces', JSON.stringify({ ...sound, id: 'a b' }), 'id'],
  ['no columns', JSON.stringify({ ...sound, columns: [] }), 'columns'],
  ['an unknown entity', JSON.stringify({ ...sound, entity: 'frog' }), 'entity'],
  ['an unknown field', withColumn({ header: 'a', field: 'legs' }), 'columns.2.field'],
  ['a field filled twice', withColumn({ header: 'a', field: 'lastName' }), 'columns.2.field'],
  ['a header twice, but for its case', withColumn({ header: 'NAME', field: 'city' }), 'columns.2.header'],
  [
    'an alias that is another’s header',
    withColumn({ header: 'a', aliases: ['Id'], field: 'city' }),
    'columns.2.header',
  ],
  [
    'a date order that does not exist',
    withColumn({ header: 'a', field: 'dateOfBirth', conversion: { dateOrder: 'ydm' } }),
    'columns.2.conversion.dateOrder',
  ],
  [
    'a code that the field does not have',
    withColumn({ header: 'a', field: 'sex', conversion: { valueMap: { M: 'man' } } }),
    'columns.2.conversion',
  ],
  [
    'a constant for a field that a column fills',
    JSON.stringify({ ...sound, constants: [{ field: 'lastName', value: 'x' }] }),
    'constants.0.field',
  ],
  [
    'a constant that its field cannot hold',
    JSON.stringify({ ...sound, constants: [{ field: 'sex', value: 'x' }] }),
    'constants.0.value',
  ],
])('%s is a fault that says where', (_what, text, where) => {
  const parsed = parsePreset(text, 'x.json');
  expect(parsed).toMatchObject({
    ok: false,
    fault: { code: 'preset.invalid', params: { preset: 'x.json', where } },
  });
});

function withColumn(column: object): string {
  return JSON.stringify({ ...sound, columns: [...sound.columns, column] });
}
