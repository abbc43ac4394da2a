import { Closing, scanJson } from './json-scan.ts';
import { topKeys } from './json-members.ts';
import { Landmark, type LandmarkFound } from './landmark.ts';

const maxWordsLookedThrough = 64 * 1024;
/** How far behind a damaged first record an example is looked for. */
const maxExampleDistance = 64 * 1024;
/** Of so many damaged records without an example, which bounds the work in a file that has none. */
const maxExampleSearches = 8;
/** Nothing that `scanJson` would not let pass, so that it is whole wherever the damage is seen. */
// oxlint-disable-next-line no-control-regex -- JSON has none of these in a string
const firstKey = /\{[ \t\r\n]*("(?:[^"\\\0-\x1F]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})){1,200}")[ \t\r\n]*:/y;

interface NextRecord {
  readonly end: number;
  /** A record begins there; otherwise a comma or the end of the table is expected. */
  readonly recordFollows: boolean;
}

/**
 * Finds the way back after a damaged record. A quotation mark or bracket that is missing puts everything after it out
 * of step, so the end of such a record is where the next one begins for certain: an object that is whole and has the
 * first record's first key and most of its keys. Objects inside records must not pass for records. The text may be cut
 * anywhere: nothing is said before more of it could not change that.
 */
export class JsonResync {
  readonly #lines: boolean;
  #keys: readonly string[] | null = null;
  /** Where another record begins behind one. */
  #opening: Landmark | null = null;
  /** Where records may begin in text outside of which nothing is certain. */
  #beginning: Landmark | null = null;
  /** Where the table begins by its name. */
  readonly #table: Landmark;
  readonly #isNamed: boolean;
  #exampleSearches = 0;
  /** Around the damage that is looked at. */
  #hasSearched = false;
  /** Of this text, what begins before there and looked like a record is none. */
  #judged = { text: '', before: 0 };

  constructor({ lines, path }: { readonly lines: boolean; readonly path: readonly string[] }) {
    this.#lines = lines;
    const key = path.at(-1);
    this.#isNamed = key !== undefined;
    this.#table =
      key === undefined
        ? new Landmark([['['], ['{', '[']], 0)
        : new Landmark([[JSON.stringify(key)], [':'], ['[']], 2);
  }

  /** Takes the first record for an example of what records look like. */
  learn(text: string, start: number): void {
    if (this.#keys !== null) return;
    if (text[start] === '[') {
      this.#keys = [];
      this.#opening = new Landmark([[']', ','], ['[']], 0);
      this.#beginning = new Landmark([[']', ',', '['], ['[']], 0);
    } else if (text[start] === '{') {
      this.#keys = topKeys(text, start);
      const [first] = this.#keys;
      if (first === undefined) this.#keys = null;
      else {
        const key = JSON.stringify(first);
        this.#opening = openingOf(key);
        this.#beginning = openingOf(key, ['}', ',', '[']);
      }
    }
  }

  /** Null when the text does not tell yet, or, at its end, when the damage goes on to there. */
  after(text: string, start: number, ended: boolean, inTable: boolean): NextRecord | null {
    if (this.#lines) return nextLine(text, start);
    if (this.#opening === null && !this.#learnFromOthers(text, start, ended)) return null;
    const found = this.#afterDamage(text, start, ended, inTable);
    // The same damage is looked at again as more of the text comes: that is one search.
    if (found !== null && this.#hasSearched) {
      this.#exampleSearches += 1;
      this.#hasSearched = false;
    }
    return found;
  }

  #afterDamage(text: string, start: number, ended: boolean, inTable: boolean): NextRecord | null {
    const isContainer = /[{[]/.test(text[start]!);
    if (inTable && !isContainer) return this.#afterWords(text, start, ended);
    const closing = new Closing(text, start);
    let end = -1;
    // Only up to where the record closes: looking further for each of many damaged ones would take for ever.
    const closesBefore = (mark: number): boolean => (end = closing.upTo(mark)) !== -1;
    const record = this.nextRecord(text, start + 1, ended, closesBefore);
    if (record === 'cut') return null;
    if (record !== null) return { end: record, recordFollows: true };
    return end !== -1 || closesBefore(text.length) ? { end, recordFollows: false } : null;
  }

  /**
   * The first record of all is damaged, so there is no example yet. Objects with its first key follow: those inside of
   * it come first, so the last one nearby is taken for an example. False when the text does not tell yet.
   */
  #learnFromOthers(text: string, start: number, ended: boolean): boolean {
    if (this.#exampleSearches === maxExampleSearches) return true;
    firstKey.lastIndex = start;
    const key = firstKey.exec(text)?.[1];
    if (key === undefined) return true;
    const limit = start + maxExampleDistance;
    if (text.length < limit && !ended) return false;
    this.#hasSearched = true;
    const near = text.slice(start, limit);
    const opening = openingOf(key);
    let example = -1;
    for (let next = opening.find(near, 0, true); next?.outcome === 'found';) {
      if (scanJson(near, next.mark, true).outcome === 'whole') example = next.mark;
      next = opening.find(near, next.mark, true);
    }
    if (example !== -1) this.learn(near, example);
    return true;
  }

  /** Words that are no value go on to a record nearby or, as none may follow, to where a value could begin. */
  #afterWords(text: string, start: number, ended: boolean): NextRecord | null {
    const limit = start + maxWordsLookedThrough;
    const record = this.nextRecord(text, start + 1, ended, (mark) => mark >= limit);
    if (record === 'cut') return null;
    if (record !== null) return { end: record, recordFollows: true };
    if (this.#opening !== null && !ended && text.length <= limit) return null;
    return endOfWords(text, start, ended);
  }

  /**
   * Where the records of the table begin again in text outside of which nothing is certain: where one does that is like
   * those before, or where the table does by its name, whichever comes first.
   */
  beginningOfTable(
    text: string,
    start: number,
    { hadRecords, ended }: { readonly hadRecords: boolean; readonly ended: boolean },
  ): LandmarkFound | null {
    const beginning = hadRecords ? this.#beginning : null;
    const record = beginning?.find(text, start, ended) ?? null;
    if (beginning !== null && !this.#isNamed) return record;
    const table = this.#table.find(text, start, ended);
    if (record === null || table === null) return record ?? table;
    return record.at <= table.at ? record : table;
  }

  /**
   * Where a record begins that is one for certain; those of a text are asked for in its order. `cut`: something that may
   * be one has not ended yet. Nothing is looked at from the place on of which `isPassed` says so.
   */
  nextRecord(
    text: string,
    start: number,
    ended: boolean,
    isPassed: (mark: number) => boolean = () => false,
  ): number | 'cut' | null {
    const opening = this.#opening;
    if (opening === null) return null;
    const judged = this.#judged.text === text ? this.#judged.before : 0;
    for (let next = opening.find(text, Math.max(start, judged), ended); next !== null;) {
      if (isPassed(next.outcome === 'cut' ? next.at + 1 : next.mark)) return null;
      if (next.outcome === 'cut') return 'cut';
      const scan = scanJson(text, next.mark, ended);
      if (scan.outcome === 'cut' && !ended) return 'cut';
      if (scan.outcome === 'whole' && this.#looksAlike(text, next.mark)) return next.mark;
      this.#judged = { text, before: next.mark };
      next = opening.find(text, next.mark, ended);
    }
    return null;
  }

  #looksAlike(text: string, at: number): boolean {
    const known = this.#keys ?? [];
    if (known.length === 0) return true;
    const keys = topKeys(text, at);
    const shared = keys.filter((key) => known.includes(key)).length;
    return shared * 2 >= keys.length && shared * 2 >= known.length;
  }
}

function nextLine(text: string, start: number): NextRecord | null {
  const line = /[\r\n](?=[{[])/g;
  line.lastIndex = start;
  const found = line.exec(text);
  return found === null ? null : { end: found.index + 1, recordFollows: false };
}

/** Words that are no value, up to where one could begin. */
function endOfWords(text: string, start: number, ended: boolean): NextRecord | null {
  const next = /[,{[\]]/g;
  next.lastIndex = start + 1;
  const found = next.exec(text);
  if (found !== null) return { end: found.index, recordFollows: false };
  return ended ? { end: text.length, recordFollows: false } : null;
}

/** Where a record begins that has this key, as it is written, for its first. */
function openingOf(key: string, before = ['}', ',']): Landmark {
  return new Landmark([before, ['{'], [key], [':']], 0);
}
