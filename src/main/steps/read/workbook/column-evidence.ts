import { type CellKind, cellKind } from './cell-kind.ts';

/** A number of two parts, as prescriptions, house numbers and codes are typed and Excel takes for a date. */
const dateLikeCode = /^\s*\d{1,4}\s*[-/.]\s*\d{1,4}\s*$/;
const leadingZero = /^0\d+$/;
/** Also with the blanks and hyphens of a format. */
const wholeNumber = /^[1-9][\d -]*$/;
/** Names of columns whose numbers begin with a zero so often that every one without is suspect. */
const zeroBearingName =
  /phone|mobile|(?:^|[^a-z])tel|(?:^|[^a-z])(?:fax|cell|zip|barcode|ean)(?:[^a-z]|$)|zip ?code|postcode|postal/i;
/** Names of columns whose numbers are all as long, and how long. A full one has lost nothing. */
const fixedLengths: readonly (readonly [name: RegExp, digits: number])[] = [
  [/(?:^|[^a-z])(?:nhs|chi)(?:[^a-z]|$)|nhs ?(?:no|num)/i, 10],
  [/(?:^|[^a-z])ssn(?:[^a-z]|$)/i, 9],
];

/** What a column holds, as far as it was read. */
export class ColumnEvidence {
  readonly #name: string;
  #texts = 0;
  #codes = 0;
  /** Digits of the longest text that begins with a zero. */
  #zeroDigits = 0;
  /** How many whole numbers have so many digits. */
  readonly #numbers = new Map<number, number>();
  #dates = 0;

  constructor(name: string) {
    this.#name = name;
  }

  see(kind: CellKind, shown: string): void {
    if (kind === cellKind.number) {
      if (!wholeNumber.test(shown)) return;
      const digits = shown.replaceAll(/\D/g, '').length;
      this.#numbers.set(digits, (this.#numbers.get(digits) ?? 0) + 1);
    } else if (kind === cellKind.date) {
      this.#dates += 1;
    } else if (kind === cellKind.text) {
      this.#texts += 1;
      if (leadingZero.test(shown)) this.#zeroDigits = Math.max(this.#zeroDigits, shown.length);
      else if (dateLikeCode.test(shown)) this.#codes += 1;
    }
  }

  /** A date in this column was a code such as 1-2 before Excel made it one. */
  get datesAreCodes(): boolean {
    return this.#dates > 0 && this.#texts >= this.#dates * 4 && this.#codes * 2 >= this.#texts;
  }

  /** Numbers stand here that may have begun with zeros; how many. */
  get numbersWithoutZeros(): number {
    const fullLength = this.#fullLength;
    let count = 0;
    for (const [digits, numbers] of this.#numbers) if (digits < fullLength) count += numbers;
    return count;
  }

  get #fullLength(): number {
    if (zeroBearingName.test(this.#name)) return Infinity;
    const fixed = fixedLengths.find(([name]) => name.test(this.#name))?.[1];
    return Math.max(fixed ?? 0, this.#zeroDigits);
  }
}
