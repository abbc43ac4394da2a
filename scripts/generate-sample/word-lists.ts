/** Common words from which invented people are put together. Any likeness is chance. */
const list = (text: string): readonly string[] => text.split('|');

export const firstNames = {
  uk: list(
    'Olivia|Amelia|Isla|Ava|Mia|Ivy|Lily|Freya|Florence|Willow|Margaret|Dorothy|Joan|Patricia|Susan|Christine|Siân|Zoë|Chloé|Aoife|Niamh|Priya|Aisha|Fatima|Mei|Agnieszka|Oliver|George|Arthur|Noah|Muhammad|Leo|Oscar|Harry|Archie|Jack|John|David|Peter|Michael|Alan|Brian|Keith|Seán|Ciarán|Rhys|Łukasz|Arjun|Tariq|Kwame',
  ),
  us: list(
    'Emma|Charlotte|Sophia|Isabella|Evelyn|Harper|Linda|Barbara|Jennifer|Jessica|María|Guadalupe|Latoya|Mei|Liam|James|William|Henry|Theodore|Robert|Michael|Thomas|Richard|José|Jesús|Andre|Darnell|Hiroshi|Ethan|Mason',
  ),
};

export const lastNames = {
  uk: list(
    "Smith|Jones|Taylor|Brown|Williams|Wilson|Johnson|Davies|Patel|Robinson|Wright|Thompson|Evans|Walker|White|Roberts|Green|Hall|Wood|Jackson|Clarke|Khan|Lewis|Hughes|Edwards|Begum|O’Brien|O'Neill|MacDonald|Fitzgerald|Smith-Jones|Lloyd George|Nowak|Kowalska|Müller|García|Ó Súilleabháin|Ahmed|Singh|Kaur|Okafor|Chen|Błaszczyk|Szabó|Çelik",
  ),
  us: list(
    "Smith|Johnson|Williams|Brown|Jones|Garcia|Miller|Davis|Rodríguez|Martinez|Hernández|Lopez|González|Wilson|Anderson|Thomas|Taylor|Moore|Jackson|Martin|Lee|Perez|Thompson|White|O'Connor|St. John|Nguyen|Kim|Washington|Peña",
  ),
};

export const streets = {
  uk: list(
    'High Street|Station Road|Church Lane|Victoria Road|Park Avenue|The Green|Mill Lane|Kings Close|Manor Drive|Bootham Row|St. John’s Terrace',
  ),
  us: list(
    'Main St|Oak Ave|Maple Dr|Washington Blvd|2nd St|Cedar Ln|Park Rd|Sunset Way|Lake View Ct|County Road 12',
  ),
};

/** Town and the outward part of a postcode there. */
export const towns: readonly (readonly [string, string])[] = [
  ['York', 'YO1'],
  ['Leeds', 'LS6'],
  ['Manchester', 'M14'],
  ['Bristol', 'BS8'],
  ['Norwich', 'NR2'],
  ['Cardiff', 'CF10'],
  ['Edinburgh', 'EH9'],
  ['London', 'SW1A'],
  ['Brighton', 'BN3'],
  ['Newcastle upon Tyne', 'NE2'],
  ['Bury St Edmunds', 'IP33'],
  ['Ynys Môn', 'LL65'],
];

/** City, state, first three digits of its ZIP codes, and an area code. */
export const cities: readonly (readonly [string, string, string, string])[] = [
  ['Boston', 'MA', '021', '617'],
  ['Newark', 'NJ', '071', '973'],
  ['Austin', 'TX', '787', '512'],
  ['Denver', 'CO', '802', '303'],
  ['San José', 'CA', '951', '408'],
  ['Portland', 'OR', '972', '503'],
  ['St. Louis', 'MO', '631', '314'],
];

export const counties = list(
  'North Yorkshire|West Yorkshire|Greater Manchester|Norfolk|South Glamorgan|East Sussex',
);
export const occupations = list(
  'Teacher|Nurse|Retired|Driver, HGV|Electrician|Accountant|Student|Software engineer|Carer|Chef|Farmer|Shop assistant|Joiner "chippy"|Solicitor|Housewife/husband|Café owner',
);
export const histories = list(
  'Type 2 diabetes, diet controlled|Hypertension; on amlodipine 5 mg|Asthma, uses inhaler|Migraine with aura|None known|Raised cholesterol, takes statin|Thyroid: underactive|Wears glasses for reading, prefers "light" frames|Cataract surgery R 2019, L 2021',
);
export const furtherLines = list(
  'Seen by the hospital eye service in 2022.|Father had glaucoma.|Patient says: "worse when driving at night".|Reviewed 12/03; no change.|Ménière’s disease noted.',
);
export const allergies = list('Penicillin|None|Latex|Hay fever, seasonal|Fluorescein (mild rash)|Nuts; eggs');
