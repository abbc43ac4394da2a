import { type CellKind, cellKind } from './cell-kind.ts';

/** A number of two parts, as prescriptions, house numbers and codes are typed and Excel takes for a date. */
const dateLikeCode = /^\s*\d{1,4}\s*[-/.]\s*\d{1,4}\s*$/;
const leadingZero = /^0\d+$/;
/** Also with the blanks and hyphens of a format. */
const wholeNumber = /^[1-9][\d -]*$/;
/** Names of columns of telephone numbers, which begin with a zero in most countries. */
const phoneName = /phone|mobile|(?:^|[^a-z])(?:tel|fax|cell)(?:[^a-z]|$)/i;
/** With the code of its country a number has so many digits or more, and begins with no zero. */
const internationalDigits = 12;
/** Of North America: three digits of the area and three of the exchange, neither of which begins with 0 or 1. */
const northAmerican = /^(?:1?[2-9]\d\d[2-9]\d{6}|[2-9]\d{6})$/;
/** Mobile numbers and those of large towns in the United Kingdom without their zero, which may be of either country. */
const ofEither = /^(?:7\d{9}|2[03489]\d{8})$/;
const northAmericanShare = 0.9;
/** Names of columns whose numbers are all as long, and how long. A full one has lost nothing. */
const fixedLengths: readonly (readonly [name: RegExp, digits: readonly number[]])[] = [
  [/(?:^|[^a-z])(?:nhs|chi)(?:[^a-z]|$)|nhs ?(?:no|num)/i, [10]],
  [/(?:^|[^a-z])ssn(?:[^a-z]|$)/i, [9]],
  [/(?:^|[^a-z])zip(?:[^a-z]|$)|zip ?code/i, [5, 9]],
];
/** Names of columns whose numbers are all as long as the longest of them: codes of one country, or of one trade. */
const evenName = /postcode|postal|(?:^|[^a-z])(?:barcode|ean)(?:[^a-z]|$)/i;
/** Shorter numbers are counted up from 1 rather than given out. */
const leastEvenDigits = 4;

/** What a column holds, as far as it was read. */
export class ColumnEvidence {
  readonly #isPhone: boolean;
  readonly #isEven: boolean;
  readonly #fixed: readonly number[];
  #texts = 0;
  #codes = 0;
  /** Digits of the longest text that begins with a zero. */
  #zeroDigits = 0;
  /** How many whole numbers have so many digits. */
  readonly #numbers = new Map<number, number>();
  /** Those that could be of North America, and those that could not. */
  #american = 0;
  #other = 0;
  #dates = 0;

  constructor(name: string) {
    this.#isPhone = phoneName.test(name);
    this.#fixed = fixedLengths.find(([named]) => named.test(name))?.[1] ?? [];
    this.#isEven = this.#fixed.length === 0 && evenName.test(name);
  }

  see(kind: CellKind, shown: string): void {
    if (kind === cellKind.number) {
      if (!wholeNumber.test(shown)) return;
      const number = shown.replaceAll(/\D/g, '');
      this.#numbers.set(number.length, (this.#numbers.get(number.length) ?? 0) + 1);
      if (this.#isPhone) this.#seePhone(number);
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
    const fullLength = Math.max(this.#phoneLength, this.#evenLength, this.#zeroDigits, ...this.#fixed);
    let count = 0;
    for (const [digits, numbers] of this.#numbers) {
      if (digits < fullLength && !this.#fixed.includes(digits)) count += numbers;
    }
    return count;
  }

  get #evenLength(): number {
    const longest = this.#isEven ? Math.max(0, ...this.#numbers.keys()) : 0;
    return longest < leastEvenDigits ? 0 : longest;
  }

  #seePhone(number: string): void {
    if (!northAmerican.test(number)) this.#other += 1;
    else if (!ofEither.test(number)) this.#american += 1;
  }

  /** A number cannot hold its zero, so that every one below it is suspect; those of North America have none. */
  get #phoneLength(): number {
    if (!this.#isPhone) return 0;
    const isAmerican =
      this.#american > 0 && this.#american >= (this.#american + this.#other) * northAmericanShare;
    return isAmerican ? 0 : internationalDigits;
  }
}
