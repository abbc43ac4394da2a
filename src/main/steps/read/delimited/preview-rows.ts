import { type Fault, FaultError } from '#contract/faults';
import type { DelimitedLayout } from '#contract/layout';
import { failed, ok, type Result } from '#contract/result';
import type { FileFinding } from '#main/model/file-finding';
import type { StagedRow } from '#main/model/staged-row';
import { DelimitedParser } from '../delimited-parser.ts';
import { nameColumns } from '../header.ts';
import { LineWindow } from '../line-window.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { Preview } from '../recognition.ts';
import { previewOfAll, previewOfSamples } from '../preview.ts';
import { DoubleEncodedCells, mayHoldDoubleEncoding, settleDoubleEncoding } from '../text/double-encoding.ts';
import { partOf, type SampleText, type SampleTexts } from './sample-texts.ts';
import { splitRows } from './split-rows.ts';

/** What the reader itself makes of the samples in a layout. */
export interface SampleReading {
  readonly header: readonly string[];
  readonly preview: Preview;
  /** Rows of the table as far as it was read: all of them where it ends within the start. */
  readonly rows: number;
  /** A row that is neither blank nor a comment. */
  readonly hasContent: boolean;
  readonly findings: readonly FileFinding[];
}

/** Faults: those of the header and the limits'. */
export function readSamples(
  fileName: string,
  texts: SampleTexts,
  layout: DelimitedLayout,
  limits: ReadLimits,
): Result<SampleReading | null> {
  const parser = new DelimitedParser(fileName, layout, limits);
  const first = caught(() => readStart(parser, texts, layout));
  if (!first.ok) return first;
  const { header } = parser;
  if (header === null) return ok(null);
  const named = nameColumns(fileName, header, limits);
  if (!named.ok) return named;
  const reading: Reading = { fileName, layout, limits, header: header.cells };
  // A table that ends within the start has nothing in the later samples.
  const isWithin = texts.whole || layout.lastLine !== null;
  const middle = isWithin ? [] : readLater(reading, texts.middle, false);
  const last = isWithin ? [] : readLater(reading, texts.end, true);
  const found = new DoubleEncodedCells();
  const settle = (rows: readonly StagedRow[]): StagedRow[] =>
    rows.map((row) => settleDoubleEncoding(row, layout.undoDoubleEncoding, found));
  const start = settle(first.value);
  return ok({
    header: named.value.names,
    preview: isWithin ? previewOfAll(start) : previewOfSamples(start, settle(middle), settle(last)),
    rows: start.length,
    hasContent: [...start, ...middle, ...last].some(
      ({ fault }) => fault !== 'row.blank' && fault !== 'row.comment',
    ),
    findings: [...named.value.findings, ...found.findings()],
  });
}

interface Reading {
  readonly fileName: string;
  readonly layout: DelimitedLayout;
  readonly limits: ReadLimits;
  readonly header: readonly string[];
}

const pieceCharacters = 16 * 1024;
const enoughRows = 40;

/** All rows of a table that ends in the start of the file, otherwise the first ones. */
function readStart(parser: DelimitedParser, texts: SampleTexts, layout: DelimitedLayout): StagedRow[] {
  const window = new LineWindow(layout.newline, layout.firstLine, layout.lastLine);
  const push = (piece: SampleText): StagedRow[] => {
    const text = window.take(piece.text);
    const { skipped } = window;
    return parser.push(text, partOf(piece, skipped, skipped + text.length).damage);
  };
  const { text } = texts.start;
  const isWithin = texts.whole || layout.lastLine !== null;
  // Cells of a double encoding are counted, so that it can be offered to undo it.
  if (isWithin || mayHoldDoubleEncoding(text)) {
    const rows = push(texts.start);
    return isWithin ? rows.concat(parser.finish()) : rows;
  }
  const rows: StagedRow[] = [];
  for (let place = 0; place < text.length && rows.length < enoughRows; place += pieceCharacters) {
    rows.push(...push(partOf(texts.start, place, place + pieceCharacters)));
  }
  return rows;
}

const triedStarts = 40;
const triedCharacters = 8 * 1024;

/** A later sample begins anywhere, also within a quoted cell: its first row is where the rows then fit best. */
function readLater(reading: Reading, sample: SampleText, isEnd: boolean): StagedRow[] {
  const { fileName, layout, limits, header } = reading;
  const { length } = sample.text;
  const shown = isEnd
    ? partOf(sample, Math.max(0, length - 2 * pieceCharacters))
    : partOf(sample, 0, 2 * pieceCharacters);
  const start = firstRowPlace(shown.text, layout, header.length + (layout.trailingDelimiter ? 1 : 0));
  if (start === null) return [];
  const parser = new DelimitedParser(fileName, layout, limits, { header, line: 1 });
  const read = caught(() => {
    const { text, damage } = partOf(shown, start);
    const rows = parser.push(text, damage);
    return isEnd ? rows.concat(parser.finish()) : rows;
  });
  return read.ok ? read.value : [];
}

/** Where the rows that begin there fit best, of the first lines of a text. */
function firstRowPlace(text: string, layout: DelimitedLayout, width: number): number | null {
  const lineEnd = layout.newline === '\r' ? '\r' : '\n';
  let best: number | null = null;
  let bestShare = -1;
  let start = text.indexOf(lineEnd) + 1;
  for (let tried = 0; start > 0 && tried < triedStarts && bestShare < 1; tried += 1) {
    const rows = splitRows(text.slice(start, start + triedCharacters), layout, true);
    const share = rows.filter(({ cells }) => cells.length === width).length / Math.max(1, rows.length);
    if (share > bestShare) {
      best = start;
      bestShare = share;
    }
    start = text.indexOf(lineEnd, start) + 1;
  }
  return best;
}

function caught<Value>(work: () => Value): Result<Value, Fault> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof FaultError) return failed(error.fault);
    throw error;
  }
}
