import type { RowState } from '#contract/reconciliation';
import { inventDate, inventNhsNumber, type Country, type Person } from './person.ts';
import type { Random } from './random.ts';

/** A fault of the kinds that real exports have, what it does to a person's values, and what must become of the row. */
export interface PlantedFault {
  readonly name: string;
  /** Rows in ten thousand that get it. */
  readonly perTenThousand: number;
  readonly state: RowState;
  /** Codes of every finding that it must lead to. */
  readonly issues: readonly string[];
  /** Vendors whose exports cannot have it are left out by country. */
  readonly country?: Country;
  readonly plant: (person: Person, random: Random, country: Country) => void;
}

const noBirthDate = 'patient.date_of_birth_missing';

export const cellFaults: readonly PlantedFault[] = [
  {
    name: 'wrong check digit',
    perTenThousand: 15,
    state: 'held',
    issues: ['nhs_number.invalid'],
    country: 'uk',
    plant: (person, random) => {
      const number = inventNhsNumber(random, '5');
      person.nhsNumber = number.slice(0, 9) + ((Number(number.charAt(9)) + random.whole(1, 9)) % 10);
    },
  },
  {
    name: 'lost leading zero',
    perTenThousand: 10,
    state: 'held',
    issues: ['nhs_number.lost_zero'],
    country: 'uk',
    plant: (person, random) => {
      person.nhsNumber = inventNhsNumber(random, '01').slice(1);
    },
  },
  {
    name: 'repeated digits',
    perTenThousand: 5,
    state: 'held',
    issues: ['nhs_number.repeated_digit'],
    country: 'uk',
    plant: (person, random) => {
      person.nhsNumber = String(random.whole(1, 9)).repeat(10);
    },
  },
  {
    name: 'born in the future',
    perTenThousand: 10,
    state: 'held',
    issues: ['patient.date_of_birth_in_future'],
    plant: (person, random) => {
      person.dateOfBirth = inventDate(random, 2060, 2079);
    },
  },
  {
    name: 'two-digit year',
    perTenThousand: 15,
    state: 'held',
    issues: ['date.two_digit_year', noBirthDate],
    plant: (person, random) => {
      person.dateOfBirth = `0${random.whole(1, 9)}/0${random.whole(1, 9)}/${random.digits(2)}`;
    },
  },
  {
    name: 'impossible date',
    perTenThousand: 10,
    state: 'held',
    issues: ['date.impossible', noBirthDate],
    plant: (person, random, country) => {
      const year = random.whole(1940, 2010);
      person.dateOfBirth = country === 'uk' ? `31/02/${year}` : `02/31/${year}`;
    },
  },
  {
    name: 'missing last name',
    perTenThousand: 10,
    state: 'held',
    issues: ['field.required_empty'],
    plant: (person) => {
      person.lastName = ' ';
    },
  },
  {
    name: '1 January 1900',
    perTenThousand: 20,
    state: 'accepted',
    issues: ['date.placeholder', noBirthDate],
    plant: (person) => {
      person.dateOfBirth = '1900-01-01';
    },
  },
  {
    name: 'instruction before the number',
    perTenThousand: 40,
    state: 'accepted',
    issues: ['phone.with_instruction'],
    plant: (person, random, country) => {
      const digits = random.digits(2);
      person.mobile = `NO texts ${country === 'uk' ? `07700 9001${digits}` : `(617) 555-01${digits}`}`;
    },
  },
  {
    name: 'incomplete phone number',
    perTenThousand: 20,
    state: 'accepted',
    issues: ['phone.not_recognised'],
    plant: (person, random) => {
      person.phone = `555${random.digits(3)}`;
    },
  },
  {
    name: 'broken email',
    perTenThousand: 20,
    state: 'accepted',
    issues: ['email.invalid'],
    plant: (person) => {
      person.email = `patient${person.externalId}.example.com`;
    },
  },
  {
    name: 'half a postcode',
    perTenThousand: 10,
    state: 'accepted',
    issues: ['postcode.invalid'],
    country: 'uk',
    plant: (person) => {
      person.postcode = person.postcode.slice(0, -4);
    },
  },
  {
    name: 'ZIP without its leading zero',
    perTenThousand: 10,
    state: 'accepted',
    issues: ['zip.invalid'],
    country: 'us',
    plant: (person, random) => {
      person.postcode = `21${random.digits(2)}`;
    },
  },
  {
    name: 'trailing spaces',
    perTenThousand: 100,
    state: 'accepted',
    issues: [],
    plant: (person) => {
      person.firstName += '  ';
      person.lastName += ' ';
    },
  },
  {
    name: 'postcode in small letters without a space',
    perTenThousand: 150,
    state: 'accepted',
    issues: [],
    country: 'uk',
    plant: (person) => {
      person.postcode = person.postcode.replace(' ', '').toLowerCase();
    },
  },
];

/** Rows in ten thousand that are faulty as a whole. */
export const rowFaultRates = { ragged: 10, blank: 10, repeated: 15, conflict: 8 };
