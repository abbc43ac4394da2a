import type { Country, Person } from './person.ts';

/** How one vendor's export is written. */
export interface Layout {
  readonly country: Country;
  readonly byteOrderMark: boolean;
  readonly newline: string;
  readonly dateOrder: 'dmy' | 'mdy';
  readonly columns: readonly (readonly [string, keyof Person])[];
}

export type Vendor = 'optix' | 'occuco' | 'acuity';

/** Columns as DOMAIN §2.1 lists them, written out here and not taken from the presets, which they test. */
export const layouts: Readonly<Record<Vendor, Layout>> = {
  optix: {
    country: 'uk',
    byteOrderMark: false,
    newline: '\r\n',
    dateOrder: 'dmy',
    columns: [
      ['patient_id', 'externalId'],
      ['first_name', 'firstName'],
      ['last_name', 'lastName'],
      ['dob', 'dateOfBirth'],
      ['email', 'email'],
      ['mobile', 'mobile'],
      ['phone', 'phone'],
      ['address_1', 'addressLine1'],
      ['city', 'city'],
      ['postcode', 'postcode'],
      ['nhs_number', 'nhsNumber'],
      ['occupation', 'occupation'],
      ['medical_history', 'medicalHistory'],
      ['allergies', 'allergies'],
      ['contact_lens_wearer', 'contactLensWearer'],
    ],
  },
  occuco: {
    country: 'uk',
    byteOrderMark: true,
    newline: '\r\n',
    dateOrder: 'dmy',
    columns: [
      ['PatientID', 'externalId'],
      ['FirstName', 'firstName'],
      ['Surname', 'lastName'],
      ['DateOfBirth', 'dateOfBirth'],
      ['Email', 'email'],
      ['MobileNumber', 'mobile'],
      ['HomeNumber', 'phone'],
      ['AddressLine1', 'addressLine1'],
      ['AddressLine2', 'addressLine2'],
      ['Town', 'city'],
      ['County', 'county'],
      ['Postcode', 'postcode'],
      ['NHSNumber', 'nhsNumber'],
      ['Occupation', 'occupation'],
      ['GPName', 'gpName'],
      ['GPSurgery', 'gpPractice'],
    ],
  },
  acuity: {
    country: 'us',
    byteOrderMark: false,
    newline: '\n',
    dateOrder: 'mdy',
    columns: [
      ['id', 'externalId'],
      ['firstName', 'firstName'],
      ['lastName', 'lastName'],
      ['birthDate', 'dateOfBirth'],
      ['email', 'email'],
      ['phone', 'phone'],
      ['cellPhone', 'mobile'],
      ['address', 'addressLine1'],
      ['city', 'city'],
      ['state', 'county'],
      ['zip', 'postcode'],
      ['medicalHistory', 'medicalHistory'],
      ['allergies', 'allergies'],
    ],
  },
};

/** A date as the vendor writes it; a text that is no ISO date is taken as it is. */
export function writeDate(iso: string, order: Layout['dateOrder']): string {
  if (iso.charAt(4) !== '-') return iso;
  const year = iso.slice(0, 4);
  const month = iso.slice(5, 7);
  const day = iso.slice(8);
  return order === 'dmy' ? `${day}/${month}/${year}` : `${month}/${day}/${year}`;
}

const needsQuotes = /[",\r\n]/;

/** One cell of RFC 4180. */
export function writeCell(text: string): string {
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
