import { fault, FaultError } from '#contract/faults';
import type { FileFinding } from '#main/model/file-finding';
import type { ReadLimits } from '../read-limits.ts';

/** A name at its place in the records: a column as soon as a value was seen there. */
export class ColumnPlace {
  readonly name: string;
  /** -1 while no value was seen here. */
  column = -1;
  /** The container in which the name was seen last: a second time in the same one is a repetition. */
  lastSeenIn = 0;
  /** How often in that container. */
  timesSeen = 0;
  /** Whatever stands here is kept as it is written, in one column, because columns of its parts would not do. */
  asWritten = false;
  /** Nothing but lists without elements was seen here itself. */
  onlyEmptyLists = false;
  readonly #key: string;
  readonly #outer: ColumnPlace | null;
  readonly #inside = new Map<string, ColumnPlace>();

  constructor(name: string, key = '', outer: ColumnPlace | null = null) {
    this.name = name;
    this.#key = key;
    this.#outer = outer;
  }

  /** The outermost place around this one, or itself, that is kept as it is written. */
  get keptAs(): ColumnPlace {
    const around = this.#outer?.keptAs;
    return around?.asWritten === true ? around : this;
  }

  /** From the record to here. */
  get keys(): readonly string[] {
    return this.#outer === null ? [] : [...this.#outer.keys, this.#key];
  }

  /** Of the elements of a list that are columns of their own. */
  element(index: number): ColumnPlace {
    return this.at(`\0${index}`, (name) => `${name}[${index}]`);
  }

  /** Where a list without elements is kept: with the elements of others, where they have columns. */
  get ofEmptyList(): ColumnPlace {
    return this.column === -1 ? this.element(0) : this;
  }

  /** The place of `key` within this one; `name` makes its name when it is new. */
  at(key: string, name: (parent: string, key: string) => string): ColumnPlace {
    let place = this.#inside.get(key);
    if (place === undefined) {
      const kept = detached(key);
      place = new ColumnPlace(name(this.name, kept), kept, this);
      this.#inside.set(kept, place);
    }
    return place;
  }
}

/** A part of a long text holds on to the whole; a name is kept for as long as the file is read. */
export function detached(key: string): string {
  return Buffer.from(key, 'utf16le').toString('utf16le');
}

/** The columns of a table of records: the union over all of them, in the order in which they first appear. */
export class Columns {
  readonly root = new ColumnPlace('');
  readonly #file: string;
  readonly #limits: ReadLimits;
  #places: ColumnPlace[] = [];
  #complete = false;
  #hasUnread = false;
  #containers = 0;

  constructor(file: string, limits: ReadLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  /** The last column is for text that could not be read, where there is such text. */
  get count(): number {
    return this.#places.length + (this.#hasUnread ? 1 : 0);
  }

  expectUnread(): void {
    this.#hasUnread = true;
  }

  /** A number for a container that is being read, for `ColumnPlace.lastSeenIn`. */
  newContainer(): number {
    this.#containers += 1;
    return this.#containers;
  }

  /** The column of a place, which becomes one now if it is not one yet. */
  columnOf(place: ColumnPlace): number {
    if (place.column !== -1) return place.column;
    if (this.#complete) throw new FaultError(fault('read.changed', { file: this.#file }));
    const { maxColumns, maxHeaderCharacters } = this.#limits;
    if (this.#places.length >= maxColumns) {
      throw new FaultError(fault('read.too_many_fields', { file: this.#file, limit: maxColumns }));
    }
    if (place.name.length > maxHeaderCharacters) {
      const column = this.#places.length + 1;
      throw new FaultError(
        fault('read.record_name_too_long', { file: this.#file, column, limit: maxHeaderCharacters }),
      );
    }
    place.column = this.#places.push(place) - 1;
    return place.column;
  }

  /** From now on no column is added. What was found to be kept as it is written has one column. */
  complete(): void {
    this.#complete = true;
    const places = [...new Set(this.#places.map(({ keptAs }) => keptAs))];
    this.#places = places.filter((place) => !place.onlyEmptyLists || place.element(0).column === -1);
    for (const place of places) place.column = -1;
    for (const [column, place] of this.#places.entries()) place.column = column;
  }

  /**
   * Names as a header has them: of one line, and different from one another even without case, because columns are
   * looked up so later. `firstName.` and `firstname` of the file are different fields and stay two columns.
   */
  header(): { header: string[]; findings: FileFinding[] } {
    const taken = new Set<string>();
    const findings: FileFinding[] = [];
    const names = this.#places.map(({ name }) => name);
    if (this.#hasUnread) names.push(unreadColumn);
    const header = names.map((original, index) => {
      const plain = original.toWellFormed().replaceAll(/\p{Cc}+/gu, ' ');
      let name = plain;
      for (let number = 2; name.trim() !== '' && taken.has(looseName(name)); number += 1) {
        name = `${plain} (${number})`;
      }
      taken.add(looseName(name));
      if (name !== original) {
        findings.push({ code: 'records.column_renamed', params: { column: index + 1, name } });
      }
      return name;
    });
    return { header, findings };
  }
}

export const unreadColumn = 'unread text';

export function dotted(parent: string, key: string): string {
  return parent === '' ? key : `${parent}.${key}`;
}

function looseName(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}
