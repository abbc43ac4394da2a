import type { TextEncoding } from '#contract/layout';
import { fault, FaultError } from '#contract/faults';
import type { FileFinding } from '#main/model/file-finding';
import type { ByteSource } from '../byte-source.ts';
import { filePieces } from '../file-pieces.ts';
import { lineEndIn } from '../line-ends.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { TableReading } from '../recognition.ts';
import { pagesOf } from '../row-pages.ts';
import { DamagedLines } from '../text/damaged-lines.ts';
import { type DecodedText, TextDecoding } from '../text/decode-text.ts';
import { Columns } from './columns.ts';
import { ColumnSink, type RecordSink } from './record-sink.ts';
import { RowSink } from './row-sink.ts';

/** Takes the text of a file in pieces and gives its records to a sink. */
export interface RecordWalk {
  /** `damage`: positions in the text of what stands for bytes that are no characters. */
  push(text: string, damage: readonly number[]): void;
  finish(): void;
  /** What is known at the end only. */
  findings(): FileFinding[];
}

const goodPageRows = 1_000;
const goodPageCharacters = 1024 * 1024;

/**
 * Reads a table of records twice: once for its columns, which may first appear in the last record, then for its
 * rows. What is held at a time does not grow with the number of records.
 */
export async function* readTwice(
  source: ByteSource,
  encoding: TextEncoding,
  limits: ReadLimits,
  walkInto: (sink: RecordSink) => RecordWalk,
): TableReading {
  const file = source.fileName;
  const columns = new Columns(file, limits);
  const first = walkInto(new ColumnSink(columns));
  for await (const { text, damage } of textPieces(source, encoding, limits)) first.push(text, damage);
  first.finish();
  columns.complete();
  const rows = new RowSink(columns, file, limits);
  const second = walkInto(rows);
  let bytesRead = 0;
  const damagedLines = new DamagedLines();
  for await (const piece of textPieces(source, encoding, limits)) {
    bytesRead = piece.bytesRead;
    damagedLines.add(piece);
    second.push(piece.text, piece.damage);
    if (rows.waiting >= goodPageRows || rows.characters >= goodPageCharacters)
      yield* pagesOf(rows.take(), bytesRead);
  }
  second.finish();
  yield* pagesOf(rows.take(), bytesRead);
  if (await source.changed?.()) throw new FaultError(fault('read.changed', { file }));
  if (rows.rowCount === 0) throw new FaultError(fault('read.no_records', { file }));
  const { header, findings } = columns.header();
  return {
    header,
    rows: rows.rowCount,
    findings: [...findings, ...second.findings(), ...damagedLines.findings(encoding)],
  };
}

interface TextPiece extends DecodedText {
  readonly bytesRead: number;
}

async function* textPieces(
  source: ByteSource,
  encoding: TextEncoding,
  limits: ReadLimits,
): AsyncGenerator<TextPiece> {
  let decoding: TextDecoding | null = null;
  let bytesRead = 0;
  for await (const piece of filePieces(source, limits)) {
    ({ bytesRead } = piece);
    decoding ??= new TextDecoding(encoding, lineEndIn(piece.bytes));
    yield { ...decoding.decode(piece.bytes), bytesRead };
  }
  if (decoding !== null) yield { ...decoding.finish(), bytesRead };
}
