import { inventPerson } from '../generate-sample/person.ts';
import type { Random } from '../generate-sample/random.ts';
import { layouts, type Vendor, writeDate } from '../generate-sample/vendor-layouts.ts';

export interface InventedTable {
  readonly header: string[];
  readonly rows: string[][];
}

/**
 * - `rich`: cells as the sample writes them, some with commas, quotation marks and line ends.
 * - `plain`: letters, digits and the marks of addresses and dates; nothing that needs quotation marks anywhere.
 */
export type Wording = 'rich' | 'plain';

export interface TableWish {
  readonly vendor?: Vendor;
  readonly wording?: Wording;
  /** Of the rows that share has letters beyond ASCII; left out, as the sample has them. */
  readonly beyondAscii?: 'none';
  readonly columns?: number;
}

/** A table of invented patients, made with the parts of the sample's generator. */
export function inventTable(random: Random, rows: number, wish: TableWish = {}): InventedTable {
  const { vendor = 'optix', wording = 'rich' } = wish;
  const layout = layouts[vendor];
  const columns = layout.columns.slice(0, wish.columns ?? layout.columns.length);
  const settle = (value: string): string => {
    const worded = wording === 'plain' ? inPlainWords(value) : value;
    return wish.beyondAscii === 'none' ? inAscii(worded) : worded;
  };
  const table: InventedTable = { header: columns.map(([header]) => header), rows: [] };
  for (let number = 1; number <= rows; number += 1) {
    const person = inventPerson(random, layout.country, number);
    table.rows.push(
      columns.map(([, name]) =>
        settle(name === 'dateOfBirth' ? writeDate(person.dateOfBirth, layout.dateOrder) : person[name]),
      ),
    );
  }
  return table;
}

function inPlainWords(value: string): string {
  return value
    .replaceAll(/[\r\n,;|^"'’~\t]+/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

const noMarkToTakeOff: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L', '’': "'", '“': '"', '”': '"' };

export function inAscii(value: string): string {
  return value
    .normalize('NFD')
    .replaceAll(/[łŁ’“”]/g, (letter) => noMarkToTakeOff[letter]!)
    .replaceAll(/[^\x20-\x7e\r\n\t]/g, '');
}
