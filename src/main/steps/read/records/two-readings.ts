import type { TextEncoding } from '#contract/layout';
import { fault, FaultError } from '#contract/faults';
import type { FileFinding } from '#main/model/file-finding';
import type { ByteSource } from '../byte-source.ts';
import { pieceBytes, type ReadLimits } from '../read-limits.ts';
import type { TableReading } from '../recognition.ts';
import { TextDecoding } from '../text/decode-text.ts';
import { Columns } from './columns.ts';
import { ColumnSink, type RecordSink } from './record-sink.ts';
import { RowSink } from './row-sink.ts';

/** Takes the text of a file in pieces and gives its records to a sink. */
export interface RecordWalk {
  push(text: string): void;
  finish(): void;
  /** What is known at the end only. */
  findings(): FileFinding[];
}

const maxPageRows = 2_000;
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
  for await (const { text } of textPieces(source, encoding, limits)) first.push(text);
  first.finish();
  columns.complete();
  const rows = new RowSink(columns, file, limits);
  const second = walkInto(rows);
  let bytesRead = 0;
  const damage = new DamagedLines();
  for await (const piece of textPieces(source, encoding, limits)) {
    bytesRead = piece.bytesRead;
    damage.add(piece.damagedLines);
    second.push(piece.text);
    if (rows.waiting >= goodPageRows || rows.characters >= goodPageCharacters)
      yield* pagesOf(rows, bytesRead);
  }
  second.finish();
  yield* pagesOf(rows, bytesRead);
  if (await source.changed?.()) throw new FaultError(fault('read.changed', { file }));
  if (rows.rowCount === 0) throw new FaultError(fault('read.no_records', { file }));
  const { header, findings } = columns.header();
  return { header, rows: rows.rowCount, findings: [...findings, ...second.findings(), ...damage.findings()] };
}

function* pagesOf(sink: RowSink, bytesRead: number) {
  const rows = sink.take();
  for (let start = 0; start < rows.length; start += maxPageRows) {
    yield { rows: rows.slice(start, start + maxPageRows), bytesRead };
  }
}

interface TextPiece {
  readonly text: string;
  readonly damagedLines: readonly number[];
  readonly bytesRead: number;
}

async function* textPieces(
  source: ByteSource,
  encoding: TextEncoding,
  limits: ReadLimits,
): AsyncGenerator<TextPiece> {
  const decoding = new TextDecoding(encoding, '\n');
  let bytesRead = 0;
  for await (const chunk of source.open()) {
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      const piece = chunk.subarray(start, start + pieceBytes);
      bytesRead += piece.length;
      const limitBytes = limits.maxFileBytes;
      if (bytesRead > limitBytes) {
        throw new FaultError(fault('read.file_too_large', { file: source.fileName, limitBytes }));
      }
      yield { ...decoding.decode(piece), bytesRead };
    }
  }
  yield { ...decoding.finish(), bytesRead };
}

/** Lines with bytes that the encoding does not define. */
class DamagedLines {
  #count = 0;
  #first = 0;
  #last = 0;

  add(lines: readonly number[]): void {
    for (const line of lines) {
      if (line === this.#last) continue;
      if (this.#count === 0) this.#first = line;
      this.#count += 1;
      this.#last = line;
    }
  }

  findings(): FileFinding[] {
    if (this.#count === 0) return [];
    return [{ code: 'records.damaged_characters', params: { count: this.#count, line: this.#first } }];
  }
}
