// text → its shape, which says how a value is written and nothing of what it says

const upper = /^\p{Lu}$/u;
const letter = /^\p{L}$/u;
const maxMaskCharacters = 60;

/**
 * The shape of a value: `A` a capital, `a+` one or more other letters, `9{4}` four digits, and every other character
 * as it is. `Aa+ 9{4}` for a word and a number. Long ones end with `…`.
 */
export function shapeMask(text: string): string {
  let mask = '';
  for (let at = 0; at < text.length && mask.length < maxMaskCharacters;) {
    const kind = kindOf(text.charCodeAt(at));
    if (kind === other) {
      const character = String.fromCodePoint(text.codePointAt(at)!);
      mask += maskOfOther(character, mask);
      at += character.length;
      continue;
    }
    let end = at + 1;
    if (kind !== capital) while (end < text.length && kindOf(text.charCodeAt(end)) === kind) end += 1;
    mask += kind === capital ? 'A' : kind === small ? smallRun(mask) : digitRun(end - at);
    at = end;
  }
  return mask.length < maxMaskCharacters ? mask : `${mask.slice(0, maxMaskCharacters)}…`;
}

const other = 0;
const digit = 1;
const small = 2;
const capital = 3;

function kindOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return digit;
  if (code >= 0x61 && code <= 0x7a) return small;
  return code >= 0x41 && code <= 0x5a ? capital : other;
}

/** Letters beyond ASCII are letters too. */
function maskOfOther(character: string, before: string): string {
  if (upper.test(character)) return 'A';
  return letter.test(character) ? smallRun(before) : character;
}

function smallRun(before: string): string {
  return before.endsWith('a+') ? '' : 'a+';
}

function digitRun(length: number): string {
  return length === 1 ? '9' : `9{${length}}`;
}
