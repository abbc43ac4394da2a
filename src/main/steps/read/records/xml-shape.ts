import { detached } from './columns.ts';

/** An element at its place in the document, over all of its occurrences. */
export class XmlShape {
  readonly name: string;
  readonly inside = new Map<string, XmlShape>();
  count = 0;
  /** The most occurrences within one and the same element. */
  maxSiblings = 0;
  attributes = 0;
  texts = 0;
  #siblings = 0;
  #within = -1;
  readonly #room: Room;

  constructor(name: string, room: Room = { left: maxElements }) {
    this.name = name;
    this.#room = room;
  }

  /** No other element is kept, of the whole document. */
  get isFull(): boolean {
    return this.#room.left <= 0;
  }

  /** Has fields: children, or attributes and no text for them to describe. */
  get isComplex(): boolean {
    return this.inside.size > 0 || (this.attributes > 0 && this.texts === 0);
  }

  get isRepeated(): boolean {
    return this.maxSiblings > 1;
  }

  /**
   * One more child, in the occurrence of this element that has the number `within`. Where there is no room for it,
   * what it holds is counted with this element.
   */
  child(name: string, within: number): XmlShape {
    let shape = this.inside.get(name);
    if (shape === undefined) {
      if (this.isFull || this.inside.size >= maxNames) return this;
      this.#room.left -= 1 + Math.floor(name.length / longName);
      const kept = detached(name);
      shape = new XmlShape(kept, this.#room);
      this.inside.set(kept, shape);
    }
    shape.count += 1;
    shape.#siblings = shape.#within === within ? shape.#siblings + 1 : 1;
    shape.#within = within;
    shape.maxSiblings = Math.max(shape.maxSiblings, shape.#siblings);
    return shape;
  }
}

interface Room {
  left: number;
}

/** In one element. */
const maxNames = 2_000;
/** In the whole document; a name that is so long takes the room of one more. */
const maxElements = 50_000;
const longName = 64;

export interface XmlTablePlace {
  readonly path: readonly string[];
  /** How many of the path's names lead to the record around this one; 0: there is none. */
  readonly outer: number;
  readonly count: number;
  readonly repeated: boolean;
}

const maxTables = 100;

/**
 * The tables in a document: elements with fields that repeat, outermost first and then those inside them; and
 * elements that are there once and have several fields, which may be a table of one record.
 */
export function tablesOf(shape: XmlShape, path: readonly string[] = [], outer = 0): XmlTablePlace[] {
  const found: XmlTablePlace[] = [];
  for (const child of shape.inside.values()) {
    const here = [...path, child.name];
    const inner = path.length > 0 && !child.isRepeated ? withinLostEnd(child) : null;
    if (inner !== null) {
      found.push({ path: here, outer, count: child.count + inner.count, repeated: true });
      found.push(...tablesOf(inner, here, here.length));
      continue;
    }
    const fields = [...child.inside.values()].filter((one) => !one.isComplex && !one.isRepeated).length;
    const single = outer === 0 && !child.isRepeated && fields + child.attributes > 1 && fields > 0;
    const isTable = child.isComplex && (child.isRepeated || single);
    if (isTable) found.push({ path: here, outer, count: child.count, repeated: child.isRepeated });
    const around = isTable && child.isRepeated ? here.length : outer;
    found.push(...tablesOf(child, here, around));
  }
  return found.slice(0, maxTables);
}

/** Where the end of the first record is lost, all others stand within it: of the same name and with the same fields. */
function withinLostEnd(first: XmlShape): XmlShape | null {
  const inner = first.inside.get(first.name);
  if (inner === undefined || !inner.isRepeated) return null;
  const isAlike = [...first.inside.keys()].some((name) => name !== first.name && inner.inside.has(name));
  return isAlike || (first.attributes > 0 && inner.attributes > 0) ? inner : null;
}

/** Single values that are in none of those tables. */
export function valuesOutside(shape: XmlShape): number {
  let values = shape.attributes + shape.texts;
  for (const child of shape.inside.values()) {
    if (!(child.isRepeated && child.isComplex)) values += valuesOutside(child);
  }
  return values;
}
