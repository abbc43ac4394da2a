// samples of a file → the tables of records in it, if it is XML

import { type LayoutOverride, type TextEncoding, textEncodings, type XmlLayout } from '#contract/layout';
import { fault, FaultError } from '#contract/faults';
import { failed, ok } from '#contract/result';
import type { StagedRow } from '#main/model/staged-row';
import type { ByteSource } from '../byte-source.ts';
import { PartMemory } from '../look-memory.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { Recognise, RecognisedTable } from '../recognition.ts';
import { Columns } from './columns.ts';
import { type FoundPlaces, isAscii, lookThrough, placesOnce, sampleAt } from './look-through.ts';
import { previewOfAll, previewOfSamples } from '../preview.ts';
import { countFaults } from '../row-fault.ts';
import { type RecordEncoding, recordEncoding } from './record-encoding.ts';
import {
  foundInSamples,
  laterText,
  noText,
  type RecordText,
  type RecordTexts,
  recordTexts,
} from './record-samples.ts';
import { ColumnSink, type RecordSink } from './record-sink.ts';
import { XmlWalk } from './read-xml.ts';
import { RowSink } from './row-sink.ts';
import { escaped, XmlRecords } from './xml-records.ts';
import { tablesOf, type XmlTablePlace } from './xml-shape.ts';

const beginning = /^\s*<(?:[?!]|[^\s<>/="'&\d.-][^\s<>="'&]*[\s/>])/;
const other =
  /<!DOCTYPE\s+html|<(?:html|svg)[\s>]|urn:schemas-microsoft-com:office:(?:spreadsheet|word)|schemas\.openxmlformats\.org/i;

/** Spreadsheets that are written as XML and pages of the web are other formats. Faults: those of `readXml`, which for
 * XML without any table is `read.no_records`. */
export const recogniseXml: Recognise = async (
  source,
  samples,
  override,
  limits,
  memory = new PartMemory(),
) => {
  if (override.format !== undefined && override.format !== 'xml') return null;
  const how = recordEncoding(samples, override.encoding, declaredEncoding(samples.start.bytes));
  const texts = recordTexts(samples, how.encoding);
  const start = texts.start.text;
  if (!beginning.test(start) || other.test(start.slice(0, 4_096))) return null;
  const undo = override.undoDoubleEncoding ?? null;
  const looking: Looking = { texts, source, how, undo, limits, memory };
  try {
    const places = await placesOnce(memory, 'xml', how.encoding, () =>
      findTables(source, texts, how.encoding, limits),
    );
    const tables: RecognisedTable[] = [];
    for (const place of places) tables.push(...(await tableAt(place, looking, places.length === 1)));
    if (tables.length === 0) return withoutTable(source.fileName, start, override);
    return ok({
      format: 'xml',
      formatReason: 'It begins as XML does and has elements with fields.',
      tables: tables.map((table) => ({ ...table, questions: how.questions })),
      findings: [],
    });
  } catch (error) {
    if (error instanceof FaultError) return failed(error.fault);
    throw error;
  }
};

/** What calls itself XML, or is built like it, is nothing else, however damaged; the rest may be another format. */
function withoutTable(file: string, start: string, { format }: LayoutOverride) {
  return format === 'xml' || isMarkup(start) ? failed(fault('read.no_records', { file })) : null;
}

/** Names in angle brackets may also be those of columns: elements are closed. */
function isMarkup(start: string): boolean {
  return /^\s*<\?xml[\s?>]/i.test(start) || /^\s*<[^<>]+\/>|<\/[\p{L}_][\w:.-]*\s*>/u.test(start);
}

interface Looking {
  readonly texts: RecordTexts;
  readonly source: ByteSource;
  readonly how: RecordEncoding;
  readonly undo: XmlLayout['undoDoubleEncoding'];
  readonly limits: ReadLimits;
  readonly memory: PartMemory;
}

interface SeenPlace extends XmlTablePlace {
  /** Of the stretch of the file in which it was seen first. */
  readonly seenAt: number;
}

async function findTables(
  source: ByteSource,
  { start, whole }: RecordTexts,
  encoding: TextEncoding,
  limits: ReadLimits,
): Promise<FoundPlaces<SeenPlace>> {
  const walk = new XmlRecords([], source.fileName, limits, { record: () => {}, unread: () => {} });
  const seen = new Map<string, number>();
  const take = (text: string, position: number): 'enough' | undefined => {
    walk.push(text);
    for (const { path } of tablesOf(walk.shape)) {
      const name = path.join('/');
      if (!seen.has(name)) seen.set(name, position);
    }
    return walk.shape.isFull ? 'enough' : undefined;
  };
  if (whole) take(start.text, 0);
  else await lookThrough(source, encoding, take);
  const places = tablesOf(walk.shape);
  const tables = places.length > 0 ? places : damagedTables(start.text);
  // A record that holds the others is not one, unless it is all that there is.
  const repeated = tables.filter((place) => place.repeated);
  const found =
    repeated.length > 0 ? tables.filter((place) => !holdsAnother(place, repeated)) : tables.slice(0, 1);
  return {
    places: found.map((place) => ({ ...place, seenAt: seen.get(place.path.join('/')) ?? 0 })),
    onlyAscii: !walk.passedBeyondAscii && isAscii(...found.flatMap(({ path }) => path)),
  };
}

function holdsAnother({ path, repeated }: XmlTablePlace, tables: readonly XmlTablePlace[]): boolean {
  if (repeated) return false;
  return tables.some(
    (table) => table.path.length > path.length && path.every((name, at) => table.path[at] === name),
  );
}

/** Where the very first record is damaged nothing is seen after it: what most often begins in the text is tried. */
function damagedTables(text: string): XmlTablePlace[] {
  const path: string[] = [];
  for (const [, closing, name, empty] of text
    .slice(0, 65_536)
    .matchAll(/<(\/?)([\p{L}_][\w:.-]*)[^<>]*?(\/?)>/gu)) {
    if (closing === '/') break;
    path.push(name!);
    const again = text.split(`<${name!}`).length - 1;
    if (again > 1) return [{ path, outer: 0, count: again, repeated: true }];
    if (empty === '/') break;
  }
  return [];
}

async function tableAt(place: SeenPlace, looking: Looking, single: boolean): Promise<RecognisedTable[]> {
  const { how, texts, source } = looking;
  const { whole, start } = texts;
  const layout: XmlLayout = {
    format: 'xml',
    encoding: how.encoding,
    byteOrderMark: how.byteOrderMark,
    undoDoubleEncoding: looking.undo,
    path: [...place.path],
    outer: place.outer,
  };
  const { header, rows, findings } = await readShown(place, layout, looking);
  const [first, middle, last] = rows;
  if (header.length === 0) return [];
  const sure = place.repeated ? 1 : 0.5;
  const estimate = single
    ? Math.round((first!.length * source.sizeBytes) / Buffer.byteLength(start.text))
    : null;
  return [
    {
      name: place.path.join('.'),
      layout,
      confidence: first!.every(({ fault }) => fault === null) ? sure : sure * 0.9,
      reasons: [reasonOf(place), how.reason],
      questions: [],
      header,
      preview: whole ? previewOfAll(first!) : previewOfSamples(first!, middle!, last!),
      rowsEstimate: whole ? first!.length : estimate,
      isWhole: whole,
      rowFaults: countFaults(rows.flat()),
      findings,
    },
  ];
}

/** A table that is in none of the samples is shown from where it was seen. */
async function readShown({ seenAt }: SeenPlace, layout: XmlLayout, looking: Looking) {
  const { texts, source, how, memory } = looking;
  const read = readSamples(layout, texts, looking);
  if (read.header.length > 0 || texts.whole) return read;
  const middle = await memory.once(
    `xml at ${seenAt}: ${how.encoding}`,
    () => sampleAt(source, how.encoding, seenAt),
    ({ text }) => 2 * text.length,
  );
  return readSamples(layout, { ...texts, middle }, looking);
}

function readSamples(layout: XmlLayout, texts: RecordTexts, { source, limits }: Looking) {
  const { start, middle, end, whole } = texts;
  const file = source.fileName;
  const columns = new Columns(file, limits);
  const pieces = [start, ...[middle, end].map((sample) => within(sample, layout))];
  const walkAll = (sinkOf: () => RecordSink): XmlWalk[] => {
    return pieces.map(({ text, damage }, index) => {
      const walk = new XmlWalk(layout, file, limits, sinkOf());
      walk.push(text, damage);
      const isLast = whole ? index === 0 : index === pieces.length - 1;
      if (isLast && text !== '') walk.finish();
      return walk;
    });
  };
  walkAll(() => new ColumnSink(columns));
  columns.complete();
  const sinks: RowSink[] = [];
  const walks = walkAll(() => {
    const sink = new RowSink(columns, file, limits);
    sinks.push(sink);
    return sink;
  });
  const rows: StagedRow[][] = sinks.map((sink) => sink.take());
  const { header, findings } = columns.header();
  const found = walks.map((walk) => walk.findings());
  // Whatever else a sample of the end has, the element around all of it is closed there.
  const isCutOff = !whole && !end.text.includes(`</${layout.path[0]!}`);
  return { header, rows, findings: [...findings, ...foundInSamples(texts, found, isCutOff)] };
}

/** A later sample from its first record on, inside the elements that hold the records. */
function within(sample: RecordText, { path, outer }: XmlLayout): RecordText {
  const names = outer > 0 ? path.slice(0, outer) : path;
  const at = sample.text.search(new RegExp(`<${escaped(names.at(-1)!)}[\\s/>]`));
  if (at === -1) return noText;
  const around = names.slice(0, -1).map((name) => `<${name}>`);
  return laterText(sample, at, around.join(''));
}

const aliases: ReadonlyMap<string, TextEncoding> = new Map([
  ['utf8', 'utf-8'],
  ['latin1', 'iso-8859-1'],
  ['cp1252', 'windows-1252'],
  ['ibm850', 'cp850'],
  ['ibm852', 'cp852'],
  ['ibm866', 'cp866'],
  ['x-mac-cyrillic', 'maccyrillic'],
  ['ibm437', 'cp437'],
]);

/** What the XML declaration says; UTF-16 is known by its bytes, and some programs say it of UTF-8. */
function declaredEncoding(start: Buffer): TextEncoding | null {
  const declaration = start.toString('latin1', 0, 200);
  const said = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(declaration)?.[1]?.toLowerCase();
  if (said === undefined || said.startsWith('utf-16') || said.startsWith('utf-32')) return null;
  return aliases.get(said) ?? textEncodings.find((encoding) => encoding === said) ?? null;
}

function reasonOf({ path, outer, repeated }: XmlTablePlace): string {
  const name = path.at(-1);
  if (!repeated) return `“${name}” is there once and has several fields.`;
  return outer > 0
    ? `“${name}” repeats inside “${path[outer - 1]}”, whose single values are put beside its own.`
    : `“${name}” repeats and has fields.`;
}
