import { type Fault, fault } from '#contract/faults';
import type { Newline } from '#contract/layout';
import { failed, ok, type Result } from '#contract/result';
import type { ByteSource } from './byte-source.ts';
import {
  chooseReading,
  columnCount,
  delimiters,
  detectNewline,
  readSample,
  type Sample,
  type SampleReading,
} from './detect-dialect.ts';
import { kindOfBinary } from './file-kind.ts';
import { nameColumns } from './header.ts';
import { defaultReadLimits, type ReadLimits } from './read-limits.ts';
import { takeSample } from './take-sample.ts';
import { byteOrderMarkOf } from './text/byte-order-mark.ts';
import { TextDecoding } from './text/decode-text.ts';

interface Dialect {
  encoding: 'utf-8';
  byteOrderMark: boolean;
  delimiter: string;
  newline: Newline;
  quote: '"';
}
export interface DelimitedInspection {
  fileName: string;
  sizeBytes: number;
  dialect: Dialect;
  reasons: string[];
  header: string[];
  firstRows: string[][];
}

/** What a person decided about a file instead of what was recognised. */
export interface DialectOverride {
  readonly delimiter?: (typeof delimiters)[number] | undefined;
}

const shownRows = 20;

/**
 * Recognises how a delimited file is written from its first 256 KiB, and says why. Nothing is kept of it.
 * Faults: `read.empty`, `read.binary`, `read.not_utf8`, `read.one_column`, `read.wrong_delimiter`, `read.header_only`,
 * `read.unclosed_quote`, the limits', the header's, and those of the source.
 */
export async function inspectDelimited(
  source: ByteSource,
  override: DialectOverride = {},
  limits: ReadLimits = defaultReadLimits,
): Promise<Result<DelimitedInspection>> {
  const file = source.fileName;
  if (source.sizeBytes > limits.maxFileBytes) {
    return failed(fault('read.file_too_large', { file, limitBytes: limits.maxFileBytes }));
  }
  const taken = await takeSample(source);
  if (!taken.ok) return taken;
  const { bytes, whole } = taken.value;
  const kind = kindOfBinary(bytes);
  if (kind !== null) return failed(fault('read.binary', { file, kind }));
  const text = decodeSample(file, bytes, whole);
  if (!text.ok) return text;
  const sample: Sample = { fileName: file, text: text.value, whole };
  if (whole && sample.text.trim() === '') return failed(fault('read.empty', { file }));
  const newline = detectNewline(sample.text);
  const reading = readWithBestDelimiter(sample, newline, override, limits);
  if (!reading.ok) return reading;
  const dialect: Dialect = {
    encoding: 'utf-8',
    byteOrderMark: byteOrderMarkOf(bytes) !== null,
    delimiter: reading.value.delimiter,
    newline,
    quote: '"',
  };
  return describe(source, dialect, reading.value, override);
}

function decodeSample(file: string, bytes: Buffer, whole: boolean): Result<string> {
  const decoding = new TextDecoding('utf-8', bytes.includes('\n') ? '\n' : '\r');
  const decoded = decoding.decode(bytes);
  const rest = whole ? decoding.finish() : { text: '', damagedLines: [], damage: [] };
  const line = decoded.damagedLines[0] ?? rest.damagedLines[0];
  if (line !== undefined) return failed(fault('read.not_utf8', { file, line }));
  return ok(decoded.text + rest.text);
}

function readWithBestDelimiter(
  sample: Sample,
  newline: Newline,
  override: DialectOverride,
  limits: ReadLimits,
): Result<SampleReading> {
  const file = sample.fileName;
  const candidates = override.delimiter === undefined ? delimiters : [override.delimiter];
  const readings = candidates.map((delimiter) => readSample(sample, delimiter, newline, limits));
  const reading = chooseReading(readings);
  if (reading === null) return failed(whyNotSeparated(sample, readings, override));
  const header = nameColumns(file, reading.header!, limits);
  if (!header.ok) return header;
  if (reading.fault !== null) return failed(reading.fault);
  if (sample.whole && reading.judgedRows === 0) return failed(fault('read.header_only', { file }));
  return ok(reading);
}

function whyNotSeparated(
  sample: Sample,
  readings: readonly SampleReading[],
  override: DialectOverride,
): Fault {
  const file = sample.fileName;
  const stopped = readings.find((reading) => reading.header === null && reading.fault !== null);
  if (stopped?.fault) return stopped.fault;
  if (readings.every((reading) => reading.header === null)) {
    // Not even one row ends within the sample, as when a quotation mark at the start is never closed.
    return fault('read.row_too_large', { file, line: 1, limitBytes: Buffer.byteLength(sample.text) });
  }
  if (override.delimiter === undefined) return fault('read.one_column', { file });
  return fault('read.wrong_delimiter', {
    file,
    delimiter: override.delimiter === '\t' ? 'tab' : override.delimiter,
  });
}

function describe(
  source: ByteSource,
  dialect: Dialect,
  reading: SampleReading,
  override: DialectOverride,
): Result<DelimitedInspection> {
  return ok({
    fileName: source.fileName,
    sizeBytes: source.sizeBytes,
    dialect,
    reasons: [
      dialect.byteOrderMark
        ? 'The file begins with the mark of UTF-8 text.'
        : 'Everything looked at so far is valid UTF-8 text.',
      lineEndReason(dialect.newline),
      delimiterReason(reading, override),
      `Line ${reading.header!.line} holds the names of the columns.`,
    ],
    header: [...reading.header!.cells],
    firstRows: reading.rows.slice(0, shownRows).map((row) => [...row.cells]),
  });
}

const delimiterNames = new Map<string, string>([
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
]);

function delimiterReason(reading: SampleReading, override: DialectOverride): string {
  const chosen = override.delimiter === undefined ? '' : ', as you chose';
  const separated = `Columns are separated by ${delimiterNames.get(reading.delimiter)}${chosen}`;
  const columns = columnCount(reading);
  if (reading.judgedRows === 0) return `${separated}: the first line then has ${columns} columns.`;
  return `${separated}: ${reading.fittingRows} of ${reading.judgedRows} rows then have ${columns} columns.`;
}

function lineEndReason(newline: Newline): string {
  if (newline === '\r\n') return 'Lines end as Windows writes them (CR LF).';
  return newline === '\n'
    ? 'Lines end as Linux and macOS write them (LF).'
    : 'Lines end as old Macs wrote them (CR).';
}
