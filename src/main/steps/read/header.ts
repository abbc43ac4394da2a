import { failed, ok, type Result } from '#contract/result';
import { fault } from '#contract/faults';
import type { HeaderRow } from './delimited-parser.ts';
import type { ReadLimits } from './read-limits.ts';

const lineEnd = /[\r\n]/;

/**
 * Whether the names of the columns can be worked with: `read.damaged_header`, `read.too_many_columns`,
 * `read.header_too_long`, `read.duplicate_header`. Names are compared trimmed and without case; columns without a
 * name are told apart by their position. Any name is allowed, also those that mean something in JavaScript, but none
 * of several lines: a name whose closing quotation mark is lost takes the rows below it for its second line.
 */
export function checkHeader(file: string, header: HeaderRow, limits: ReadLimits): Result<void> {
  const { cells, line } = header;
  if (header.fault !== null || cells.some((name) => lineEnd.test(name))) {
    return failed(fault('read.damaged_header', { file, line }));
  }
  if (cells.length > limits.maxColumns) {
    return failed(fault('read.too_many_columns', { file, limit: limits.maxColumns }));
  }
  const tooLong = cells.findIndex((name) => name.length > limits.maxHeaderCharacters);
  if (tooLong !== -1) {
    const limit = limits.maxHeaderCharacters;
    return failed(fault('read.header_too_long', { file, column: tooLong + 1, limit }));
  }
  const columnOf = new Map<string, number>();
  for (const [index, name] of cells.entries()) {
    const key = name.trim().normalize('NFC').toLowerCase();
    const first = columnOf.get(key);
    if (first !== undefined) {
      return failed(fault('read.duplicate_header', { file, first, second: index + 1 }));
    }
    if (key !== '') columnOf.set(key, index + 1);
  }
  return ok(undefined);
}
