import type { TextEncoding } from '#contract/layout';
import { decoderOf } from '../text/decode-text.ts';
import { parseAttachedPartition, parseCreateTable } from './create-table.ts';
import { connectedDatabase, encodingOfPostgres, parseSetting, schemaOfPath } from './session-settings.ts';
import type { ScanSettings } from './dump-listener.ts';
import { joinName } from './sql-names.ts';

const notAscii = /[^\0-\x7f]/;

export interface DecodedCell {
  readonly text: string;
  readonly damaged: boolean;
  /** It has text that is not in UTF-8, where others are. */
  readonly other: boolean;
}

/** Text of one character a byte → what it says in an encoding; damaged bytes are shown as TextDecoding shows them. */
export function decodeBytes(bytes: string, encoding: TextEncoding): DecodedCell {
  if (!notAscii.test(bytes)) return { text: bytes, damaged: false, other: false };
  const decoder = decoderOf(encoding, '\n');
  const buffer = Buffer.from(bytes, 'latin1');
  const length = decoder.wholeLength(buffer);
  const whole = decoder.decodeWhole(buffer.subarray(0, length));
  const rest = decoder.decodeRest(buffer.subarray(length));
  return {
    text: whole.text + rest.text,
    damaged: whole.damage.length + rest.damage.length > 0,
    other: (whole.other?.length ?? 0) + (rest.other?.length ?? 0) > 0,
  };
}

/** A table as the dump describes it before its rows. */
interface KnownTable {
  readonly columns: readonly string[];
  /** The table that it is a partition of. */
  parent: string | null;
}

/** What the statements up to a place in the dump have set and created: as much of a server as reading rows needs. */
export class DumpSession implements ScanSettings {
  readonly #fixedEncoding: TextEncoding | null;
  readonly #fallback: TextEncoding;
  readonly #tables = new Map<string, KnownTable>();
  #schema: string | null = null;
  database: string | null = null;
  backslashes = false;
  encoding: TextEncoding;
  /** What the dump says about its encoding, whether it is believed or not. */
  declared: TextEncoding | null = null;
  /** Name of an encoding that is set and cannot be read. */
  unknownEncoding: string | null = null;
  /** Names so far mean the same in every encoding. */
  namesAreAscii = true;

  /** `fixed`: whatever the dump says about itself. `fallback`: as long as it says nothing. */
  constructor(fixed: TextEncoding | null, fallback: TextEncoding) {
    this.#fixedEncoding = fixed;
    this.#fallback = fallback;
    this.encoding = fixed ?? fallback;
  }

  readonly decode = (bytes: string): string => {
    this.namesAreAscii &&= !notAscii.test(bytes);
    return decodeBytes(bytes, this.encoding).text;
  };

  /** With its schema, where one is given or set. */
  tableName(parts: readonly string[]): string {
    const whole = parts.length === 1 && this.#schema !== null ? [this.#schema, ...parts] : parts;
    return joinName(whole);
  }

  /**
   * With its database in front, so that tables of several databases are told apart: always three parts, the schema
   * empty where none is known.
   */
  fullName(parts: readonly string[]): string {
    const name = this.tableName(parts);
    if (this.database === null) return name;
    const hasSchema = parts.length > 1 || this.#schema !== null;
    return `${joinName([this.database])}.${hasSchema ? '' : '.'}${name}`;
  }

  /** Null when the dump has not said. */
  columnsOf(parts: readonly string[]): readonly string[] | null {
    const columns = this.#tables.get(this.fullName(parts))?.columns ?? [];
    return columns.length === 0 ? null : columns;
  }

  parentOf(parts: readonly string[]): string | null {
    return this.#tables.get(this.fullName(parts))?.parent ?? null;
  }

  /** Full names of the tables that were created. */
  get created(): IterableIterator<string> {
    return this.#tables.keys();
  }

  connect(line: string): void {
    const database = connectedDatabase(line);
    if (database === null) return;
    this.database = this.decode(database);
    this.#schema = null;
    this.backslashes = false;
    this.encoding = this.#fixedEncoding ?? this.#fallback;
    this.declared = null;
    this.unknownEncoding = null;
  }

  /** Takes over what a statement sets or creates. */
  take(statement: string): void {
    const setting = parseSetting(statement);
    if (setting !== null) this.#set(setting.name, setting.value);
    else {
      this.#create(statement);
      this.#attach(statement);
    }
  }

  #set(name: string, value: string): void {
    if (name === 'search_path') this.#schema = schemaOfPath(this.decode(value));
    else if (name === 'standard_conforming_strings') this.backslashes = /^(?:off|false|no|0)$/i.test(value);
    else if (name === 'client_encoding') {
      const encoding = encodingOfPostgres(value);
      this.unknownEncoding = encoding === null ? value : null;
      this.declared = encoding ?? null;
      this.encoding = this.#fixedEncoding ?? encoding ?? this.#fallback;
    }
  }

  #create(statement: string): void {
    const created = parseCreateTable(statement, this.decode);
    if (created === null) return;
    const { partitionOf } = created;
    const parents = created.inherits.map((name) => name.split('.'));
    const inherited = (partitionOf === null ? parents : [partitionOf]).flatMap(
      (each) => this.columnsOf(each) ?? [],
    );
    const own = created.columns.filter((name) => !inherited.includes(name));
    this.#tables.set(this.fullName(created.parts), {
      columns: [...new Set(inherited), ...own],
      parent: partitionOf === null ? null : this.tableName(partitionOf),
    });
  }

  #attach(statement: string): void {
    const attached = parseAttachedPartition(statement, this.decode);
    const table = attached === null ? undefined : this.#tables.get(this.fullName(attached.child));
    if (table !== undefined) table.parent = this.tableName(attached!.parent);
  }
}
