import { closingOf, skipJsonSpace, stringEnd } from './json-scan.ts';

// Everything here is for text that scanJson has found to be whole.

/** The end of the value that begins at `start`. */
export function valueEnd(text: string, start: number): number {
  const char = text[start]!;
  if (char === '"') return stringEnd(text, start) + 1;
  if (char === '{' || char === '[') return closingOf(text, start);
  let end = start + 1;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code <= 0x20 || code === 0x2c || code === 0x5d || code === 0x7d) break;
  }
  return end;
}

/** The text that a JSON string means; both ends are given with their quotation marks. */
export function stringText(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  return inner.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : inner;
}

/** Calls `visit` for each member of the object at `start`: its key and where its value stands. */
export function eachMember(
  text: string,
  start: number,
  visit: (key: string, valueStart: number, valueEnd: number) => void,
): void {
  let at = skipJsonSpace(text, start + 1);
  while (text[at] !== '}') {
    const keyEnd = stringEnd(text, at) + 1;
    const key = stringText(text, at, keyEnd);
    const value = skipJsonSpace(text, skipJsonSpace(text, keyEnd) + 1);
    const end = valueEnd(text, value);
    visit(key, value, end);
    at = skipJsonSpace(text, end);
    if (text[at] === ',') at = skipJsonSpace(text, at + 1);
  }
}

/** Calls `visit` for each element of the array at `start`. */
export function eachElement(
  text: string,
  start: number,
  visit: (valueStart: number, valueEnd: number) => void,
): void {
  let at = skipJsonSpace(text, start + 1);
  while (text[at] !== ']') {
    const end = valueEnd(text, at);
    visit(at, end);
    at = skipJsonSpace(text, end);
    if (text[at] === ',') at = skipJsonSpace(text, at + 1);
  }
}

export function topKeys(text: string, start: number): string[] {
  const keys: string[] = [];
  eachMember(text, start, (key) => keys.push(key));
  return keys;
}
