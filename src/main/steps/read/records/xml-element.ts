import { type XmlTag, xmlToken } from './xml-markup.ts';
import { type XmlText, xmlText } from './xml-text.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: XmlTag['attributes'];
  readonly children: XmlElement[];
  /** Of the element itself, without its children's; null when there is none at all. */
  text: string | null;
  unresolved: boolean;
  /** Where it begins and ends in the text. */
  readonly start: number;
  end: number;
}

export type XmlElementScan =
  | { readonly outcome: 'whole'; readonly element: XmlElement; readonly comments: number }
  | { readonly outcome: 'cut' }
  | { readonly outcome: 'damaged'; readonly at: number };

export const maxXmlDepth = 256;
/** A record that is longer and has so many of its own name in a row inside of it has lost its end. */
const maxUndoubtedLength = 256 * 1024;
const ownNamesInRow = 3;

/** Reads the element whose tag begins at `start`, strictly: every tag closed in its order. */
export function xmlElement(text: string, start: number): XmlElementScan {
  const open: XmlElement[] = [];
  let comments = 0;
  let at = start;
  for (;;) {
    const token = xmlToken(text, at);
    if (token.kind === 'cut') return { outcome: 'cut' };
    if (token.kind === 'damaged') return { outcome: 'damaged', at: token.at };
    const current = open.at(-1);
    if (token.kind === 'open') {
      if (open.length >= maxXmlDepth) return { outcome: 'damaged', at };
      if (at - start > maxUndoubtedLength && holdsOthers(current, open[0])) return { outcome: 'damaged', at };
      const element = begun(token, at);
      current?.children.push(element);
      open.push(element);
    } else if (current === undefined || token.kind === 'doctype') {
      return { outcome: 'damaged', at };
    } else if (token.kind === 'text') addText(current, xmlText(text.slice(at, token.end)));
    else if (token.kind === 'cdata') addText(current, plain(text.slice(token.from, token.to)));
    else if (token.kind !== 'close') comments += 1;
    else if (token.name !== current.name) return { outcome: 'damaged', at };
    at = token.end;
    const closes = token.kind === 'close' || (token.kind === 'open' && token.selfClosing);
    if (!closes) continue;
    const closed = open.pop()!;
    closed.end = at;
    if (open.length === 0) return { outcome: 'whole', element: closed, comments };
  }
}

function holdsOthers(current: XmlElement | undefined, record: XmlElement | undefined): boolean {
  const latest = current?.children.slice(-ownNamesInRow) ?? [];
  return latest.length === ownNamesInRow && latest.every(({ name }) => name === record?.name);
}

function begun({ name, attributes }: XmlTag, start: number): XmlElement {
  return { name, attributes, children: [], text: null, unresolved: false, start, end: start };
}

function addText(element: XmlElement, { text, unresolved }: XmlText): void {
  element.text = element.text === null ? text : element.text + text;
  if (unresolved) element.unresolved = true;
}

function plain(raw: string): XmlText {
  return { text: raw.includes('\r') ? raw.replaceAll(/\r\n?/g, '\n') : raw, unresolved: false };
}

export function hasWords(text: string | null): boolean {
  return text !== null && /\S/.test(text);
}
