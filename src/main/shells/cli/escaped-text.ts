/**
 * Texts of options in which some signs mean something: a backslash takes the next sign as it is, `\t` is a tab and
 * `\x1f` the character with that number. What `escaped` writes, `unescaped` reads back.
 */

// oxlint-disable-next-line no-control-regex -- characters that no terminal shows are what it is for
const control = /[\u0000-\u001F\u007F-\u009F]/;

/** `special`: signs that mean something where the text will stand, beside the spaces around it. */
export function escaped(text: string, special = ''): string {
  return text.replaceAll(/[^]/g, (sign, at: number) => {
    if (control.test(sign)) return sign === '\t' ? String.raw`\t` : numbered(sign);
    const isAround = special !== '' && (at === 0 || at === text.length - 1) && isSpace(sign);
    return sign === '\\' || special.includes(sign) || isAround ? `\\${sign}` : sign;
  });
}

/** The same with the first sign by its number, so that it is no name that means something else. */
export function escapedName(text: string): string {
  return `${numbered(text[0]!)}${escaped(text.slice(1))}`;
}

export function unescaped(text: string): string {
  return tokensOf(text).map(meant).join('');
}

/** What stands between the signs that are not escaped, still as it was written. */
export function between(text: string, separator: string): string[] {
  const pieces = [''];
  for (const token of tokensOf(text)) {
    if (token === separator) pieces.push('');
    else pieces.push(`${pieces.pop() ?? ''}${token}`);
  }
  return pieces;
}

/** Without the spaces around it that are not escaped. */
export function trimmed(text: string): string {
  const tokens = tokensOf(text);
  const first = tokens.findIndex((token) => !isSpace(token));
  return tokens.slice(first, tokens.findLastIndex((token) => !isSpace(token)) + 1).join('');
}

function tokensOf(text: string): readonly string[] {
  return text.match(/\\x[0-9a-f]{2}|\\[^]|[^]/gi) ?? [];
}

function meant(token: string): string {
  if (token.length === 1) return token;
  if (token.length > 2) return String.fromCharCode(Number.parseInt(token.slice(2), 16));
  return token === String.raw`\t` ? '\t' : token.slice(1);
}

function numbered(sign: string): string {
  return String.raw`\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function isSpace(token: string): boolean {
  return token.trim() === '';
}
