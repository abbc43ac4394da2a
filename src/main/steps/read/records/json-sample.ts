import type { JsonLayout } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { StagedRow } from '#main/model/staged-row';
import type { ReadLimits } from '../read-limits.ts';
import { type ColumnPlace, Columns } from './columns.ts';
import { JsonResync } from './json-resync.ts';
import { closesWhatBeganBefore, scanJson, skipJsonSpace } from './json-scan.ts';
import { JsonWalk } from './read-json.ts';
import { foundInSamples, laterText, noText, type RecordText, type RecordTexts } from './record-samples.ts';
import { ColumnSink, type RecordSink } from './record-sink.ts';
import { RowSink } from './row-sink.ts';

export interface SampleReading {
  readonly header: readonly string[];
  readonly first: readonly StagedRow[];
  readonly middle: readonly StagedRow[];
  readonly last: readonly StagedRow[];
  readonly nested: ReadonlyMap<ColumnPlace, number>;
  readonly findings: readonly FileFinding[];
}

/** Reads a table's records in the samples, just as the whole file would be read. Throws FaultError as that does. */
export function readSamples(
  texts: RecordTexts,
  layout: JsonLayout,
  file: string,
  limits: ReadLimits,
): SampleReading {
  const columns = new Columns(file, limits);
  const pieces = [
    texts.start,
    within(texts.middle, texts.start.text, layout),
    within(texts.end, texts.start.text, layout),
  ];
  const walkAll = (sinkOf: () => RecordSink): JsonWalk[] => {
    return pieces.map(({ text, damage }, index) => {
      const inside = index > 0 && !layout.lines;
      const place = inside ? { ...layout, path: [], headerRows: 0 } : layout;
      const walk = new JsonWalk(place, file, limits, sinkOf());
      walk.push(text, damage);
      const isLast = texts.whole ? index === 0 : index === pieces.length - 1;
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
  const [first, middle, last] = sinks.map((sink) => sink.take());
  const { header, findings } = columns.header();
  const found = walks.map((walk) => walk.findings());
  return {
    header,
    first: first!,
    middle: middle!,
    last: last!,
    nested: walks[0]!.nested,
    findings: [...findings, ...foundInSamples(texts, found, isCutOff(texts, layout, found.at(-1)!))],
  };
}

/** Whether the file ends in the middle, as far as its end tells. */
function isCutOff({ end }: RecordTexts, { lines }: JsonLayout, found: readonly FileFinding[]): boolean {
  if (lines) return found.some(({ code }) => code === 'records.cut_off');
  return end.text !== '' && !closesWhatBeganBefore(end.text);
}

/** The part of a later sample from the first record on that is one for certain; empty when none is. */
function within(sample: RecordText, start: string, layout: JsonLayout): RecordText {
  const { text } = sample;
  if (layout.lines) return laterText(sample, text.search(/[\r\n]/) + 1, '');
  const outer = skipJsonSpace(start, 0);
  if (layout.path.length > 0 || start[outer] !== '[') return noText;
  const record = skipJsonSpace(start, outer + 1);
  if (scanJson(start, record, false).outcome !== 'whole') return noText;
  const resync = new JsonResync(layout);
  resync.learn(start, record);
  const next = resync.nextRecord(text, 0, true);
  return typeof next === 'number' ? laterText(sample, next, '[') : noText;
}
