// samples of a text with columns of fixed width → its columns as described, or as they seem to be

import type { FileFinding } from '#main/model/file-finding';
import type { FixedWidthLayout, LayoutOverride, Newline } from '#contract/layout';
import { type Fault, fault } from '#contract/faults';
import { failed, ok } from '#contract/result';
import { faultOfChosenLines } from '../chosen-lines.ts';
import { kindOfBinary } from '../file-kind.ts';
import type { FileSamples } from '../file-samples.ts';
import { previewOfAll, previewOfSamples } from '../preview.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { LayoutQuestion, Recognise, RecognisedTable } from '../recognition.ts';
import { countFaults } from '../row-fault.ts';
import { foundInParts } from '../sample-findings.ts';
import { detectEncoding, type EncodingGuess } from '../text/detect-encoding.ts';
import { decodeSamples, fromPlace, type SampleTexts } from '../text/sample-texts.ts';
import { isWide } from '../text/wide-text.ts';
import { distinctHeader } from '../header.ts';
import { type ColumnEvidence, findColumns, firstLineNames } from './column-evidence.ts';
import { FixedReading, shortLines } from './read-fixed-width.ts';

const surelyFixed = 0.5;

/**
 * Looks for columns of fixed width. Unless a person chose or described them, only strong evidence counts: a file
 * with delimiters is never taken. Faults: `read.empty`, `read.binary`.
 */
export const recogniseFixedWidth: Recognise = async (source, samples, override, limits) => {
  const chosen =
    override.format === 'fixed-width' || (override.format === undefined && override.columns !== undefined);
  if (override.format !== undefined && !chosen) return null;
  const file = source.fileName;
  const guess = detectEncoding(samples);
  const encoding = override.encoding ?? guess.encoding;
  const kind = isWide(encoding) ? null : kindOfBinary(samples.start.bytes);
  if (kind !== null) return chosen ? failed(fault('read.binary', { file, kind })) : null;
  const text = new SampledText(samples, encoding, override.newline);
  if (text.top.every((line) => line.trim() === ''))
    return chosen ? failed(fault('read.empty', { file })) : null;
  const found = findColumns(text.endedTop, [...text.middle, ...text.endedEnd]);
  if (!chosen && (found === null || found.confidence < surelyFixed)) return null;
  const layout = layoutOf(text, override, guess, found);
  const table = tableOf({ text, sizeBytes: source.sizeBytes, file, limits }, layout, {
    override,
    guess,
    found,
  });
  if (text.whole && table.rowsEstimate === 0) return failed(withoutRows(file, text, layout, override));
  return ok({
    format: 'fixed-width',
    formatReason: chosen
      ? 'It was said to have columns of fixed width.'
      : 'Its columns stand in the same places in every line.',
    findings: [],
    tables: [table],
  });
};

function withoutRows(
  file: string,
  { top }: SampledText,
  { firstLine, headerLines }: FixedWidthLayout,
  override: LayoutOverride,
): Fault {
  const lines = top.length - (top.at(-1) === '' ? 1 : 0);
  if (override.headerLines !== undefined && headerLines > 0 && firstLine <= lines) {
    return fault('read.names_only', { file, headerLines, lines: lines - firstLine + 1 });
  }
  return faultOfChosenLines(override, { file, lines, isWhole: true }) ?? fault('read.header_only', { file });
}

/** Whole lines of the samples. */
class SampledText {
  readonly newline: Newline;
  readonly texts: SampleTexts;
  readonly top: readonly string[];
  readonly middle: readonly string[];
  readonly end: readonly string[];
  readonly whole: boolean;
  readonly bytesPerLine: number;
  readonly #endsInLine: boolean;

  constructor(samples: FileSamples, encoding: FixedWidthLayout['encoding'], newline: Newline | undefined) {
    this.texts = decodeSamples(samples, encoding);
    const start = this.texts.start.text;
    this.newline = newline ?? newlineOf(start);
    const lineEnd = this.newline === '\r' ? '\r' : '\n';
    const lines = (text: string, from: number, to: number | undefined) =>
      text
        .split(lineEnd)
        .slice(from, to)
        .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
    const ended = start.endsWith(lineEnd);
    this.whole = samples.whole;
    this.top = lines(start, 0, samples.whole && !ended ? undefined : -1);
    this.middle = samples.whole ? [] : lines(this.texts.middle.text, 1, -1);
    const end = this.texts.end.text;
    this.end = samples.whole ? [] : lines(end, 1, end.endsWith(lineEnd) ? -1 : undefined);
    this.#endsInLine = !(samples.whole ? start : end).endsWith(lineEnd);
    this.bytesPerLine = samples.start.bytes.length / Math.max(1, this.top.length);
  }

  /** The lines of the start and those of the end, without one within which the file ends before the line before it does. */
  get endedTop(): readonly string[] {
    return this.whole && this.#endsInLine ? withoutCutLine(this.top) : this.top;
  }

  get endedEnd(): readonly string[] {
    return this.#endsInLine ? withoutCutLine(this.end) : this.end;
  }
}

function withoutCutLine(lines: readonly string[]): readonly string[] {
  const [before = '', last = ''] = lines.slice(-2);
  return lines.length > 1 && last.length < before.length ? lines.slice(0, -1) : lines;
}

function newlineOf(text: string): Newline {
  if (text.includes('\r\n')) return '\r\n';
  return text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
}

interface Basis {
  readonly override: LayoutOverride;
  readonly guess: EncodingGuess;
  readonly found: ColumnEvidence | null;
}

function layoutOf(
  text: SampledText,
  override: LayoutOverride,
  guess: EncodingGuess,
  found: ColumnEvidence | null,
): FixedWidthLayout {
  const width = Math.max(1, ...text.top.map((line) => line.trimEnd().length));
  return {
    format: 'fixed-width',
    encoding: override.encoding ?? guess.encoding,
    byteOrderMark: guess.byteOrderMark,
    undoDoubleEncoding: override.undoDoubleEncoding ?? null,
    newline: text.newline,
    firstLine: override.firstLine ?? found?.firstLine ?? 1,
    headerLines: override.headerLines ?? found?.headerLines ?? 0,
    columns: override.columns ?? [...(found?.columns ?? [{ name: 'column 1', start: 1, width }])],
  };
}

interface Looking {
  readonly text: SampledText;
  readonly sizeBytes: number;
  readonly file: string;
  readonly limits: ReadLimits;
}

function tableOf(looking: Looking, layout: FixedWidthLayout, basis: Basis): RecognisedTable {
  const { text, sizeBytes } = looking;
  const { override, guess, found } = basis;
  const { rows, preview, findings } = readSamples(looking, layout);
  const outside = rows.filter(({ fault }) => fault === 'row.outside_columns').length;
  const described = override.columns !== undefined;
  const isRuled = found?.ruled === true && outside === 0;
  const answered = described || isRuled;
  const above = layout.firstLine - 1 + layout.headerLines;
  const lines = Math.round(sizeBytes / text.bytesPerLine);
  return {
    name: '',
    layout,
    confidence: described ? 1 - (outside / Math.max(1, rows.length)) * 0.9 : (found?.confidence ?? 0.1),
    reasons: [
      ...(described
        ? [
            `${layout.columns.length} ${layout.columns.length === 1 ? 'column was' : 'columns were'} described.`,
          ]
        : foundReasons(found, override)),
      ...(override.encoding === undefined ? guess.reasons : ['The encoding is the one that you chose.']),
    ],
    questions: [
      ...(answered ? [] : [found === null ? noColumnsQuestion : columnsQuestion]),
      ...(guess.uncertain && override.encoding === undefined ? [encodingQuestion] : []),
    ],
    header: distinctHeader(layout.columns.map(({ name }) => name)),
    preview,
    rowsEstimate: text.whole ? rows.length : Math.max(0, lines - above),
    isWhole: text.whole,
    rowFaults: countFaults(rows),
    findings: [
      ...(outside > 0
        ? [{ code: 'fixed.columns_do_not_fit', params: { lines: outside, looked: rows.length } }]
        : []),
      ...overlapsOf(layout.columns),
      ...findings,
    ],
  };
}

/** What a person decided about the names is not explained. */
function foundReasons(found: ColumnEvidence | null, { headerLines }: LayoutOverride): readonly string[] {
  if (found === null) return ['No columns were found, so every line is one column.'];
  return found.reasons.filter((reason) => headerLines === undefined || reason !== firstLineNames);
}

/** Just as the whole file would be read. Throws FaultError as that does. */
function readSamples({ text: { texts }, file, limits }: Looking, layout: FixedWidthLayout) {
  const { start, middle, end, whole } = texts;
  const reading = new FixedReading(file, layout, limits);
  const first = [...reading.takeText(start), ...(whole ? reading.finish() : reading.start())];
  if (whole) return { rows: first, preview: previewOfAll(first), findings: reading.findings() };
  const lineEnd = layout.newline === '\r' ? '\r' : '\n';
  const later = [middle, end].map((sample) => {
    const within = new FixedReading(file, layout, limits, reading.rows);
    const rows = within.takeText(fromPlace(sample, sample.text.indexOf(lineEnd) + 1));
    if (sample === end) rows.push(...within.finish());
    return { within, rows };
  });
  const rows = [...first, ...later.flatMap((each) => each.rows)];
  const short = later.reduce((sum, { within }) => sum + within.short, reading.short);
  const found = [reading, ...later.map(({ within }) => within)].map((each) => each.findingsWithin());
  return {
    rows,
    preview: previewOfSamples(first, later[0]!.rows, later[1]!.rows),
    findings: [
      ...[reading, later[1]!.within].flatMap((each) => each.findingsAtEnds()),
      ...foundInParts(shortLines(short, rows.length)),
      ...foundInParts(found[0]!, ...found.slice(1)),
    ],
  };
}

/** The same characters in two columns: said on purpose now and then, and mostly a slip. */
function overlapsOf(columns: FixedWidthLayout['columns']): FileFinding[] {
  const inOrder = columns.toSorted((one, other) => one.start - other.start);
  const columnsThat = inOrder.filter((column, index) => {
    const next = inOrder[index + 1];
    return next !== undefined && column.start + column.width > next.start;
  });
  const names = columnsThat.map(({ name }) => `“${name}”`).join(', ');
  return names === '' ? [] : [{ code: 'fixed.columns_overlap', params: { columns: names } }];
}

const columnsQuestion: LayoutQuestion = {
  code: 'columns',
  sentence:
    'The columns were found by the places that are blank in every line, so two of them may have become one. Compare the rows with the columns, then confirm them or describe each by its first character and its width.',
};

const noColumnsQuestion: LayoutQuestion = {
  code: 'columns',
  sentence:
    'No columns of fixed width were found in the lines. Describe each column by its first character and its width, or leave the format to the program.',
};

const encodingQuestion: LayoutQuestion = {
  code: 'encoding',
  sentence: 'The encoding is not certain: look at names with accents, then confirm it or choose another one.',
};
