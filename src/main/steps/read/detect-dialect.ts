import { type Fault, FaultError } from '#contract/faults';
import type { DelimitedLayout, Newline } from '#contract/layout';
import type { StagedRow } from '#main/model/staged-row';
import { DelimitedParser } from './delimited-parser.ts';
import type { HeaderRow } from './header.ts';
import type { ReadLimits } from './read-limits.ts';

/** The beginning of a file as text; `whole` when the file has no more. */
export interface Sample {
  readonly fileName: string;
  readonly text: string;
  readonly whole: boolean;
}

/** A sample read with one delimiter. `fault` is what stopped the reading. */
export interface SampleReading {
  readonly delimiter: string;
  readonly header: HeaderRow | null;
  readonly rows: readonly StagedRow[];
  readonly fault: Fault | null;
  /** Rows that have as many cells as the header, of those that are not blank. */
  readonly fittingRows: number;
  readonly judgedRows: number;
}

/** UTF-8 with one line of names, and nothing around the table. */
export function plainLayout(delimiter: string, newline: Newline): DelimitedLayout {
  return {
    format: 'delimited',
    encoding: 'utf-8',
    byteOrderMark: false,
    undoDoubleEncoding: null,
    newline,
    delimiter,
    quote: '"',
    escape: 'doubled',
    firstLine: 1,
    lastLine: null,
    headerLines: 1,
    comment: null,
    trailingDelimiter: false,
  };
}

export const delimiters = [',', ';', '\t', '|'] as const;
const maxJudgedRows = 200;
/** Above this share of fitting rows a delimiter is plausible; damaged rows make up the rest. */
const plausibleShare = 0.9;

/** The first line end outside quotation marks, or else the first of all; a line feed for a single line. */
export function detectNewline(text: string): Newline {
  let quoted = false;
  let first: Newline | null = null;
  for (const [found] of text.matchAll(/"|\r\n|\n|\r/g)) {
    if (found === '"') quoted = !quoted;
    else if (!quoted) return found as Newline;
    else first ??= found as Newline;
  }
  return first ?? '\n';
}

export function readSample(
  sample: Sample,
  delimiter: string,
  newline: Newline,
  limits: ReadLimits,
): SampleReading {
  const parser = new DelimitedParser(sample.fileName, plainLayout(delimiter, newline), limits);
  let rows: StagedRow[] = [];
  let fault: Fault | null = null;
  try {
    rows = parser.push(sample.text);
    if (sample.whole) rows = rows.concat(parser.finish());
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    fault = error.fault;
  }
  const judged = rows.filter((row) => row.fault !== 'row.blank').slice(0, maxJudgedRows);
  const { header } = parser;
  const fitting = judged.filter((row) => row.cells.length === header?.cells.length);
  return { delimiter, header, rows, fault, fittingRows: fitting.length, judgedRows: judged.length };
}

/**
 * The delimiter with which most rows have as many cells as the header: among plausible ones that with the most
 * columns. Null when none separates the header into two columns or more.
 */
export function chooseReading(readings: readonly SampleReading[]): SampleReading | null {
  const separated = readings.filter((reading) => columnCount(reading) > 1);
  const plausible = separated.filter((reading) => fittingShare(reading) >= plausibleShare);
  if (plausible.length > 0) return best(plausible, columnCount);
  return separated.length > 0 ? best(separated, fittingShare) : null;
}

export function columnCount(reading: SampleReading): number {
  return reading.header?.cells.length ?? 0;
}

function fittingShare(reading: SampleReading): number {
  return reading.judgedRows === 0 ? 1 : reading.fittingRows / reading.judgedRows;
}

function best(readings: readonly SampleReading[], score: (reading: SampleReading) => number): SampleReading {
  return readings.reduce((first, second) => (score(second) > score(first) ? second : first));
}
