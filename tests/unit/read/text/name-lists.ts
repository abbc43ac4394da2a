import type { TextEncoding } from '#contract/layout';

/** Words of records by language, none of them a patient's, and the encodings in which a program of there writes. */
export interface NameList {
  readonly language: string;
  readonly words: readonly string[];
  readonly encodings: readonly TextEncoding[];
}

const western: readonly TextEncoding[] = ['windows-1252', 'macintosh', 'cp850'];
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
    'Ștefan | Țăran | București | Brașov | Constanța | Ionuț | Mureșan | Pădurar | Câmpina | Înțelept | Rareș | Lăcătuș | Șerban | Bârlad',
    ['iso-8859-16'],
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
