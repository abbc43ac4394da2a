// samples of a file → the tables of records in it, if it is JSON

import type { JsonLayout } from '#contract/layout';
import { fault, FaultError } from '#contract/faults';
import { failed, ok } from '#contract/result';
import { PartMemory } from '../look-memory.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { LayoutQuestion, Recognise, RecognisedTable } from '../recognition.ts';
import { findJsonTables, isOneRecord } from './json-tables.ts';
import { readSamples } from './json-sample.ts';
import { isAscii, placesOnce } from './look-through.ts';
import { previewOfAll, previewOfSamples } from '../preview.ts';
import { countFaults } from '../row-fault.ts';
import { recordEncoding } from './record-encoding.ts';
import { type RecordTexts, recordTexts } from './record-samples.ts';

const beginning = /^\s*(?:\{\s*["}]|\[\s*["{[\]\d-]|\[\s*(?:true|false|null))/;
const rowsAreArrays: LayoutQuestion = {
  code: 'header',
  sentence:
    'The rows have no names of fields. The first row is taken for the names of the columns; choose 0 lines of names if it is a record like the others.',
};

const notShown: LayoutQuestion = {
  code: 'unseen',
  sentence:
    'Its records stand in a part of the large file that is not shown, so its columns are known only once it is read. Confirm to read it as it is, then look at its rows.',
};

/** Faults: those of `readJson` that show in the samples. Its tables are looked for in a good part of the file. */
export const recogniseJson: Recognise = async (
  source,
  samples,
  override,
  limits,
  memory = new PartMemory(),
) => {
  if (override.format !== undefined && override.format !== 'json') return null;
  const how = recordEncoding(samples, override.encoding, null);
  const texts = recordTexts(samples, how.encoding);
  if (override.format !== 'json' && !beginning.test(texts.start.text)) return null;
  const layoutAt = (lines: boolean, path: readonly string[]): JsonLayout => ({
    format: 'json',
    encoding: how.encoding,
    byteOrderMark: how.byteOrderMark,
    undoDoubleEncoding: override.undoDoubleEncoding ?? null,
    lines,
    path: [...path],
    headerRows: 0,
  });
  const { fileName, sizeBytes } = source;
  const looking: Looking = { texts, fileName, sizeBytes, limits };
  const { headerLines } = override;
  try {
    const places = await placesOnce(memory, 'json', how.encoding, async () => {
      const found = await findJsonTables(source, texts, how.encoding, limits);
      return { places: found, onlyAscii: isAscii(...found.flatMap(({ path }) => path)) };
    });
    const tables = places.flatMap(({ lines, path, certain }) => {
      const choices = { headerLines, single: places.length === 1 };
      return tablesAt(layoutAt(lines, path), looking, choices).map((table) => ({
        ...table,
        confidence: certain ? table.confidence : unseenConfidence,
        reasons: [...table.reasons, how.reason],
        questions: [...table.questions, ...how.questions],
      }));
    });
    const seen = tables.some(({ preview }) =>
      preview.first.some(({ fault }) => fault !== 'row.damaged_record'),
    );
    if (!seen && override.format !== 'json') return withoutRecords(fileName);
    const formatReason = 'It begins as JSON does and has records in it.';
    return ok({ format: 'json', formatReason, tables, findings: [] });
  } catch (error) {
    if (error instanceof FaultError) return failed(error.fault);
    throw error;
  }
};

/** Brackets alone may begin another format; under the name of JSON they are JSON that is damaged or holds no records. */
function withoutRecords(file: string) {
  return /\.(?:json|jsonl|ndjson)$/i.test(file) ? failed(fault('read.no_records', { file })) : null;
}

interface Looking {
  readonly texts: RecordTexts;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly limits: ReadLimits;
}

interface Choices {
  readonly headerLines: number | undefined;
  /** The file has no other table. */
  readonly single: boolean;
}

const unseenConfidence = 0.6;
const oneRecordConfidence = 0.4;
const maxTableDepth = 8;

/** A table and those inside its records. */
function tablesAt(plain: JsonLayout, looking: Looking, choices: Choices): RecognisedTable[] {
  const { texts, fileName, limits } = looking;
  const first = readSamples(texts, plain, fileName, limits);
  const arrays = first.header[0] === 'Column 1';
  const layout: JsonLayout = arrays ? { ...plain, headerRows: choices.headerLines === 0 ? 0 : 1 } : plain;
  const reading = arrays ? readSamples(texts, layout, fileName, limits) : first;
  const rows = reading.first;
  const isOne = isOneRecord(layout, texts);
  const isUnseen = !texts.whole && rows.length + reading.middle.length + reading.last.length === 0;
  const questions = arrays && choices.headerLines === undefined ? [rowsAreArrays] : [];
  if (isUnseen) questions.push(notShown);
  const seenConfidence = rows.every(({ fault }) => fault === null) ? 1 : 0.9;
  const confidence = isUnseen ? unseenConfidence : seenConfidence;
  const table: RecognisedTable = {
    name: layout.path.join('.'),
    layout,
    confidence: isOne ? oneRecordConfidence : confidence,
    reasons: [isOne ? 'The document itself is the one record.' : reasonOf(layout)],
    questions: isOne ? [oneRecordQuestion(reading.header.length, texts.whole)] : questions,
    header: reading.header,
    preview: texts.whole ? previewOfAll(rows) : previewOfSamples(rows, reading.middle, reading.last),
    rowsEstimate: rowsEstimate(rows.length, looking, choices.single),
    isWhole: texts.whole,
    rowFaults: countFaults([...rows, ...reading.middle, ...reading.last]),
    findings: reading.findings,
  };
  const places = [...reading.nested.keys()].map(({ keys }) => keys);
  const nested = places.filter((keys) => keys.length > 0 && !keys.some((key) => key.startsWith('\0')));
  if (layout.path.length + 1 > maxTableDepth) return [table];
  return [table, ...nested.flatMap((keys) => innerTable(layout, keys, looking, choices))];
}

function innerTable(outer: JsonLayout, keys: readonly string[], looking: Looking, choices: Choices) {
  const layout: JsonLayout = { ...outer, path: [...outer.path, ...keys], headerRows: 0 };
  const table = tablesAt(layout, looking, { ...choices, headerLines: undefined })[0];
  return table === undefined || table.header.length === 0 ? [] : [table];
}

function oneRecordQuestion(fields: number, isWhole: boolean): LayoutQuestion {
  const of = isWhole ? ` with ${fields} ${fields === 1 ? 'field' : 'fields'}` : '';
  return {
    code: 'single_record',
    sentence: `The file holds one record${of}, not a list of them. If it should hold many, they would all stand in one row: ask for an export as a list of records. If it is one record, confirm it.`,
  };
}

function rowsEstimate(rows: number, { texts, sizeBytes }: Looking, single: boolean): number | null {
  if (texts.whole) return rows;
  return single && rows > 0 ? Math.round((rows * sizeBytes) / Buffer.byteLength(texts.start.text)) : null;
}

function reasonOf({ lines, path }: JsonLayout): string {
  if (path.length > 0) return `Its records stand at “${path.join('.')}”.`;
  return lines ? 'Its records stand one after the other.' : 'Its records are one list.';
}
