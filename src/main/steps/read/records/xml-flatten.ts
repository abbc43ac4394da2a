import { type ColumnPlace, dotted } from './columns.ts';
import type { RecordSink } from './record-sink.ts';
import { hasWords, type XmlElement } from './xml-element.ts';
import { xmlText } from './xml-text.ts';

/** Repetitions of an element that are columns of their own; those after them share one. */
const maxIndexedElements = 10;
/** Elements deeper than this are kept as they are written. */
const maxFlatDepth = 16;

/**
 * Turns an element into values by column: attributes `@id`, elements by their name, those inside them dotted,
 * repeated ones `phone`, `phone[2]`. Elements with fields of their own that repeat, and text with elements in it,
 * stay as they are written, in one column: no number of columns fits them.
 */
export class XmlFlattening {
  /** Elements inside records that are tables of their own, by place: how many. */
  readonly nested = new Map<ColumnPlace, number>();
  readonly #sink: RecordSink;
  readonly #rest: readonly string[];
  #text = '';

  /** `rest` leads from the element that is handed over to the records inside it. */
  constructor(sink: RecordSink, rest: readonly string[]) {
    this.#sink = sink;
    this.#rest = rest;
  }

  record(text: string, element: XmlElement): void {
    this.#text = text;
    if (this.#rest.length > 0) return this.#inner(element, element, this.#rest);
    this.#row(element, null);
  }

  #inner(outer: XmlElement, element: XmlElement, rest: readonly string[]): void {
    for (const child of element.children) {
      if (child.name !== rest[0]) continue;
      if (rest.length === 1) this.#row(child, outer);
      else this.#inner(outer, child, rest.slice(1));
    }
  }

  #row(element: XmlElement, outer: XmlElement | null): void {
    const { root } = this.#sink.columns;
    this.#sink.begin(element.start);
    this.#sink.covers(element.start, element.end);
    if (outer !== null)
      this.#takeOver(
        root.at('\0outer', () => outer.name),
        outer,
      );
    const { attributes, children, text } = element;
    if (attributes.length + children.length === 0 && !hasWords(text)) this.#sink.fault('row.blank');
    this.#fields(root, element, 0);
    if (hasWords(text))
      this.#leaf(
        root.at('\0text', () => element.name),
        element,
      );
    this.#sink.end();
  }

  #takeOver(place: ColumnPlace, outer: XmlElement): void {
    const once = outer.children.filter(
      (child) => isLeaf(child) && outer.children.filter(({ name }) => name === child.name).length === 1,
    );
    this.#sink.covers(outer.start, outer.children[0]?.start ?? outer.end);
    for (const { start, end } of once) this.#sink.covers(start, end);
    this.#fields(place, { ...outer, children: once }, 0);
  }

  #fields(place: ColumnPlace, { attributes, children }: XmlElement, depth: number): void {
    for (const [name, raw] of attributes) {
      const { text, unresolved } = xmlText(raw);
      const inner = place.at(`@${name}`, (parent, key) => `${parent}${key}`);
      this.#cell(inner, text, unresolved, `${name}=""`);
    }
    const { columns } = this.#sink;
    const container = columns.newContainer();
    let kept: Map<ColumnPlace, string> | null = null;
    for (const child of children) {
      const inner = place.at(child.name, dotted);
      const number = inner.lastSeenIn === container ? inner.timesSeen + 1 : 1;
      inner.lastSeenIn = container;
      inner.timesSeen = number;
      const complex = hasFields(child);
      const mixed = child.children.length > 0 && hasWords(child.text);
      if (mixed || (complex && (number > 1 || depth >= maxFlatDepth))) inner.asWritten = true;
      if (inner.asWritten) {
        kept ??= new Map();
        kept.set(inner, (kept.get(inner) ?? '') + this.#text.slice(child.start, child.end));
        this.nested.set(inner, (this.nested.get(inner) ?? 0) + 1);
      } else if (number > maxIndexedElements) {
        kept ??= new Map();
        const others = inner.at('\0more', (name) => `${name}[${maxIndexedElements + 1}+]`);
        kept.set(others, (kept.get(others) ?? '') + this.#text.slice(child.start, child.end));
      } else {
        this.#element(
          number === 1 ? inner : inner.at(`\0${number}`, (name) => `${name}[${number}]`),
          child,
          depth,
        );
      }
    }
    if (kept !== null) for (const [inner, written] of kept) this.#sink.value(inner, written);
  }

  #element(place: ColumnPlace, element: XmlElement, depth: number): void {
    if (element.children.length === 0) this.#leaf(place, element);
    this.#fields(place, element, depth + 1);
  }

  #leaf(place: ColumnPlace, { text, unresolved, name, attributes }: XmlElement): void {
    if (text === null && attributes.length > 0) return;
    this.#cell(place, text ?? '', unresolved, `<${name}/>`);
  }

  #cell(place: ColumnPlace, text: string, unresolved: boolean, empty: string): void {
    if (text === '') this.#sink.value(place, '', empty);
    else this.#sink.value(place, text);
    if (unresolved) this.#sink.note(place, 'text.markup_not_read');
  }
}

function isLeaf({ children, attributes }: XmlElement): boolean {
  return children.length === 0 && attributes.length === 0;
}

/** As in `XmlShape`: attributes beside a text describe it. */
function hasFields({ children, attributes, text }: XmlElement): boolean {
  return children.length > 0 || (attributes.length > 0 && !hasWords(text));
}
