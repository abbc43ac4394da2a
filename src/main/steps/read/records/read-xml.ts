// bytes of an XML file → pages of staged rows

import type { XmlLayout } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { ReadLimits } from '../read-limits.ts';
import type { ReadTable } from '../recognition.ts';
import type { ColumnPlace } from './columns.ts';
import type { RecordSink } from './record-sink.ts';
import { type RecordWalk, readTwice } from './two-readings.ts';
import { XmlFlattening } from './xml-flatten.ts';
import { XmlRecords } from './xml-records.ts';
import { tablesOf, valuesOutside } from './xml-shape.ts';

/** Reads one table of records of an XML file. Faults: those of `readJson`, and `read.xml_entities`. */
export const readXml: ReadTable<XmlLayout> = (source, layout, limits) =>
  readTwice(source, layout.encoding, limits, (sink) => new XmlWalk(layout, source.fileName, limits, sink));

/** One reading of an XML text. */
export class XmlWalk implements RecordWalk {
  readonly records: XmlRecords;
  /** Elements inside records that are kept as they are written, by place: how many. */
  readonly nested: ReadonlyMap<ColumnPlace, number>;

  constructor({ path, outer }: XmlLayout, file: string, limits: ReadLimits, sink: RecordSink) {
    const handedOut = outer > 0 ? outer : path.length;
    const flattening = new XmlFlattening(sink, path.slice(handedOut));
    this.nested = flattening.nested;
    this.records = new XmlRecords(path.slice(0, handedOut), file, limits, {
      record: (text, element) => flattening.record(text, element),
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
    const { outside, shape } = this.records;
    for (const { path, outer, count, repeated } of tablesOf(shape)) {
      if (repeated && outer === 0) outside.table(path, count);
    }
    outside.values = valuesOutside(shape);
    const nested = [...this.nested].map(([{ name }, records]) => ({
      code: 'records.nested_table',
      params: { column: name, records },
    }));
    return [...nested, ...outside.findings()];
  }
}
