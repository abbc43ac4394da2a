// bytes of a JSON file → pages of staged rows

import type { JsonLayout } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { ReadLimits } from '../read-limits.ts';
import type { ReadTable } from '../recognition.ts';
import type { ColumnPlace } from './columns.ts';
import { JsonFlattening } from './json-flatten.ts';
import { JsonRecords } from './json-records.ts';
import type { RecordSink } from './record-sink.ts';
import { type RecordWalk, readTwice } from './two-readings.ts';

/**
 * Reads one table of records of a JSON file. Faults: `read.record_too_large`, `read.record_value_too_large`,
 * `read.record_name_too_long`, `read.too_many_fields`, `read.file_too_large`, `read.no_records`, `read.changed` and
 * those of the source.
 */
export const readJson: ReadTable<JsonLayout> = (source, layout, limits) =>
  readTwice(source, layout.encoding, limits, (sink) => new JsonWalk(layout, source.fileName, limits, sink));

/** One reading of a JSON text. */
export class JsonWalk implements RecordWalk {
  readonly records: JsonRecords;
  /** Arrays of objects inside records, by place: how many objects. */
  readonly nested: ReadonlyMap<ColumnPlace, number>;

  constructor(layout: JsonLayout, file: string, limits: ReadLimits, sink: RecordSink) {
    const outerName = layout.path.at(-2) ?? 'record';
    const flattening = new JsonFlattening(sink, { namedByFirst: layout.headerRows > 0, outerName });
    this.nested = flattening.nested;
    this.records = new JsonRecords(layout, file, limits, {
      record: (text, start, end, rest) => flattening.record(text, start, end, rest),
      unread: (text, at) => sink.unread(text, 'row.damaged_record', at),
    });
    sink.place = this.records.place;
  }

  push(text: string, damage: readonly number[]): void {
    this.records.push(text, damage);
  }

  finish(): void {
    this.records.finish();
  }

  findings(): FileFinding[] {
    const nested = [...this.nested].map(([{ name }, records]) => ({
      code: 'records.nested_table',
      params: { column: name, records },
    }));
    return [...nested, ...this.records.outside.findings()];
  }
}
