import { type InContext, logProbability } from './character-in-context.ts';
import {
  arabic,
  baltic,
  central,
  cyrillic,
  greek,
  hebrew,
  type LetterProfile,
  maltese,
  sami,
  southEastern,
  turkish,
  welsh,
  western,
} from './letter-profiles.ts';
import { type SingleByteEncoding, tableOf } from './single-byte-table.ts';

/**
 * Encodings told apart, with what their writers write, and how much more seldom a British practice has one than the
 * first, as a logarithm. ISO 8859-1 and 8859-9 are parts of Windows-1252 and 1254 and never told from them.
 */
const candidates: readonly (readonly [SingleByteEncoding, readonly LetterProfile[], number])[] = [
  ['windows-1252', western, 0],
  ['macintosh', western, -1.5],
  ['cp850', western, -1.5],
  ['cp437', western, -3.5],
  ['iso-8859-15', western, -3],
  ['windows-1250', central, -2.5],
  ['iso-8859-2', central, -3.5],
  ['windows-1254', turkish, -3.5],
  ['windows-1257', baltic, -3.5],
  ['windows-1251', cyrillic, -3],
  ['windows-1253', greek, -3],
  ['iso-8859-14', welsh, -3],
  ['iso-8859-16', southEastern, -6],
  ['iso-8859-5', cyrillic, -4],
  ['iso-8859-7', greek, -4],
  ['iso-8859-13', baltic, -4],
  ['iso-8859-4', baltic, -5],
  ['iso-8859-10', sami, -5],
  ['iso-8859-3', maltese, -5],
  ['cp852', central, -4],
  ['cp866', cyrillic, -4.5],
  ['koi8-r', cyrillic, -4.5],
  ['maccyrillic', cyrillic, -5],
  ['windows-1255', hebrew, -4.5],
  ['windows-1256', arabic, -4.5],
  ['iso-8859-6', arabic, -5],
];

/** A byte above 127 with its neighbours. Neighbours are 0 where the sample ends. */
interface Place {
  readonly before: number;
  readonly byte: number;
  readonly after: number;
  readonly weight: number;
}

export interface ScoredEncoding {
  readonly encoding: SingleByteEncoding;
  /** Logarithm of how probable the text is in it; comparable between encodings of the same text. */
  readonly score: number;
  /** The text's bytes above 127 as it shows them: equal for encodings between which there is nothing to choose. */
  readonly shows: string;
  /** 0 for the most usual one, more for others. */
  readonly seldom: number;
  /** The text is in none of these: far from its letters being where a language has them. */
  readonly isStrange: boolean;
}

/** The places of a text depend on one another, so that their sum overstates the evidence. */
const evidenceScale = 0.5;
/**
 * Logarithm of how probable a place is on the average. Above in all files of 20 languages that were read rightly;
 * below where text is in an encoding that is none of these, as Japanese, Chinese, Korean or Thai is.
 */
const minFit = -5.4;
/** In a few words the letters may be rare by chance. */
const minWeightOfFit = 8;
/** More kinds of places teach nothing new. */
const maxPlaces = 1_500;

/** The single-byte encodings by how well they explain the bytes above 127, the best first. */
export function scoreEncodings(samples: readonly Uint8Array[]): ScoredEncoding[] {
  const places = placesOf(samples);
  const weight = places.reduce((sum, place) => sum + place.weight, 0);
  const bytes = [...new Set(places.map(({ byte }) => byte))].sort((one, other) => one - other);
  return candidates
    .map(([encoding, profiles, prior]) => {
      const characters = Array.from(tableOf(encoding), (unit) => String.fromCharCode(unit));
      const shown = places.map((place) => inContext(place, characters));
      const scores = profiles.map((profile) => totalOf(places, shown, profile));
      const total = Math.max(...scores);
      const shows = bytes.map((byte) => characters[byte]).join('');
      const isStrange = weight >= minWeightOfFit && total < minFit * weight;
      return { encoding, score: prior + evidenceScale * total, shows, seldom: -prior, isStrange };
    })
    .sort((one, other) => other.score - one.score);
}

/** Each kind of place once: ten thousand pound signs say hardly more than ten. */
function placesOf(samples: readonly Uint8Array[]): Place[] {
  const counts = new Map<number, number>();
  for (const bytes of samples) {
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index]!;
      if (byte < 0x80) continue;
      const key = ((bytes[index - 1] ?? 0) << 16) | (byte << 8) | (bytes[index + 1] ?? 0);
      const count = counts.get(key);
      if (count !== undefined) counts.set(key, count + 1);
      else if (counts.size < maxPlaces) counts.set(key, 1);
    }
  }
  return Array.from(counts, ([key, count]) => ({
    before: key >> 16,
    byte: (key >> 8) & 0xff,
    after: key & 0xff,
    weight: 1 + Math.log2(count) / 4,
  }));
}

function inContext({ before, byte, after }: Place, characters: readonly string[]): InContext {
  return { before: characters[before]!, character: characters[byte]!, after: characters[after]! };
}

function totalOf(places: readonly Place[], shown: readonly InContext[], profile: LetterProfile): number {
  let total = 0;
  for (const [index, place] of shown.entries())
    total += places[index]!.weight * logProbability(place, profile);
  return total;
}
