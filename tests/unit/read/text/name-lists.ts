import type { TextEncoding } from '#contract/layout';

/** Made-up words of records in one language, and the encodings in which programs there write them. */
export interface NameList {
  readonly language: string;
  readonly words: readonly string[];
  readonly encodings: readonly TextEncoding[];
}

const western: readonly TextEncoding[] = ['windows-1252', 'macintosh', 'cp850'];
const central: readonly TextEncoding[] = ['windows-1250', 'iso-8859-2'];
const list = (language: string, words: string, encodings: readonly TextEncoding[]): NameList => ({
  language,
  words: words.split(' | '),
  encodings,
});

export const plainWords = (
  'Smith | Jones | Taylor | Brown | Wilson | Evans | London | Leeds | High Street | Park Road | Anna | James | ' +
  'Mary | Peter | Single vision | Varifocal | Recall 12 months | Mrs | Mr | Dr'
).split(' | ');

export const nameLists: readonly NameList[] = [
  list(
    'British',
    'Zoë Ball | Chloë Smith | Renée Jones | André Price | O’Brien | D’Arcy | Café Road | £25.00 | £199 | £10 voucher | ' +
      'Patient’s glasses – tight | Noël Evans | Siân Hughes | Beyoncé | José | Müller | François | Frames £45 | ' +
      '“Dry eye” | Can’t tolerate varifocals | 20° | Esmé | Anaïs | Brontë',
    western,
  ),
  list('British with two or three signs', 'O’Neill | £30.00 | Zoë', ['windows-1252', 'macintosh']),
  list(
    'Irish',
    'Seán Ó Briain | Máire Ní Dhomhnaill | Siobhán | Pádraig | Róisín | Ciarán | Áine | Éamon | Úna | Sinéad | Gráinne | ' +
      'Dún Laoghaire | €45.00 | O’Sullivan | Mícheál | Caoimhín | Dáithí | Bríd',
    [...western, 'iso-8859-15'],
  ),
  list(
    'French',
    'François Lefèvre | Hélène Bézier | Jérôme | Élodie | Anaïs | Benoît Gauthier | Rue de l’Église | Zoé | Agnès | ' +
      'Gaël | Noël | Besançon | Orléans | Château | Léa | Irène | Maëlle | Cœur | Chloé Béranger | Forêt',
    [...western, 'iso-8859-15'],
  ),
  list(
    'German',
    'Jürgen Müller | Jörg Schäfer | Günther Weiß | Straße | Köln | München | Düsseldorf | Schröder | Krüger | Bäcker | ' +
      'Größe | Käthe | Björn | Österreich | Übach | Strauß | Füssen | Göttingen | Königstraße | Ärztin',
    western,
  ),
  list(
    'Spanish',
    'José Núñez | María Gómez | Peña | Ibáñez | Sánchez | Pérez | Álvarez | Íñigo | Ramón | Martín | Córdoba | Muñoz | ' +
      'Cádiz | León | Málaga | Begoña | Zúñiga | Jesús | Andrés | Güell',
    western,
  ),
  list(
    'Portuguese',
    'João Gonçalves | São Paulo | Conceição | Antônio | Luís | Mônica | Simões | Guimarães | Inês | Ângela | Açores | ' +
      'Magalhães | Assunção | Évora | Patrícia | Rúben | Araújo | Falcão',
    western,
  ),
  list(
    'Nordic',
    'Søren Sørensen | Åse Ødegård | Malmö | Jönköping | Håkan | Bjørn | Jæger | Göran | Århus | Kjær | Märta | Sjöberg | ' +
      'Lindström | Åberg | Øystein | Pär | Mäkinen | Hämäläinen | Tromsø | Bærum',
    western,
  ),
  list(
    'Capitals',
    'JOSÉ NÚÑEZ | MÜLLER | FRANÇOIS | RENÉE | ZOË | SIÂN | GÖRAN | BJÖRN | SEÁN | RÓISÍN | HÉLÈNE | £45 | BRONTË',
    western,
  ),
  list(
    'Polish',
    'Łukasz Wałęsa | Żaneta | Świątek | Wiśniewski | Kamiński | Zieliński | Łódź | Kraków | Józef | Małgorzata | Gdańsk | ' +
      'Dąbrowski | Wójcik | Gołębiewska | Ślusarczyk | Błażej | Grażyna | Częstochowa | Zając | Ćwik',
    ['windows-1250', 'iso-8859-2', 'iso-8859-16'],
  ),
  list(
    'Czech',
    'Dvořák | Novotný | Černý | Jiří Procházka | Lukáš | Kučera | Tomáš | Růžička | Veselý | Zdeněk | Šimůnek | Křížek | ' +
      'Plzeň | Žďár | Příbram | Bedřich | Ondřej | Němec | Marešová | Štěpán | Říha',
    ['windows-1250', 'iso-8859-2'],
  ),
  list(
    'Hungarian',
    'László Szűcs | Kovács | Szabó | Tóth | Győr | Erdős | Péter | Zsófia | Ágnes | Gergő | Székesfehérvár | Hegedűs | ' +
      'Ödön | Dezső | Lőrinc | Pál | István | Bürger | Fűzesi | Őri',
    ['windows-1250', 'iso-8859-2'],
  ),
  list(
    'Romanian',
    'Ştefan | Ţăran | Bucureşti | Braşov | Constanţa | Ionuţ | Mureşan | Pădurar | Câmpina | Înţelept | Rareş | Lăcătuş | Şerban | Bârlad',
    central,
  ),
  list(
    'Croatian',
    'Ivić | Kovačević | Đurić | Šimić | Živković | Marić | Babić | Čačić | Josić | Špiljak | Krešimir | Anđela | Nikolić | Požega',
    ['windows-1250', 'iso-8859-2'],
  ),
  list(
    'Turkish',
    'Yılmaz | Şahin | Çelik | Öztürk | Doğan | Aydın | Yıldız | Güneş | Işık | İbrahim | Ayşe | Gökçe | Müjde | Diyarbakır | Beşiktaş | Çağlar',
    ['windows-1254'],
  ),
  list(
    'Lithuanian and Latvian',
    'Jonas Žukauskas | Šarūnas | Rūta | Kęstutis | Vytė | Čiurlionis | Šiauliai | Ģirts | Jānis Bērziņš | Kalniņš | Ozoliņš | ' +
      'Līga | Rīga | Ķekava | Aušra | Ėglė | Paužuolė | Mažeikiai',
    ['windows-1257', 'iso-8859-13', 'iso-8859-4'],
  ),
  list(
    'Russian',
    'Иванов | Смирнова | Кузнецов | Дмитрий | Екатерина | Москва | Петров | Юрий | Наталья | Фёдор | Щукин | Объездная улица | Близорукость',
    ['windows-1251', 'iso-8859-5'],
  ),
  list(
    'Greek',
    'Γιώργος Παπαδόπουλος | Αθήνα | Μαρία | Κωνσταντίνος | Νίκη | Ελένη | Ιωάννης | Οδός Ερμού | Θεσσαλονίκη | Χρήστος | Άννα | Ζωή',
    ['windows-1253', 'iso-8859-7'],
  ),
  list(
    'Welsh',
    'Siân | Llŷr | Tŷ Gwyn | Dŵr | Gŵyr | Môn | Ffion Llŷn | Tŷ’r Ysgol | Cŵn | Siôn | Pentŷrch | Pwllŵen'.replace(
      '’',
      "'",
    ),
    ['iso-8859-14'],
  ),
  list(
    'Maltese',
    'Għawdex | Żebbuġ | Ħamrun | Ġorġ | Ċensu | Żejtun | Mġarr | Ħal Għaxaq | Borġ | Żammit | Ġużè',
    ['iso-8859-3'],
  ),
  list(
    'Sami',
    'Kárášjohka | Guovdageaidnu | Máze | Sámi | Čáhcesuolu | Deatnu | Ohcejohka | Áššu | Đoaris | Ŋuorra | Gáivuotna | Ruŧŧa',
    ['iso-8859-10'],
  ),
];

const encodingsOfLanguages: Readonly<Record<string, readonly TextEncoding[]>> = {
  fr: western,
  de: western,
  es: western,
  pt: western,
  it: western,
  sv: western,
  da: western,
  fi: western,
  ga: western,
  pl: central,
  cs: central,
  sk: central,
  hu: central,
  hr: central,
  sl: central,
  ro: central,
  tr: ['windows-1254'],
  lt: ['windows-1257'],
  lv: ['windows-1257'],
  et: ['windows-1257'],
  ru: ['windows-1251', 'iso-8859-5'],
  uk: ['windows-1251'],
  bg: ['windows-1251'],
  el: ['windows-1253', 'iso-8859-7'],
  mt: ['iso-8859-3'],
};

const countries =
  'AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DO DZ EC EE EG ES ET FI FJ FR GA GB GE GH GM GR GT GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KM KR KW KZ LB LK LT LU LV LY MA MD ME MG MK MN MT MX MY MZ NA NE NG NI NL NO NP NZ OM PA PE PG PH PK PL PT PY QA RO RS RU SA SE SG SI SK SN SO SR SY SZ TH TN TR TZ UA UG US UY UZ VE VN YE ZA'.split(
    ' ',
  );

/** Names of countries in their languages' words, as the platform has them. */
export const countryLists: readonly NameList[] = Object.entries(encodingsOfLanguages).map(
  ([language, encodings]) => {
    const names = new Intl.DisplayNames([language], { type: 'region' });
    return { language, words: countries.map((country) => withCedillas(names.of(country)!)), encodings };
  },
);

/** The letters with commas of Romanian as all programs wrote them before Unicode. */
function withCedillas(name: string): string {
  return name
    .replaceAll(/[șȘ]/g, (letter) => (letter === 'ș' ? 'ş' : 'Ş'))
    .replaceAll(/[țȚ]/g, (letter) => (letter === 'ț' ? 'ţ' : 'Ţ'));
}
