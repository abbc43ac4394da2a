// samples of a text file → its tables: how they are written, where they stand, and why

import { type Fault, fault } from '#contract/faults';
import type { DelimitedLayout, LayoutOverride } from '#contract/layout';
import { failed, ok, type Result } from '#contract/result';
import type { FileFinding } from '#main/model/file-finding';
import type { ByteSource } from '../byte-source.ts';
import { faultOfChosenLines } from '../chosen-lines.ts';
import type { FileSamples } from '../file-samples.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { LayoutQuestion, Recognise, RecognisedFile, RecognisedTable } from '../recognition.ts';
import { byteOrderMarkOf, isMarkOf } from '../text/byte-order-mark.ts';
import { detectEncoding, type EncodingGuess } from '../text/detect-encoding.ts';
import { isText } from '../text/is-text.ts';
import { countOf } from '../text-scan.ts';
import { chooseDialect } from './choose-dialect.ts';
import { columnReason } from './delimiter-names.ts';
import { findComment } from './find-comment.ts';
import { findNewline } from './find-newline.ts';
import { fileQuestions, severalTables, tableQuestions } from './layout-questions.ts';
import { type LocatedTable, locateTables } from './locate-tables.ts';
import { isProse } from './prose.ts';
import {
  confidenceOf,
  type Looking,
  rowsEstimate,
  rowsSeen,
  type Structure,
} from './recognition-confidence.ts';
import { readSamples } from './preview-rows.ts';
import { reasonsOf } from './reasons.ts';
import { namesOfTables } from '../table-names.ts';
import { decodeSamples, fromFirstLineEnd } from '../text/sample-texts.ts';
import { type SampleRow, splitRows } from './split-rows.ts';
import { startWindow } from './start-window.ts';

const formatReason = 'It is text whose lines are rows, with a sign between the columns.';
const formatReasonOfLists = 'It is text whose lines are rows of a single column.';

/**
 * Recognises how a delimited file is written from its start, middle and end, and says why. Nothing is kept of it.
 * Faults: `read.file_too_large`, `read.not_text`, `read.empty`, `read.header_only`, `read.one_column`,
 * `read.wrong_delimiter`, `read.row_too_large`, the header's and the limits'.
 */
export const recogniseDelimited: Recognise = async (source, samples, override, limits) => {
  if (override.format !== undefined && override.format !== 'delimited') return null;
  const file = source.fileName;
  if (source.sizeBytes > limits.maxFileBytes) {
    return failed(fault('read.file_too_large', { file, limitBytes: limits.maxFileBytes }));
  }
  if (!isText(samples) && !isText(withoutNuls(samples))) return failed(fault('read.not_text', { file }));
  const looking = look(source, samples, override, limits);
  if (samples.whole && looking.texts.start.text.trim() === '') return failed(fault('read.empty', { file }));
  return recognise(looking);
};

/** A row that a disk error has filled with NUL bytes makes no binary file of a small table. */
function withoutNuls(samples: FileSamples): FileSamples {
  const { start } = samples;
  const bytes = start.bytes.filter((byte) => byte !== 0);
  const isFew = bytes.length * 2 > start.bytes.length && bytes.includes(0x0a);
  return isFew ? { ...samples, start: { ...start, bytes: Buffer.from(bytes) } } : samples;
}

function look(
  source: ByteSource,
  samples: FileSamples,
  override: LayoutOverride,
  limits: ReadLimits,
): Looking {
  const guess = detectEncoding(samples);
  const encoding = override.encoding === undefined ? guess : chosenEncoding(override.encoding, samples);
  return { source, samples, override, limits, encoding, texts: decodeSamples(samples, encoding.encoding) };
}

function chosenEncoding(encoding: DelimitedLayout['encoding'], samples: FileSamples): EncodingGuess {
  const mark = byteOrderMarkOf(samples.start.bytes);
  return {
    encoding,
    byteOrderMark: isMarkOf(mark, encoding),
    confidence: 1,
    reasons: ['The encoding is the one that you chose.'],
    alternatives: [],
    uncertain: false,
  };
}

function recognise(looking: Looking): Result<RecognisedFile> {
  const { source, override, texts } = looking;
  const file = source.fileName;
  const structure = structureOf(looking);
  const [table] = structure.tables;
  if (table === undefined) return failed(withoutRows(looking, structure));
  // Said to be delimited, it may be a list of one column, which is asked about.
  if (table.width === 1 && override.format === undefined) {
    const { delimiter } = override;
    if (delimiter !== undefined) {
      return failed(
        fault('read.wrong_delimiter', { file, delimiter: delimiter === '\t' ? 'tab' : delimiter }),
      );
    }
    if (texts.whole && isProse(texts.start.text)) return failed(oneColumn(looking, structure));
  }
  const tables: RecognisedTable[] = [];
  const names = namesOfTables(structure.tables.map(({ title }) => title));
  for (const [index, located] of structure.tables.entries()) {
    const recognised = tableOf(looking, structure, located, names[index]!);
    if (!recognised.ok) return recognised;
    tables.push(recognised.value);
  }
  const isList = tables.every(({ header }) => header.length === 1);
  return ok({
    format: 'delimited',
    formatReason: isList ? formatReasonOfLists : formatReason,
    tables,
    findings: [],
  });
}

/** Not even one row ends within the start, as when a quotation mark there is never closed; or all lines are comments. */
function withoutRows(looking: Looking, structure: Structure): Fault {
  const { source, override, texts } = looking;
  const file = source.fileName;
  const ofLines = faultOfLines(looking, structure);
  if (ofLines !== null) return ofLines;
  if (texts.start.text.trim() === '') return fault('read.empty', { file });
  const { comment } = structure;
  if (texts.whole)
    return comment === null ? fault('read.empty', { file }) : fault('read.comments_only', { file, comment });
  const limitBytes = Buffer.byteLength(texts.start.text);
  return fault('read.row_too_large', { file, line: override.firstLine ?? 1, limitBytes });
}

function oneColumn(looking: Looking, structure: Structure): Fault {
  return faultOfLines(looking, structure) ?? fault('read.one_column', { file: looking.source.fileName });
}

/** Where a person chose lines, it is not the file that has no table. */
function faultOfLines({ source, override, texts }: Looking, { newline }: Structure): Fault | null {
  const { text } = texts.start;
  const lineEnd = newline === '\r' ? '\r' : '\n';
  const lines = countOf(lineEnd, text) + (text === '' || text.endsWith(lineEnd) ? 0 : 1);
  return faultOfChosenLines(override, { file: source.fileName, lines, isWhole: texts.whole });
}

/** Names of columns and nothing below them, or less. */
function withoutRecords(looking: Looking, structure: Structure, located: LocatedTable): Fault {
  const { source, override } = looking;
  const file = source.fileName;
  const { headerLines = 0 } = override;
  if (headerLines > 0) {
    return fault('read.names_only', {
      file,
      headerLines,
      lines: located.judged + located.header.headerLines,
    });
  }
  const ofLines = faultOfLines(looking, structure);
  if (ofLines !== null) return ofLines;
  const isList = located.width === 1 && override.format === undefined;
  return fault(isList ? 'read.one_column' : 'read.header_only', { file });
}

function structureOf({ override, texts }: Looking): Structure {
  const newline = override.newline ?? findNewline([texts.start.text, texts.middle.text, texts.end.text]);
  const lineEnd = newline === '\r' ? '\r' : '\n';
  const window = startWindow(texts.start.text, newline, override);
  const isWhole = texts.whole || window.isClosed;
  const later = window.isClosed
    ? []
    : [
        { text: fromFirstLineEnd(texts.middle.text, lineEnd), isCut: true },
        { text: fromFirstLineEnd(texts.end.text, lineEnd), isCut: false },
      ].filter(({ text }) => text !== '');
  const choice = chooseDialect([{ text: window.text, isCut: !isWhole }, ...later], newline, override);
  const { dialect, width } = choice.best;
  const rows = splitRows(window.text, dialect, !isWhole, window.firstLine);
  const laterRows = later.flatMap(({ text, isCut }) => splitRows(text, dialect, isCut));
  const comment =
    override.comment === undefined
      ? findComment(rows, laterRows, width, dialect.delimiter)
      : override.comment;
  const signs = { comment, delimiter: dialect.delimiter };
  const tables = locateTables(width === 1 ? rows.map(asOneCell) : rows, signs, isWhole);
  return settledTables(
    { newline, choice, comment, tables, severalUnseen: false, laterRows: laterRows.length },
    laterRows,
    isWhole,
    override,
  );
}

/** With a sign that separates nothing, rows of more cells are damage. */
function asOneCell(row: SampleRow): SampleRow {
  return { ...row, cells: row.cells.slice(0, 1) };
}

const minOtherRows = 10;

/** Where tables cannot all be located, the first is given, with a question. */
function settledTables(
  structure: Structure,
  later: readonly SampleRow[],
  isWhole: boolean,
  override: LayoutOverride,
): Structure {
  const { tables } = structure;
  const asOne = (table: LocatedTable): LocatedTable => ({
    ...table,
    firstLine: override.firstLine ?? table.firstLine,
    lastLine: override.lastLine === undefined ? table.lastLine : override.lastLine,
  });
  if (override.lastLine !== undefined) return { ...structure, tables: tables.slice(0, 1).map(asOne) };
  const [first, ...others] = tables;
  if (first === undefined) return structure;
  if (isWhole) return { ...structure, tables: [asOne(first), ...others] };
  const widths = new Set(tables.map(({ width }) => width));
  const strange = later.filter(
    ({ cells, isBlank }) => !isBlank && cells.length > 1 && !widths.has(cells.length),
  );
  const hasOthers =
    others.length > 0 || (strange.length >= minOtherRows && strange.length > later.length * 0.3);
  return { ...structure, tables: [{ ...asOne(first), lastLine: null }], severalUnseen: hasOthers };
}

function tableOf(
  looking: Looking,
  structure: Structure,
  located: LocatedTable,
  name: string,
): Result<RecognisedTable> {
  const { source, override, samples, texts, limits, encoding } = looking;
  const layout = layoutOf(looking, structure, located);
  const read = readSamples({ fileName: source.fileName, samples, texts }, layout, limits);
  if (!read.ok) return read;
  const reading = read.value;
  const isEmpty = reading === null || !reading.hasContent;
  if (reading === null || (texts.whole && isEmpty))
    return failed(withoutRecords(looking, structure, located));
  const questions = questionsOf(structure, located, looking);
  const isSeveral = structure.tables.length > 1;
  return ok({
    name: isSeveral ? name : '',
    layout,
    confidence: confidenceOf(structure, located, looking),
    reasons: [
      ...encoding.reasons,
      ...reasonsOf(layout, located, override),
      columnReason(layout.delimiter, {
        isChosen: override.delimiter !== undefined,
        columns: located.width - (layout.trailingDelimiter && located.width > 1 ? 1 : 0),
        fitting: located.fitting,
        judged: located.judged,
        isWhole: reading.isWhole,
      }),
    ],
    questions,
    header: reading.header,
    preview: reading.preview,
    rowsEstimate: rowsEstimate(reading, layout, rowsSeen(located, structure), looking),
    isWhole: reading.isWhole,
    rowFaults: reading.rowFaults,
    findings: [...reading.findings, ...(structure.severalUnseen ? [severalTablesFinding] : [])],
  });
}

const severalTablesFinding: FileFinding = { code: 'delimited.several_tables', params: {} };

function questionsOf(
  structure: Structure,
  located: LocatedTable,
  { encoding, override }: Looking,
): LayoutQuestion[] {
  const several = structure.severalUnseen && override.firstLine === undefined;
  return [
    ...fileQuestions(encoding, structure.choice, override),
    ...tableQuestions(located, override),
    ...(several ? [severalTables] : []),
  ];
}

function layoutOf(
  { encoding, override }: Looking,
  structure: Structure,
  located: LocatedTable,
): DelimitedLayout {
  const { delimiter, quote, escape } = structure.choice.best.dialect;
  return {
    format: 'delimited',
    encoding: encoding.encoding,
    byteOrderMark: encoding.byteOrderMark,
    undoDoubleEncoding: override.undoDoubleEncoding ?? null,
    newline: structure.newline,
    delimiter,
    quote,
    escape,
    firstLine: located.firstLine,
    lastLine: located.lastLine,
    headerLines: override.headerLines ?? located.header.headerLines,
    comment: structure.comment,
    trailingDelimiter: override.trailingDelimiter ?? located.trailingDelimiter,
  };
}
