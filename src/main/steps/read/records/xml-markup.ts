export interface XmlTag {
  readonly kind: 'open';
  readonly name: string;
  /** Name and value as written, without its quotation marks. */
  readonly attributes: readonly (readonly [name: string, raw: string])[];
  readonly selfClosing: boolean;
  readonly end: number;
}

/** A piece of markup, or the text before the next one. */
export type XmlToken =
  | XmlTag
  | { readonly kind: 'close'; readonly name: string; readonly end: number }
  | { readonly kind: 'text' | 'comment' | 'instruction' | 'doctype'; readonly end: number }
  | { readonly kind: 'cdata'; readonly from: number; readonly to: number; readonly end: number }
  /** The text ends within the token. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'damaged'; readonly at: number };

const cut: XmlToken = { kind: 'cut' };
const noAttributes: XmlTag['attributes'] = [];
/** More than any record has; whether a name was there before takes longer with each. */
const maxAttributes = 2_000;
const nameEnd = /[\s<>/="'&]/g;
const badName = /^[-.\d]|[!-&(-,;?@[-^`{-~]|^$/;

/** The token that begins at `start`, by the rules of XML 1.0; a document type is passed over, never understood. */
export function xmlToken(text: string, start: number): XmlToken {
  if (text.charCodeAt(start) !== 0x3c) {
    const end = text.indexOf('<', start);
    return end === -1 ? cut : { kind: 'text', end };
  }
  const next = text[start + 1];
  if (next === undefined) return cut;
  if (next === '/') return closingTag(text, start);
  if (next === '?') return until(text, start, '?>', 'instruction');
  return next === '!' ? declaration(text, start) : openingTag(text, start);
}

function until(text: string, start: number, ending: string, kind: 'comment' | 'instruction'): XmlToken {
  const end = text.indexOf(ending, start + 2);
  return end === -1 ? cut : { kind, end: end + ending.length };
}

function declaration(text: string, start: number): XmlToken {
  if (text.startsWith('<!--', start)) {
    const end = text.indexOf('--', start + 4);
    if (end === -1 || end + 2 >= text.length) return cut;
    return text[end + 2] === '>' ? { kind: 'comment', end: end + 3 } : { kind: 'damaged', at: end };
  }
  if (text.startsWith('<![CDATA[', start)) {
    const to = text.indexOf(']]>', start + 9);
    return to === -1 ? cut : { kind: 'cdata', from: start + 9, to, end: to + 3 };
  }
  if (text.startsWith('<!DOCTYPE', start)) return documentType(text, start);
  const rest = text.slice(start, start + 9);
  const begun = rest.length < 9 && ['<!--', '<![CDATA[', '<!DOCTYPE'].some((one) => one.startsWith(rest));
  return begun ? cut : { kind: 'damaged', at: start };
}

/** Ends at a `>` outside of its brackets, quotation marks and comments. */
function documentType(text: string, start: number): XmlToken {
  let inBrackets = false;
  for (let at = start + 9; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '"' || char === "'") at = text.indexOf(char, at + 1);
    else if (text.startsWith('<!--', at)) at = text.indexOf('-->', at);
    else if (char === '[') inBrackets = true;
    else if (char === ']') inBrackets = false;
    else if (char === '>' && !inBrackets) return { kind: 'doctype', end: at + 1 };
    if (at === -1) return cut;
  }
  return cut;
}

function closingTag(text: string, start: number): XmlToken {
  const end = text.indexOf('>', start);
  if (end === -1) {
    const another = text.indexOf('<', start + 1);
    return another === -1 ? cut : { kind: 'damaged', at: another };
  }
  const name = text.slice(start + 2, end).trimEnd();
  return badName.test(name) || /[\s<]/.test(name)
    ? { kind: 'damaged', at: start }
    : { kind: 'close', name, end: end + 1 };
}

function openingTag(text: string, start: number): XmlToken {
  const afterName = endOfName(text, start + 1);
  if (afterName === -1) return cut;
  const name = text.slice(start + 1, afterName);
  if (badName.test(name)) return { kind: 'damaged', at: start };
  let attributes: [string, string][] | null = null;
  let at = afterName;
  for (;;) {
    const next = skipSpace(text, at);
    if (next >= text.length) return cut;
    const char = text[next]!;
    if (char === '>')
      return {
        kind: 'open',
        name,
        attributes: attributes ?? noAttributes,
        selfClosing: false,
        end: next + 1,
      };
    if (char === '/') {
      if (next + 1 >= text.length) return cut;
      if (text[next + 1] !== '>') return { kind: 'damaged', at: next };
      return { kind: 'open', name, attributes: attributes ?? noAttributes, selfClosing: true, end: next + 2 };
    }
    if (next === at) return { kind: 'damaged', at: next };
    const attribute = attributeAt(text, next);
    if (typeof attribute === 'number') return attribute === -1 ? cut : { kind: 'damaged', at: attribute };
    attributes ??= [];
    if (attributes.length >= maxAttributes) return { kind: 'damaged', at: next };
    if (attributes.some(([known]) => known === attribute.name)) return { kind: 'damaged', at: next };
    attributes.push([attribute.name, attribute.raw]);
    at = attribute.end;
  }
}

/** -1 when the text ends within it, another number where it is damaged. */
function attributeAt(text: string, start: number): { name: string; raw: string; end: number } | number {
  const afterName = endOfName(text, start);
  if (afterName === -1) return -1;
  const name = text.slice(start, afterName);
  if (badName.test(name)) return start;
  const equals = skipSpace(text, afterName);
  if (equals >= text.length) return -1;
  if (text[equals] !== '=') return equals;
  const opening = skipSpace(text, equals + 1);
  if (opening >= text.length) return -1;
  const quote = text[opening]!;
  if (quote !== '"' && quote !== "'") return opening;
  const closing = text.indexOf(quote, opening + 1);
  const raw = text.slice(opening + 1, closing === -1 ? text.length : closing);
  const markup = raw.indexOf('<');
  if (markup !== -1) return opening + 1 + markup;
  return closing === -1 ? -1 : { name, raw, end: closing + 1 };
}

function endOfName(text: string, start: number): number {
  nameEnd.lastIndex = start;
  return nameEnd.test(text) ? nameEnd.lastIndex - 1 : -1;
}

export function skipSpace(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return at;
}
