/**
 * Where the tokens of SQL end, as psql tells them apart. Texts hold one character for each byte (Latin-1), so that
 * positions are those of the file whatever its encoding: in every encoding that a dump can be in, the characters of
 * SQL itself are ASCII, and no other character contains them. A result of -1 means that the text ends within the
 * token.
 */

const nestedComment = /\/\*|\*\//g;
const dollarTag = /\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$/y;
const wordCharacter = /[\w$\x80-\xff]/;

export function isWordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && wordCharacter.test(text[at]!);
}

/** Whether the string that opens at `at` is an E'' string, in which a backslash escapes. */
export function isEscapeString(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1) | 0x20;
  return before === 0x65 && !isWordAt(text, at - 2);
}

/** `at` is the opening quotation mark. */
export function endOfString(text: string, at: number, backslashes: boolean): number {
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf("'", from);
    if (quote === -1) return -1;
    if (backslashes && isEscaped(text, at + 1, quote)) from = quote + 1;
    else if (text.charCodeAt(quote + 1) === 0x27) from = quote + 2;
    else return quote + 1;
  }
}

function isEscaped(text: string, start: number, at: number): boolean {
  let first = at;
  while (first > start && text.charCodeAt(first - 1) === 0x5c) first -= 1;
  return (at - first) % 2 === 1;
}

export function endOfQuotedName(text: string, at: number): number {
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return -1;
    if (text.charCodeAt(quote + 1) !== 0x22) return quote + 1;
    from = quote + 2;
  }
}

/** 0 when no dollar quote begins at `at`. */
export function endOfDollarQuote(text: string, at: number): number {
  if (isWordAt(text, at - 1)) return 0;
  dollarTag.lastIndex = at;
  const tag = dollarTag.exec(text)?.[0];
  if (tag === undefined) return 0;
  const close = text.indexOf(tag, at + tag.length);
  return close === -1 ? -1 : close + tag.length;
}

export function endOfComment(text: string, at: number): number {
  if (text.charCodeAt(at) === 0x2d) {
    const lineEnd = text.indexOf('\n', at);
    return lineEnd === -1 ? -1 : lineEnd + 1;
  }
  nestedComment.lastIndex = at;
  for (let depth = 0; ;) {
    const found = nestedComment.exec(text);
    if (found === null) return -1;
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return nestedComment.lastIndex;
  }
}

function isCommentAt(text: string, at: number): boolean {
  const two = text.slice(at, at + 2);
  return two === '--' || two === '/*';
}

/** The first character at or after `at` that is neither blank nor comment; the text's length when none is there. */
export function skipBlanks(text: string, at: number): number {
  for (let place = at; ;) {
    const code = text.charCodeAt(place);
    if (code > 0x2f) return place;
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) place += 1;
    else if ((code === 0x2d || code === 0x2f) && isCommentAt(text, place)) {
      const end = endOfComment(text, place);
      if (end === -1) return -1;
      place = end;
    } else return Math.min(place, text.length);
  }
}

/** After the quoted text, name or comment that begins at `at`; 0 when nothing of the kind does. */
export function endOfQuotation(text: string, at: number, backslashes: boolean): number {
  switch (text.charAt(at)) {
    case "'":
      return endOfString(text, at, backslashes || isEscapeString(text, at));
    case '"':
      return endOfQuotedName(text, at);
    case '$':
      return endOfDollarQuote(text, at);
    case '-':
    case '/':
      return isCommentAt(text, at) ? endOfComment(text, at) : 0;
    default:
      return 0;
  }
}

const special = /['"$;()\-/]/g;
const specialOrWord = /['"$;()\-/]|(?<![\w$])(?:begin|case|end)(?![\w$])/gi;
const routine = /create\s+(?:or\s+replace\s+)?(?:function|procedure)\s/iy;

/**
 * After the semicolon that ends the statement at `from`. Semicolons in parentheses (rules) and between BEGIN ATOMIC
 * and END (functions) belong to it.
 */
export function endOfStatement(text: string, from: number, backslashes: boolean): number {
  routine.lastIndex = from;
  const pattern = routine.test(text) ? specialOrWord : special;
  let depth = 0;
  let blocks = 0;
  pattern.lastIndex = from;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const token = found[0];
    if (token.length > 1) blocks = Math.max(0, blocks + (token.toLowerCase() === 'end' ? -1 : 1));
    else if (token === '(') depth += 1;
    else if (token === ')') depth = Math.max(0, depth - 1);
    else if (token === ';') {
      if (depth === 0 && blocks === 0) return found.index + 1;
    } else {
      const end = endOfQuotation(text, found.index, backslashes);
      if (end === -1) return -1;
      if (end > 0) pattern.lastIndex = end;
    }
  }
  return -1;
}
