import { type CellKind, cellKind } from './cell-kind.ts';

/** A number of two parts, as prescriptions, house numbers and codes are typed and Excel takes for a date. */
const dateLikeCode = /^\s*\d{1,4}\s*[-/.]\s*\d{1,4}\s*$/;
const leadingZero = /^0\d+$/;
/** Names of columns whose numbers may begin with zeros. */
const zeroBearingName =
  /phone|mobile|\btel|\bfax\b|\bcell\b|\bzip\b|postcode|postal|\bnhs\b|\bchi\b|\bssn\b|barcode|\bean\b/i;

/** What a column holds, as far as it was read. */
export class ColumnEvidence {
  readonly #name: string;
  #texts = 0;
  #codes = 0;
  #zeroTexts = 0;
  #numbers = 0;
  #dates = 0;

  constructor(name: string) {
    this.#name = name;
  }

  see(kind: CellKind, shown: string): void {
    if (kind === cellKind.number) {
      if (!shown.startsWith('0')) this.#numbers += 1;
    } else if (kind === cellKind.date) {
      this.#dates += 1;
    } else if (kind === cellKind.text) {
      this.#texts += 1;
      if (leadingZero.test(shown)) this.#zeroTexts += 1;
      else if (dateLikeCode.test(shown)) this.#codes += 1;
    }
  }

  /** A date in this column was a code such as 1-2 before Excel made it one. */
  get datesAreCodes(): boolean {
    return this.#dates > 0 && this.#texts >= this.#dates * 4 && this.#codes * 2 >= this.#texts;
  }

  /** Numbers stand here that may have begun with zeros; how many. */
  get numbersWithoutZeros(): number {
    return this.#zeroTexts > 0 || zeroBearingName.test(this.#name) ? this.#numbers : 0;
  }
}
