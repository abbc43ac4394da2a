import type { Random } from './random.ts';
import * as words from './word-lists.ts';

/** An invented patient, with every value written as a careful person would write it. Dates are YYYY-MM-DD. */
export interface Person {
  readonly externalId: string;
  firstName: string;
  lastName: string;
  dateOfBirth: string;
  email: string;
  mobile: string;
  phone: string;
  readonly addressLine1: string;
  readonly addressLine2: string;
  readonly city: string;
  readonly county: string;
  postcode: string;
  nhsNumber: string;
  readonly occupation: string;
  readonly medicalHistory: string;
  readonly allergies: string;
  readonly contactLensWearer: string;
  readonly gpName: string;
  readonly gpPractice: string;
}

export type Country = 'uk' | 'us';

/** `number` (from 1) makes the external id, so that no two people share one by accident. */
export function inventPerson(random: Random, country: Country, number: number): Person {
  const firstName = random.pick(words.firstNames[country]);
  const lastName = random.pick(words.lastNames[country]);
  const place = country === 'uk' ? ukPlace(random) : usPlace(random);
  return {
    externalId: country === 'uk' ? String(number).padStart(7, '0') : String(100_000 + number),
    firstName,
    lastName,
    dateOfBirth: inventDate(random, 1932, 2021),
    email: random.chance(0.7)
      ? `${plainLetters(firstName)}.${plainLetters(lastName)}${number}@example.com`
      : '',
    ...place,
    addressLine1: `${random.whole(1, 240)} ${random.pick(words.streets[country])}`,
    addressLine2: random.chance(0.2) ? `Flat ${random.whole(1, 40)}` : '',
    nhsNumber: country === 'uk' && random.chance(0.6) ? inventNhsNumber(random, '5') : '',
    occupation: random.chance(0.6) ? random.pick(words.occupations) : '',
    medicalHistory: random.chance(0.5) ? inventHistory(random) : '',
    allergies: random.chance(0.3) ? random.pick(words.allergies) : '',
    contactLensWearer: random.pick(['Y', 'N', 'N', 'Yes', 'No', '']),
    gpName: random.chance(0.5) ? `Dr ${random.pick(words.lastNames.uk)}` : '',
    gpPractice: random.chance(0.5) ? `${random.pick(words.streets.uk)} Surgery` : '',
  };
}

type Place = Pick<Person, 'city' | 'county' | 'postcode' | 'mobile' | 'phone'>;

/** Phone numbers are from the ranges that are set aside for drama, so that nobody is ever rung by accident. */
function ukPlace(random: Random): Place {
  const [city, outward] = random.pick(words.towns);
  return {
    city,
    county: random.chance(0.6) ? random.pick(words.counties) : '',
    postcode: `${outward} ${random.whole(0, 9)}${random.pick('ABDEFGHJLN'.split(''))}${random.pick('PQRSTUWXYZ'.split(''))}`,
    mobile: random.chance(0.8) ? `07700 900${random.digits(3)}` : '',
    phone: random.chance(0.5)
      ? random.pick(['01632 960', '(01632) 960', '+44 1632 960']) + random.digits(3)
      : '',
  };
}

function usPlace(random: Random): Place {
  const [city, state, zipStart, areaCode] = random.pick(words.cities);
  const zip = zipStart + random.digits(2);
  return {
    city,
    county: state,
    postcode: random.chance(0.2) ? `${zip}-${random.digits(4)}` : zip,
    mobile: random.chance(0.8) ? `(${areaCode}) 555-01${random.digits(2)}` : '',
    phone: random.chance(0.5) ? `${areaCode}-555-01${random.digits(2)}` : '',
  };
}

export function inventDate(random: Random, firstYear: number, lastYear: number): string {
  const month = String(random.whole(1, 12)).padStart(2, '0');
  const day = String(random.whole(1, 28)).padStart(2, '0');
  return `${random.whole(firstYear, lastYear)}-${month}-${day}`;
}

/** A number with its check digit, worked out here so that the sample does not lean on the code that it tests. */
export function inventNhsNumber(random: Random, start: string): string {
  for (;;) {
    const nine = start + random.digits(9 - start.length);
    let sum = 0;
    for (let position = 0; position < 9; position += 1)
      sum += Number(nine.charAt(position)) * (10 - position);
    const check = 11 - (sum % 11);
    const number = nine + (check === 11 ? 0 : check);
    if (check !== 10 && number !== nine.charAt(0).repeat(10)) return number;
  }
}

function inventHistory(random: Random): string {
  const first = random.pick(words.histories);
  if (!random.chance(0.25)) return first;
  return `${first}${random.chance(0.5) ? '\r\n' : '\n'}${random.pick(words.furtherLines)}`;
}

const unaccented = new Map<string, string>();

function plainLetters(name: string): string {
  let plain = unaccented.get(name);
  if (plain === undefined) {
    plain = name
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase();
    unaccented.set(name, plain);
  }
  return plain;
}
