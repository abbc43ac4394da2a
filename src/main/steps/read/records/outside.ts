import type { FileFinding } from '#main/model/file-finding';

/** An array or a run of elements beside the table that is read. */
export interface OtherTable {
  readonly keys: readonly string[];
  readonly opening: '{' | '[';
  elements: number;
}

const maxNamedTables = 50;
const maxNamedPlaces = 5;

/** Counts whatever a document holds outside of the table that is read, so that nothing passes unnamed. */
export class Outside {
  readonly tables = new Map<string, OtherTable>();
  /** Single values. */
  values = 0;
  documents = 0;
  /** Commas too many or too few between records. */
  commas = 0;
  readonly #damagedPlaces: string[] = [];
  #damaged = 0;
  /** Comments and processing instructions. */
  comments = 0;
  documentTypes = 0;
  /** Characters that are outside of what could be made out. */
  unread = 0;
  cutOff = false;

  /** Records, or stretches of text among them, that could not be read. */
  get damaged(): number {
    return this.#damaged;
  }

  /** `place` is asked for only while it is named: counting lines takes long where much is damaged. */
  damagedAt(place: () => string): void {
    this.#damaged += 1;
    if (this.#damagedPlaces.length < maxNamedPlaces) this.#damagedPlaces.push(place());
  }

  element(keys: readonly string[], opening: '{' | '['): void {
    const name = tableName(keys);
    const table = this.tables.get(name);
    if (table !== undefined) table.elements += 1;
    else if (this.tables.size < maxNamedTables) this.tables.set(name, { keys, opening, elements: 1 });
    else this.values += 1;
  }

  /** A table with all of its records. */
  table(keys: readonly string[], elements: number): void {
    this.tables.set(tableName(keys), { keys, opening: '{', elements });
  }

  findings(): FileFinding[] {
    const found: FileFinding[] = [];
    for (const [table, { elements }] of this.tables) {
      found.push({ code: 'records.other_table', params: { table, records: elements } });
    }
    const counts: readonly (readonly [code: string, count: number])[] = [
      ['records.values_outside', this.values],
      ['records.several_documents', this.documents > 1 ? this.documents : 0],
      ['records.comments', this.comments],
      ['records.document_type', this.documentTypes],
      ['records.commas', this.commas],
      ['records.unread_text', this.unread],
    ];
    for (const [code, count] of counts) if (count > 0) found.push({ code, params: { count } });
    if (this.#damaged > 0) {
      const first = this.#damagedPlaces.join('; ');
      found.push({ code: 'records.damaged', params: { count: this.#damaged, first } });
    }
    if (this.cutOff) found.push({ code: 'records.cut_off', params: {} });
    return found;
  }
}

export function tableName(keys: readonly string[]): string {
  return keys.join('.');
}
