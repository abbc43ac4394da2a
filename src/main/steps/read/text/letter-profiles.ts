/**
 * Letters beyond ASCII in names, addresses and notes, by language: how many of a hundred or so such letters each is,
 * estimated from general letter frequencies, as a practice's own text is. Capitals are derived.
 */
const languages = {
  english: 'é40ë10ï8ö8ü8ç5ñ5è5á4ó4í3â2ê2ä2å1ø1æ1',
  irish: 'á25é25í20ó20ú15',
  welsh: 'ŵ20ŷ12ô22â20ê10î10û6ï5ë2ö2ä1á1ó1',
  french: 'é45è14ç9ê6à7ë4ï4ô5î3û2â3ù1œ2ÿ1ü1',
  german: 'ü38ö24ä24ß14é1',
  spanish: 'é12í22á22ó22ñ16ú8ü1',
  portuguese: 'ã22ç16é12í8á14ó8õ6ê5â4ô3ú5à2',
  italian: 'à30è25é12ì10ò14ù12î1',
  nordic: 'ø20å22ö24ä18æ12é4ü1ð1þ1',
  swedish: 'å30ä36ö32é4ü1',
  finnish: 'ä70ö25å3é1š1',
  danish: 'ø38å25æ30é4ö1ü1',
  icelandic: 'ð14þ5ó15á17í14ú9ý5é6ö11æ6',
  polish: 'ł24ą14ę14ó16ś10ż9ć7ń7ź2',
  czech: 'á18é11í19ř10š10č11ě10ž9ů5ý9ú3ň2ť2ď1ľ1ô1ä1ĺ1ó1',
  hungarian: 'á30é28ö9ó9ő8ü5ú4ű3í5',
  romanian: 'ă30â14î12ş20ţ20',
  /** With the commas that only ISO 8859-16 has; all others have cedillas. */
  romanianCommas: 'ă30â14î12ș20ț20',
  croatian: 'č28ć26š22ž16đ10',
  baltic: 'š14ž9č6ė12ų7ū9ą7ę3į5ā14ē8ī8ņ4ļ4ķ2ģ2ä5ö3õ5ü5',
  estonian: 'ä30õ25ü22ö15š4ž3',
  turkish: 'ı26ş16ğ11ü17ö11ç12İ7â1î1',
  maltese: 'ħ30ġ20ċ20ż20à8è2ò2ù2',
  sami: 'á30č15đ12ŋ8š15ŧ5ž8ø5å5æ3ä5ö3',
  russian: 'о11е8а9и8н7т5с5р6в6л6к4м4д3п3у3я3ы1ь1г2з2б2ч1й3х1ж1ш1ю1ц1щ1э1ф1ё1і1ї1є1ґ1',
  greek: 'α11ο10ι8ε8τ6σ5ν7η4ρ5π4κ4ς7μ3λ4υ4ά3ί4ό4έ3ή2ύ2ώ2ω2γ2δ2χ2θ2φ1β1ξ1ζ1ψ1ϊ1',
  hebrew: 'י11ו10ה9ל7א6ר6ת6ב5מ5ש5נ4ם4ע3ד3ח3ק2כ2פ2ן2ט2ג2ז1צ1ס1ך1ף1ץ1',
  arabic: 'ا14ل12ي7م6ن6و6ر6ت5ب4ع4د4ه4س3ك2ف2ح2ق2ة3أ2ج1ش1ص1خ1ط1ى1ذ1ث1ض1غ1ز1ظ1إ1ء1ئ1ؤ1آ1',
} as const;

/** How probable a letter is among a language's letters beyond ASCII. */
export type LetterProfile = ReadonlyMap<string, number>;

const capitalShare = 0.12;

function profileOf(lists: readonly string[]): LetterProfile {
  const weights = new Map<string, number>();
  const add = (letter: string, weight: number) => weights.set(letter, (weights.get(letter) ?? 0) + weight);
  let sum = 0;
  for (const list of lists) {
    for (const [, letter, digits] of list.matchAll(/(\D)(\d+)/g)) {
      const capital = letter!.toUpperCase();
      const weight = Number(digits);
      sum += weight;
      if (capital.length > 1 || capital === letter) add(letter!, weight);
      else {
        add(letter!, weight * (1 - capitalShare));
        add(capital, weight * capitalShare);
      }
    }
  }
  return new Map([...weights].map(([letter, weight]) => [letter, weight / sum]));
}

const { english, irish, french, german, spanish, portuguese, italian, nordic } = languages;
const { icelandic, swedish, finnish, danish } = languages;
const { polish, czech, hungarian, croatian, romanian, romanianCommas } = languages;
const westernLists = [english, english, irish, french, german, spanish, portuguese, italian, nordic];
const centralLists = [polish, polish, czech, hungarian, croatian, romanian, german];

/** A practice's records are in one language with some names of others: mixtures stand beside the languages. */
export const western: readonly LetterProfile[] = [
  westernLists,
  ...[...westernLists, icelandic, swedish, finnish, danish].map((list) => [list]),
].map(profileOf);
export const central: readonly LetterProfile[] = [
  centralLists,
  [polish],
  [czech],
  [hungarian],
  [croatian],
  [romanian],
].map(profileOf);
export const southEastern: readonly LetterProfile[] = [
  [romanianCommas],
  [romanianCommas, hungarian, german],
  [polish],
  [croatian],
].map(profileOf);
export const welsh: readonly LetterProfile[] = [[languages.welsh], [languages.welsh, english, irish]].map(
  profileOf,
);
export const turkish: readonly LetterProfile[] = [[languages.turkish], [languages.turkish, german]].map(
  profileOf,
);
export const baltic: readonly LetterProfile[] = [
  [languages.baltic],
  [languages.estonian],
  [languages.baltic, nordic, polish],
].map(profileOf);
export const maltese: readonly LetterProfile[] = [[languages.maltese]].map(profileOf);
export const sami: readonly LetterProfile[] = [[languages.sami], [languages.sami, nordic]].map(profileOf);
export const cyrillic: readonly LetterProfile[] = [[languages.russian]].map(profileOf);
export const greek: readonly LetterProfile[] = [[languages.greek]].map(profileOf);
export const hebrew: readonly LetterProfile[] = [[languages.hebrew]].map(profileOf);
export const arabic: readonly LetterProfile[] = [[languages.arabic]].map(profileOf);
