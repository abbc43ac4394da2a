import { type ColumnPlace, dotted } from './columns.ts';
import { eachElement, eachMember, stringText } from './json-members.ts';
import type { RecordSink } from './record-sink.ts';

/** Objects within objects are columns of their own down to here; deeper ones are kept as they are written. */
const maxFlatDepth = 16;
/** Elements of an array that are columns of their own; those after them share one. */
const maxIndexedElements = 10;

export interface JsonRows {
  /** Rows that are arrays whose columns the first one names. */
  readonly namedByFirst: boolean;
  /** Name of the table that nested records stand in, put before what they take over from it. */
  readonly outerName: string;
}

/**
 * Turns a record's text into values by column. Numbers stay as they are written, so no digit is lost. Objects become
 * dotted columns, arrays of single values `phone[0]`, `phone[1]`; arrays with objects or arrays in them stay JSON
 * text, as no number of columns fits them. null and the empty text differ in what is stored.
 */
export class JsonFlattening {
  /** Arrays of objects inside records, by place: how many objects. */
  readonly nested = new Map<ColumnPlace, number>();
  readonly #sink: RecordSink;
  readonly #rows: JsonRows;
  #text = '';
  #names: readonly string[] | null = null;

  constructor(sink: RecordSink, rows: JsonRows) {
    this.#sink = sink;
    this.#rows = rows;
  }

  record(text: string, start: number, end: number, rest: readonly string[]): void {
    this.#text = text;
    if (rest.length > 0) return this.#nestedRecords(start, end, rest);
    if (text[start] === '{') {
      return this.#row(start, end, () => this.#object(this.#sink.columns.root, start, 0));
    }
    if (text[start] === '[') return this.#arrayRow(start, end);
    this.#sink.unread(text.slice(start, end), 'row.not_a_record', start);
  }

  #row(start: number, end: number, fill: () => void): void {
    this.#sink.begin(start);
    this.#sink.covers(start, end);
    if (topIsEmpty(this.#text, start)) this.#sink.fault('row.blank');
    fill();
    this.#sink.end();
  }

  #arrayRow(start: number, end: number): void {
    if (this.#rows.namedByFirst && this.#names === null) {
      const names: string[] = [];
      eachElement(this.#text, start, (from, to) => names.push(shownText(this.#text, from, to)));
      this.#names = names;
      const { columns } = this.#sink;
      for (const index of names.keys()) columns.columnOf(this.#numberedPlace(index));
      return;
    }
    this.#row(start, end, () => {
      let count = 0;
      eachElement(this.#text, start, (from, to) => {
        this.#value(this.#numberedPlace(count), from, to, 1);
        count += 1;
      });
      const expected = this.#names?.length ?? count;
      if (count !== expected && count > 0) this.#sink.fault('row.wrong_cell_count');
    });
  }

  #numberedPlace(index: number): ColumnPlace {
    const name = this.#names?.[index] ?? `Column ${index + 1}`;
    return this.#sink.columns.root.at(`#${index}`, () => name);
  }

  #object(place: ColumnPlace, start: number, depth: number): void {
    const container = this.#sink.columns.newContainer();
    eachMember(this.#text, start, (key, from, to) => {
      let inner = place.at(key, dotted);
      for (let again = 2; inner.lastSeenIn === container; again += 1) {
        this.#sink.fault('row.repeated_name');
        inner = inner.at('\0again', (name) => `${name} (${again})`);
      }
      inner.lastSeenIn = container;
      this.#value(inner, from, to, depth + 1);
    });
  }

  #value(place: ColumnPlace, start: number, end: number, depth: number): void {
    const text = this.#text;
    const char = text[start];
    if (char === '"') {
      const shown = stringText(text, start, end);
      if (shown === '') this.#sink.value(place, '', '""');
      else this.#sink.value(place, shown);
    } else if (char === '{') this.#innerObject(place, start, end, depth);
    else if (char === '[') this.#innerArray(place, start, end, depth);
    else if (char === 'n') this.#sink.value(place, '', 'null');
    else this.#sink.value(place, text.slice(start, end));
  }

  #innerObject(place: ColumnPlace, start: number, end: number, depth: number): void {
    if (topIsEmpty(this.#text, start)) this.#sink.value(place, '', '{}');
    else if (depth >= maxFlatDepth) this.#sink.value(place, this.#text.slice(start, end));
    else this.#object(place, start, depth);
  }

  #innerArray(place: ColumnPlace, start: number, end: number, depth: number): void {
    const text = this.#text;
    const elements: (readonly [start: number, end: number])[] = [];
    let objects = 0;
    let arrays = 0;
    eachElement(text, start, (from, to) => {
      elements.push([from, to]);
      if (text[from] === '{') objects += 1;
      if (text[from] === '[') arrays += 1;
    });
    if (objects > 0) this.nested.set(place, (this.nested.get(place) ?? 0) + objects);
    if (objects + arrays > 0) return this.#sink.value(place, text.slice(start, end));
    if (elements.length === 0) return this.#sink.emptyList(place);
    for (const [index, [from, to]] of elements.slice(0, maxIndexedElements).entries()) {
      this.#value(place.element(index), from, to, depth + 1);
    }
    const more = elements[maxIndexedElements];
    if (more === undefined) return;
    const others = place.at('\0more', (name) => `${name}[${maxIndexedElements}+]`);
    this.#sink.value(others, `[${text.slice(more[0], end)}`);
  }

  /** Each element of an array inside a record, with the single values of the record around it. */
  #nestedRecords(start: number, end: number, rest: readonly string[]): void {
    const text = this.#text;
    let [inside, insideEnd] = [start, end];
    for (const key of rest) {
      // What is no object is a value of the table around this one, and kept there.
      if (text[inside] !== '{') return;
      [inside, insideEnd] = memberAt(text, inside, key);
      if (inside === -1 || text[inside] === 'n') return;
    }
    const take = (from: number, to: number) => this.#nestedRecord(start, from, to);
    if (text[inside] === '[') eachElement(text, inside, take);
    else take(inside, insideEnd);
  }

  /** Some programs write a list of one as the one alone. */
  #nestedRecord(outer: number, start: number, end: number): void {
    const text = this.#text;
    if (text[start] !== '{') return this.#sink.unread(text.slice(start, end), 'row.not_a_record', start);
    this.#row(start, end, () => {
      this.#takeOver(outer);
      this.#object(this.#sink.columns.root, start, 0);
    });
  }

  #takeOver(start: number): void {
    const { outerName } = this.#rows;
    const outer = this.#sink.columns.root.at('\0outer', () => outerName);
    const seen = new Set<string>();
    eachMember(this.#text, start, (key, from, to) => {
      const char = this.#text[from];
      if (char === '{' || char === '[' || seen.has(key)) return;
      seen.add(key);
      this.#sink.covers(from, to);
      this.#value(outer.at(key, dotted), from, to, 1);
    });
  }
}

function topIsEmpty(text: string, start: number): boolean {
  let at = start + 1;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return text[at] === '}' || text[at] === ']';
}

function shownText(text: string, start: number, end: number): string {
  return text[start] === '"' ? stringText(text, start, end) : text.slice(start, end);
}

/** -1 where there is none. */
function memberAt(text: string, start: number, key: string): readonly [start: number, end: number] {
  let found: readonly [number, number] = [-1, -1];
  eachMember(text, start, (name, from, to) => {
    if (name === key) found = [from, to];
  });
  return found;
}
