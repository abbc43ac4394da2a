import type { Preview, PreviewRow } from './recognition.ts';

const shownRows = 20;

/** The rows to be looked at when all of them are known. */
export function previewOfAll(rows: readonly PreviewRow[]): Preview {
  if (rows.length <= shownRows) return { first: rows.map(previewRow), middle: [], last: [] };
  const from = Math.max(shownRows, Math.floor(rows.length / 2) - shownRows / 2);
  const lastFrom = Math.max(shownRows, rows.length - shownRows);
  return {
    first: rows.slice(0, shownRows).map(previewRow),
    middle: rows.slice(from, Math.min(from + shownRows, lastFrom)).map(previewRow),
    last: rows.slice(lastFrom).map(previewRow),
  };
}

/** The rows to be looked at of a file of which samples are known. */
export function previewOfSamples(
  first: readonly PreviewRow[],
  middle: readonly PreviewRow[],
  last: readonly PreviewRow[],
): Preview {
  return {
    first: first.slice(0, shownRows).map(previewRow),
    middle: middle.slice(0, shownRows).map(nowhere),
    last: last.slice(-shownRows).map(nowhere),
  };
}

export function previewRow({ line, cells, fault, stored, notes }: PreviewRow): PreviewRow {
  return {
    line,
    cells,
    fault,
    ...(stored === undefined ? {} : { stored }),
    ...(notes === undefined ? {} : { notes }),
  };
}

function nowhere(row: PreviewRow): PreviewRow {
  return { ...previewRow(row), line: 0 };
}
