import type { Overrides } from './en-GB.ts';

/** American English: only what differs from the British catalogue. */
export const enUs: Overrides = {
  fields: {
    lastName: 'Last name',
    mobilePhone: 'Cell phone',
    postcode: 'ZIP code',
    county: 'State',
    city: 'City',
    gpName: 'Primary care doctor',
    gpPractice: 'Primary care practice',
    lastExaminationDate: 'Last eye exam',
    nextExaminationDue: 'Next eye exam due',
  },
  files: {
    recognised: 'What was recognized',
    asRecognised: (value) => `${value} (as recognized)`,
    recogniseIt: 'Let the program recognize it',
  },
  reading: { recogniseAgain: 'Forget my choices and recognize it again' },
  mapping: { recogniseSelf: 'Let the program recognize it' },
};
