/** Where a JSON value ends, or why that cannot be said. Positions are those of the text. */
export type JsonScan =
  | { readonly outcome: 'whole'; readonly end: number }
  /** The text ends within the value. */
  | { readonly outcome: 'cut' }
  | { readonly outcome: 'damaged'; readonly at: number };

/** Values deeper than this are damage: no export needs them, and some programs would break on them. */
export const maxJsonDepth = 256;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const cut = -1;
/** Damage at position p is told as `damage(p)`: a number below -1. */
const damage = (at: number): number => -2 - at;

/**
 * Looks for the end of the value that begins at `start`, by the letter of RFC 8259: what passes is read the same by
 * every JSON parser. `ended`: no text comes after this one.
 */
export function scanJson(text: string, start: number, ended: boolean): JsonScan {
  return scanOf(scanValue(text, start, ended, 0));
}

function scanOf(end: number): JsonScan {
  if (end >= 0) return { outcome: 'whole', end };
  return end === cut ? { outcome: 'cut' } : { outcome: 'damaged', at: -2 - end };
}

/** As `scanJson`, from a place within a string on. */
export function scanRestOfString(text: string, start: number): JsonScan {
  return scanOf(scanString(text, start - 1));
}

/** Where text that ends within a string may be parted so that no escape is. */
export function beforeCutEscape(text: string, start: number): number {
  const last = text.lastIndexOf('\\');
  if (last < start || last < text.length - 5) return text.length;
  let escapes = 0;
  while (last - escapes >= start && text.charCodeAt(last - escapes) === backslash) escapes += 1;
  return escapes % 2 === 1 ? last : text.length;
}

export function skipJsonSpace(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return at;
}

function scanValue(text: string, start: number, ended: boolean, depth: number): number {
  if (start >= text.length) return cut;
  const code = text.charCodeAt(start);
  if (code === quote) return scanString(text, start);
  if (code === openBrace || code === openBracket) {
    if (depth >= maxJsonDepth) return damage(start);
    return code === openBrace ? scanObject(text, start, depth) : scanArray(text, start, depth);
  }
  if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return scanNumber(text, start, ended);
  return scanWord(text, start);
}

/** The end of the string whose quotation mark stands at `start`: a position, `cut` or damage. */
function scanString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code < 0x20) return damage(at);
    if (code !== backslash) continue;
    at += 1;
    if (at >= text.length) return cut;
    const escape = text[at]!;
    if (escape === 'u') {
      const digits = text.slice(at + 1, at + 5);
      if (!/^[0-9a-fA-F]*$/.test(digits)) return damage(at);
      if (digits.length < 4) return cut;
      at += 4;
    } else if (!'"\\/bfnrt'.includes(escape)) {
      return damage(at);
    }
  }
  return cut;
}

function scanObject(text: string, start: number, depth: number): number {
  let at = skipJsonSpace(text, start + 1);
  if (text.charCodeAt(at) === closeBrace) return at + 1;
  for (;;) {
    if (at >= text.length) return cut;
    if (text.charCodeAt(at) !== quote) return damage(at);
    at = scanString(text, at);
    if (at < 0) return at;
    at = skipJsonSpace(text, at);
    if (at >= text.length) return cut;
    if (text.charCodeAt(at) !== colon) return damage(at);
    // A number or word within a container is whole only when something follows.
    at = scanValue(text, skipJsonSpace(text, at + 1), false, depth + 1);
    if (at < 0) return at;
    at = skipJsonSpace(text, at);
    if (at >= text.length) return cut;
    const next = text.charCodeAt(at);
    if (next === closeBrace) return at + 1;
    if (next !== comma) return damage(at);
    at = skipJsonSpace(text, at + 1);
  }
}

function scanArray(text: string, start: number, depth: number): number {
  let at = skipJsonSpace(text, start + 1);
  if (text.charCodeAt(at) === closeBracket) return at + 1;
  for (;;) {
    at = scanValue(text, at, false, depth + 1);
    if (at < 0) return at;
    at = skipJsonSpace(text, at);
    if (at >= text.length) return cut;
    const next = text.charCodeAt(at);
    if (next === closeBracket) return at + 1;
    if (next !== comma) return damage(at);
    at = skipJsonSpace(text, at + 1);
  }
}

const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const maxNumberCharacters = 4_096;

function scanNumber(text: string, start: number, ended: boolean): number {
  let end = start + 1;
  while (end < text.length && /[0-9.eE+-]/.test(text[end]!)) end += 1;
  if (end === text.length && !ended) return cut;
  numberForm.lastIndex = start;
  const whole = numberForm.test(text) && numberForm.lastIndex === end;
  return whole && end - start <= maxNumberCharacters ? end : damage(start);
}

const words = ['true', 'false', 'null'];

function scanWord(text: string, start: number): number {
  const word = words.find((one) => text.startsWith(one, start));
  if (word !== undefined) return start + word.length;
  const rest = text.slice(start, start + 5);
  const begun = rest.length < 5 && words.some((one) => one.startsWith(rest));
  return begun ? cut : damage(start);
}

/**
 * Where the container that begins at `start` closes if only brackets and strings are looked at, -1 when it does not
 * within the text. Finds the end of a record that is damaged otherwise: a comma too many, a comment, NaN.
 */
export function closingOf(text: string, start: number): number {
  return new Closing(text, start).upTo(text.length);
}

/** `closingOf`, a part of the text after the other. */
export class Closing {
  readonly #text: string;
  #at: number;
  #depth = 0;
  #inString = false;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
  }

  upTo(until: number): number {
    const text = this.#text;
    let [at, depth, inString] = [this.#at, this.#depth, this.#inString];
    for (; at < until; at += 1) {
      const code = text.charCodeAt(at);
      if (code === quote) inString = !inString;
      else if (inString) at += code === backslash ? 1 : 0;
      else if (code === openBrace || code === openBracket) depth += 1;
      else if (code === closeBrace || code === closeBracket) {
        depth -= 1;
        if (depth <= 0) return at + 1;
      }
    }
    [this.#at, this.#depth, this.#inString] = [at, depth, inString];
    return -1;
  }
}

/** Of the closing quotation mark. */
export function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at += 1;
  }
  return -1;
}

/**
 * Whether the last sign of a text closes an object or list that began before the text, as at the end of a document of
 * which the text is only the end. Read backwards: outside of strings where the text ends.
 */
export function closesWhatBeganBefore(text: string): boolean {
  let at = text.length - 1;
  while (at >= 0 && text.charCodeAt(at) <= 0x20) at -= 1;
  const last = text.charCodeAt(at);
  if (last !== closeBrace && last !== closeBracket) return false;
  let depth = 0;
  for (; at >= 0; at -= 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = stringStart(text, at);
    else if (code === closeBrace || code === closeBracket) depth += 1;
    else if (code === openBrace || code === openBracket) depth -= 1;
    if (depth === 0) return false;
  }
  return true;
}

/** Of the opening quotation mark; -1 where it stands before the text. */
function stringStart(text: string, end: number): number {
  for (let at = text.lastIndexOf('"', end - 1); at !== -1; at = text.lastIndexOf('"', at - 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - escapes - 1) === backslash) escapes += 1;
    if (escapes % 2 === 0) return at;
    if (at === 0) return -1;
  }
  return -1;
}
