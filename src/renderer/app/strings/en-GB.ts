import type { Format } from '../format.ts';
import { checksStrings } from './en-GB/checks.ts';
import { columnsStrings } from './en-GB/columns.ts';
import { filesStrings } from './en-GB/files.ts';
import { frameStrings, shared } from './en-GB/frame.ts';
import { homeStrings } from './en-GB/home.ts';
import { mappingStrings } from './en-GB/mapping.ts';
import { readingStrings } from './en-GB/reading.ts';
import { resultStrings } from './en-GB/result.ts';
import { rowStrings, taskStrings } from './en-GB/rows.ts';
import { uploadStrings } from './en-GB/upload.ts';

/** Labels of fields that a language words differently from the program's own; British English has none. */
const fields: Readonly<Record<string, string | undefined>> = {};

/** British English: complete, and the reference for every other language. */
export function enGb(f: Format) {
  return {
    shared,
    fields,
    frame: frameStrings(f),
    rows: rowStrings(f),
    tasks: taskStrings(f),
    home: homeStrings(f),
    files: filesStrings(f),
    reading: readingStrings(f),
    columns: columnsStrings(f),
    mapping: mappingStrings(f),
    checks: checksStrings(f),
    upload: uploadStrings(f),
    result: resultStrings(f),
  };
}

export type Strings = ReturnType<typeof enGb>;

/** A catalogue that only says where it differs from this one. */
export type Overrides = { readonly [Section in keyof Strings]?: Partial<Strings[Section]> };
