import { type Fault, FaultError } from '#contract/faults';
import type { DelimitedLayout } from '#contract/layout';
import { failed, ok, type Result } from '#contract/result';
import type { FileFinding } from '#main/model/file-finding';
import type { StagedRow } from '#main/model/staged-row';
import type { FileSamples } from '../file-samples.ts';
import { previewOfAll, previewOfSamples } from '../preview.ts';
import { endsInLine } from '../read-delimited.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { Preview } from '../recognition.ts';
import { countFaults, hasContent, type RowFaults } from '../row-fault.ts';
import { foundInParts } from '../sample-findings.ts';
import { TableText } from '../table-text.ts';
import type { DecodedText } from '../text/decode-text.ts';
import { fromPlace, type SampleTexts } from '../text/sample-texts.ts';
import { splitRows } from './split-rows.ts';

/** What the reader itself makes of the samples in a layout. */
export interface SampleReading {
  readonly header: readonly string[];
  readonly preview: Preview;
  /** Rows that were looked at: all of them where `isWhole`. */
  readonly rows: number;
  /** The table ends within the start of the file. */
  readonly isWhole: boolean;
  readonly rowFaults: RowFaults;
  /** A row that is neither blank nor a comment. */
  readonly hasContent: boolean;
  readonly findings: readonly FileFinding[];
}

interface Samples {
  readonly fileName: string;
  readonly samples: FileSamples;
  readonly texts: SampleTexts;
}

/** Null where no line names the columns. Faults: those of the header and the limits'. */
export function readSamples(
  { fileName, samples, texts }: Samples,
  layout: DelimitedLayout,
  limits: ReadLimits,
): Result<SampleReading | null> {
  const table = new TableText(fileName, layout, limits);
  const isOpen = endsInLine((texts.whole ? samples.start : samples.end).bytes) ?? false;
  const read = caught(() => {
    const rows = table.take(texts.start);
    const isWhole = texts.whole || table.isClosed;
    return { first: isWhole ? rows.concat(table.finish(nothing, isOpen)) : rows, isWhole };
  });
  if (!read.ok) return read;
  const { first, isWhole } = read.value;
  const header = table.names;
  if (header === null) return ok(null);
  // Where the last line is known, it is not known whether a later sample lies above it.
  const isLater = !isWhole && layout.lastLine === null;
  const later: Later = { fileName, layout, limits, header: table.parser.header!.cells, isOpen };
  const middle = isLater ? readLater(later, texts.middle, false) : nothingRead;
  const last = isLater ? readLater(later, texts.end, true) : nothingRead;
  const rows = [...first, ...middle.rows, ...last.rows];
  const within = table.findingsWithin();
  const samplesWithin = foundInParts(within, middle.found, last.found);
  return ok({
    header,
    preview: isWhole ? previewOfAll(first) : previewOfSamples(first, middle.rows, last.rows),
    rows: rows.length,
    isWhole,
    rowFaults: countFaults(rows),
    hasContent: hasContent(rows),
    findings: [...table.findingsAtEnds(), ...last.atEnd, ...(texts.whole ? within : samplesWithin)],
  });
}

const nothing: DecodedText = { text: '', damagedLines: [], otherLines: [], damage: [] };

interface Later {
  readonly fileName: string;
  readonly layout: DelimitedLayout;
  readonly limits: ReadLimits;
  /** As it stands in the file, so that it is known where it comes again. */
  readonly header: readonly string[];
  /** The file has no line end at its end. */
  readonly isOpen: boolean;
}

interface LaterRead {
  readonly rows: readonly StagedRow[];
  readonly found: readonly FileFinding[];
  readonly atEnd: readonly FileFinding[];
}

const nothingRead: LaterRead = { rows: [], found: [], atEnd: [] };
const triedStarts = 40;
const triedCharacters = 8 * 1024;

/** A later sample begins anywhere, also within a quoted cell: its first row is where the rows then fit best. */
function readLater(later: Later, sample: DecodedText, isEnd: boolean): LaterRead {
  const { fileName, layout, limits, header, isOpen } = later;
  const start = firstRowPlace(sample.text, layout, header.length + (layout.trailingDelimiter ? 1 : 0));
  if (start === null) return nothingRead;
  const read = caught((): LaterRead => {
    const table = new TableText(fileName, layout, limits, { header, line: 1 });
    const rows = table.take(fromPlace(sample, start));
    if (isEnd) rows.push(...table.finish(nothing, isOpen));
    return { rows, found: table.findingsWithin(), atEnd: table.findingsAtEnds() };
  });
  return read.ok ? read.value : nothingRead;
}

/** Where the rows that begin there fit best, of the first lines of a text. */
function firstRowPlace(text: string, layout: DelimitedLayout, width: number): number | null {
  const lineEnd = layout.newline === '\r' ? '\r' : '\n';
  let best: number | null = null;
  let bestShare = -1;
  let start = text.indexOf(lineEnd) + 1;
  for (let tried = 0; start > 0 && tried < triedStarts && bestShare < 1; tried += 1) {
    const rows = splitRows(text.slice(start, start + triedCharacters), layout, true);
    const share = rows.filter(({ cells }) => cells.length === width).length / Math.max(1, rows.length);
    if (share > bestShare) {
      best = start;
      bestShare = share;
    }
    start = text.indexOf(lineEnd, start) + 1;
  }
  return best;
}

function caught<Value>(work: () => Value): Result<Value, Fault> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof FaultError) return failed(error.fault);
    throw error;
  }
}
