import { maxPageRows } from '#main/model/row-page';
import type { StagedRow } from '#main/model/staged-row';
import type { ReadPage } from './recognition.ts';

/** Rows as pages, the last of which may be short. */
export function* pagesOf(
  rows: readonly StagedRow[],
  bytesRead: number,
): Generator<ReadPage, void, undefined> {
  for (let start = 0; start < rows.length; start += maxPageRows) {
    yield { rows: rows.slice(start, start + maxPageRows), bytesRead };
  }
}
