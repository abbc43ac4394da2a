import type { Code, Entity, Field, FieldType } from '../entity.ts';

/** Adds what follows from a field's name, so that each field below is one line. `synonyms` are separated by `|`. */
function field(
  name: string,
  label: string,
  group: string,
  type: FieldType,
  synonyms: string,
  more: Pick<Field, 'required' | 'labelUs' | 'fhir'> = {},
): Field {
  const column = name.replace(/[A-Z]|\d+/g, (start) => `_${start.toLowerCase()}`);
  return { name, column, label, group, type, synonyms: synonyms.split('|'), ...more };
}

const line = (maxLength: number): FieldType => ({ kind: 'text', maxLength });
const identifier = (maxLength: number): FieldType => ({ kind: 'identifier', maxLength });
/** Free text of a person's record; long, because cutting it is worse than carrying it. */
const history: FieldType = { kind: 'text', maxLength: 50_000, multiline: true };
const date: FieldType = { kind: 'date' };
const yesNo: FieldType = { kind: 'boolean' };
const email: FieldType = { kind: 'email' };
const phone: FieldType = { kind: 'phone' };

function code(value: string, label: string, synonyms: string): Code {
  return { code: value, label, synonyms: synonyms.split('|') };
}

/** NHS Data Dictionary person stated gender (1, 2, 9, X), as UK Core uses it. Never inferred from a title. */
const sexes: readonly Code[] = [
  code('male', 'Male', 'm|1|man|boy'),
  code('female', 'Female', 'f|2|woman|girl'),
  code('indeterminate', 'Indeterminate', '9|i|other|intersex|unspecified'),
  code('unknown', 'Not known', 'x|0|u|not stated|not recorded|prefer not to say'),
];

const statuses: readonly Code[] = [
  code('active', 'Active', 'a|current|live|open|yes|y|true|1'),
  code('inactive', 'Inactive', 'i|lapsed|archived|dormant|closed|not active|no|n|false|0'),
  code('deceased', 'Deceased', 'd|dead|died|rip'),
  code('moved', 'Moved away', 'm|gone away|left|transferred|moved on'),
];

/**
 * A patient, as DOMAIN §1.2 lists the data type. Lengths: [P] customer number 20, postcode 20, phones 50; RFC 5321
 * e-mail 254; the others are ours. A new field is one line here, and a central migration that adds its column.
 */
// prettier-ignore
const fields: readonly Field[] = [
  field('externalId', 'Patient number in the old system', 'Record', identifier(64), 'patient id|patientid|id|patient no|patient number|patient ref|patient reference|record id|record number|px id|pxno|mrn|emr patient num|account id', { required: true, fhir: 'Patient.identifier' }),
  field('customerNumber', 'Customer number', 'Record', identifier(20), 'customer no|customer id|customer ref|account number|account no|client number|client id|card number', { fhir: 'Patient.identifier' }),
  field('nhsNumber', 'NHS number', 'Record', { kind: 'nhsNumber' }, 'nhs no|nhs|nhs num|nhs id|chi|chi number', { fhir: 'Patient.identifier' }),
  field('title', 'Title', 'Name', line(35), 'salutation|prefix|honorific|name prefix', { fhir: 'Patient.name.prefix' }),
  field('firstName', 'First name', 'Name', line(100), 'forename|forenames|given name|first names|first|fname|christian name', { fhir: 'Patient.name.given' }),
  field('middleName', 'Middle names', 'Name', line(100), 'middle name|middle|middle initial|mi|second name|other names', { fhir: 'Patient.name.given' }),
  field('lastName', 'Last name', 'Name', line(100), 'surname|family name|last|lname|family', { required: true, fhir: 'Patient.name.family' }),
  field('suffix', 'Suffix', 'Name', line(35), 'name suffix|qualification|generation', { fhir: 'Patient.name.suffix' }),
  field('preferredName', 'Preferred name', 'Name', line(100), 'known as|nickname|preferred|likes to be called|goes by', { fhir: 'Patient.name.given' }),
  field('previousName', 'Previous name', 'Name', line(100), 'maiden name|former name|previous surname|birth name|nee|former surname', { fhir: 'Patient.name.family' }),
  field('dateOfBirth', 'Date of birth', 'Person', date, 'dob|birth date|birthdate|d o b|born|birthday', { fhir: 'Patient.birthDate' }),
  field('dateOfDeath', 'Date of death', 'Person', date, 'death date|deceased date|date deceased|dod', { fhir: 'Patient.deceasedDateTime' }),
  field('sex', 'Sex', 'Person', { kind: 'code', codes: sexes }, 'gender|sex code|gender code|birth sex|patient sex', { fhir: 'Patient.gender' }),
  field('email', 'Email', 'Contact', email, 'e-mail|email address|e-mail address|mail|home email', { fhir: 'Patient.telecom' }),
  field('mobilePhone', 'Mobile phone', 'Contact', phone, 'mobile|mobile number|mobile no|mobile tel|cell|cell phone|cell number|cellular|sms number|mob', { labelUs: 'Cell phone', fhir: 'Patient.telecom' }),
  field('phone', 'Home phone', 'Contact', phone, 'home number|home phone|home tel|home telephone|telephone|tel|tel no|telephone number|phone number|landline|phone 1|day phone', { fhir: 'Patient.telecom' }),
  field('workPhone', 'Work phone', 'Contact', phone, 'work number|work tel|work telephone|business phone|office phone|phone 2|daytime phone', { fhir: 'Patient.telecom' }),
  field('addressLine1', 'Address line 1', 'Address', line(200), 'address 1|address|street|street address|address line|addr1|house and street|street 1', { fhir: 'Patient.address.line' }),
  field('addressLine2', 'Address line 2', 'Address', line(200), 'address 2|addr2|street 2|locality|apartment|district', { fhir: 'Patient.address.line' }),
  field('addressLine3', 'Address line 3', 'Address', line(200), 'address 3|addr3|street 3|village', { fhir: 'Patient.address.line' }),
  field('city', 'Town or city', 'Address', line(100), 'town|post town|town city|address 4|municipality', { labelUs: 'City', fhir: 'Patient.address.city' }),
  field('county', 'County', 'Address', line(100), 'state|province|region|address 5|state code|state province', { labelUs: 'State', fhir: 'Patient.address.state' }),
  field('postcode', 'Postcode', 'Address', { kind: 'postcode' }, 'post code|postal code|zip|zip code|pcode|zip postal code', { labelUs: 'ZIP code', fhir: 'Patient.address.postalCode' }),
  field('country', 'Country', 'Address', { kind: 'country' }, 'country code|nation|address country', { fhir: 'Patient.address.country' }),
  field('gpName', 'GP', 'Care', line(200), 'gp|doctor|general practitioner|family doctor|physician|primary care physician|pcp|pcp name|gp doctor', { labelUs: 'Primary care physician', fhir: 'Patient.generalPractitioner' }),
  field('gpPractice', 'GP surgery', 'Care', line(200), 'surgery|doctors surgery|gp address|medical practice|gp clinic|pcp practice', { labelUs: 'Physician’s practice', fhir: 'Patient.generalPractitioner' }),
  field('emergencyContactName', 'Emergency contact', 'Care', line(200), 'emergency contact|next of kin|nok|next of kin name|emergency name|ice name', { fhir: 'Patient.contact.name' }),
  field('emergencyContactPhone', 'Emergency contact’s phone', 'Care', phone, 'emergency phone|emergency number|next of kin phone|nok phone|emergency tel|ice phone|ice number', { fhir: 'Patient.contact.telecom' }),
  field('emergencyContactRelationship', 'Emergency contact’s relationship', 'Care', line(100), 'emergency relationship|next of kin relationship|nok relationship|relationship', { fhir: 'Patient.contact.relationship' }),
  field('occupation', 'Occupation', 'Life', line(200), 'job|profession|job title|employment|occupation description', {}),
  field('recreation', 'Recreation', 'Life', line(500), 'hobbies|hobby|pastimes|interests|sports', {}),
  field('vduUser', 'Works at a screen', 'Life', yesNo, 'vdu|dse|dse user|screen user|computer user|uses vdu', { labelUs: 'Computer user' }),
  field('driver', 'Drives', 'Life', yesNo, 'drives|is driver|driving|drives a car', {}),
  field('contactLensWearer', 'Wears contact lenses', 'Life', yesNo, 'cl wearer|contact lenses|wears contact lenses|cl|contact lens|contact lens user|wears cl', {}),
  field('medicalHistory', 'Medical history', 'History', history, 'general health|health|medical conditions|medical notes|past medical history|pmh|systemic conditions|conditions', {}),
  field('medication', 'Medication', 'History', history, 'medications|meds|current medication|drugs|prescribed medication|medicines', {}),
  field('allergies', 'Allergies', 'History', history, 'allergy|known allergies|drug allergies|allergic to', {}),
  field('ocularHistory', 'Eye history', 'History', history, 'eye history|past ocular history|poh|previous eye history|ocular conditions', {}),
  field('familyHistory', 'Family history', 'History', history, 'family medical history|fh|family ocular history|foh|family eye history', {}),
  field('nhsEligibility', 'NHS eligibility', 'NHS', line(200), 'gos eligibility|eligibility|nhs exemption|exemption|exemption reason|gos reason|nhs reason', {}),
  field('consentEmail', 'Agreed to email', 'Consent', yesNo, 'email consent|allow email|email opt in|contact by email|email ok|email recall|opt in email', {}),
  field('consentSms', 'Agreed to text messages', 'Consent', yesNo, 'sms consent|text consent|allow sms|sms opt in|contact by sms|allow text|contact by text|sms ok|text ok', {}),
  field('consentPhone', 'Agreed to phone calls', 'Consent', yesNo, 'phone consent|allow phone|contact by phone|allow calls|telephone consent|phone ok', {}),
  field('consentPost', 'Agreed to post', 'Consent', yesNo, 'post consent|allow post|contact by post|mail consent|allow mail|letter consent|post ok', { labelUs: 'Agreed to mail' }),
  field('dataSharingConsent', 'Agreed to data sharing', 'Consent', yesNo, 'data sharing|share data|gdpr consent|sharing consent|data consent', {}),
  field('guarantorId', 'Guarantor’s patient number', 'Family', identifier(64), 'guarantor|responsible party|responsible party id|payer id|guarantor number', {}),
  field('familyId', 'Family number', 'Family', identifier(64), 'family number|family no|household id|household|family group|head of family', {}),
  field('status', 'Status', 'Record', { kind: 'code', codes: statuses }, 'patient status|record status|active|state of record', { fhir: 'Patient.active' }),
  field('registrationDate', 'Registered on', 'Record', date, 'date registered|registered|first seen|joined|date joined|created|created date|date created|date added', {}),
  field('lastExaminationDate', 'Last examination', 'Recall', date, 'last exam|last exam date|last sight test|last test|last test date|last visit|last seen|last eye exam|last examination', { labelUs: 'Last eye exam' }),
  field('nextExaminationDue', 'Next examination due', 'Recall', date, 'next exam|next exam date|recall date|recall due|next recall|due date|next due|next test|next sight test|recall|st recall', { labelUs: 'Next eye exam due' }),
];

export const patient: Entity = {
  name: 'patient',
  label: 'Patient',
  labelPlural: 'Patients',
  table: 'patients',
  fhir: 'Patient',
  fields,
};
