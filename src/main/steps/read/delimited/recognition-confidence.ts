import type { DelimitedLayout, LayoutOverride } from '#contract/layout';
import type { ByteSource } from '../byte-source.ts';
import type { FileSamples } from '../file-samples.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { EncodingGuess } from '../text/detect-encoding.ts';
import type { DialectChoice } from './choose-dialect.ts';
import type { LocatedTable } from './locate-tables.ts';
import type { SampleReading } from './preview-rows.ts';
import type { SampleTexts } from '../text/sample-texts.ts';

/** What is looked at, and under which decisions of a person. */
export interface Looking {
  readonly source: ByteSource;
  readonly samples: FileSamples;
  readonly override: LayoutOverride;
  readonly limits: ReadLimits;
  readonly encoding: EncodingGuess;
  readonly texts: SampleTexts;
}

/** What was found in it. */
export interface Structure {
  readonly newline: DelimitedLayout['newline'];
  readonly choice: DialectChoice;
  readonly comment: string | null;
  readonly tables: readonly LocatedTable[];
  /** Tables that go on or begin where no sample shows it. */
  readonly severalUnseen: boolean;
  /** In the middle and the end. */
  readonly laterRows: number;
}

/** 0 to 1: how often such a table is recognised rightly, as measured on generated tables and the damaged corpus. */
export function confidenceOf(
  { choice, severalUnseen }: Structure,
  located: LocatedTable,
  { encoding, override }: Looking,
): number {
  const { best, rival } = choice;
  const even = best.judged === 0 ? 0.5 : best.fitting / best.judged;
  const isListOrUnseparated = located.width === 1 && override.delimiter === undefined;
  const doubts = [
    isListOrUnseparated || best.isLoose ? 0.5 : 1,
    override.headerLines === undefined ? located.header.confidence : 1,
    located.unequal === null ? 1 : 0.5,
    rival === null || override.delimiter !== undefined ? 1 : 0.6,
    severalUnseen ? 0.4 : 1,
  ];
  return doubts.reduce((product, doubt) => product * doubt, encoding.confidence * even ** 0.5);
}

/** Rows in all samples. */
export function rowsSeen({ judged }: LocatedTable, { laterRows }: Structure): number {
  return judged + laterRows;
}

/** Rows of a table: exact when all of it was read. */
export function rowsEstimate(
  { isWhole, rows }: SampleReading,
  { firstLine, lastLine, headerLines }: DelimitedLayout,
  seenRows: number,
  { samples, source }: Looking,
): number {
  if (isWhole) return rows;
  if (lastLine !== null) return Math.max(rows, lastLine - firstLine + 1 - headerLines);
  const seen = [samples.start, samples.middle, samples.end].reduce((sum, { bytes }) => sum + bytes.length, 0);
  return Math.round((seenRows * source.sizeBytes) / seen);
}
