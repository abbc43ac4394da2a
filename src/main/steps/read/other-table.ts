import type { LayoutQuestion } from './recognition.ts';

/** `row` says which, at the beginning of a sentence. */
export function otherTable(row: string): LayoutQuestion {
  return {
    code: 'other_table',
    sentence: `${row} may name the columns of another table, whose rows would be read as if they were of this one. Look at it in the file: if it does, read each table by itself, choosing where it begins and ends; if it is a record or a title, confirm that.`,
  };
}
