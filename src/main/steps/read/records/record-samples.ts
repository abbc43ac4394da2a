import type { TextEncoding } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { FileSamples } from '../file-samples.ts';
import { foundInParts } from '../sample-findings.ts';
import { DamagedLines } from '../text/damaged-lines.ts';
import type { DecodedText } from '../text/decode-text.ts';
import { decodeSamples } from '../text/sample-texts.ts';

/** A stretch of text, and the positions in it of what stands for bytes that are no characters. */
export type RecordText = Pick<DecodedText, 'text' | 'damage'>;

/** The samples of a file of records as text. */
export interface RecordTexts {
  readonly start: RecordText;
  /** They begin and end anywhere; empty where the start is the whole file. */
  readonly middle: RecordText;
  readonly end: RecordText;
  readonly whole: boolean;
  /** Lines with characters in them that the encoding does not have. */
  readonly damagedLines: readonly FileFinding[];
}

export function recordTexts(samples: FileSamples, encoding: TextEncoding): RecordTexts {
  const { start, middle, end, whole } = decodeSamples(samples, encoding);
  const [first, ...later] = [start, middle, end].map((sample) => {
    const damaged = new DamagedLines();
    damaged.add(sample);
    return damaged.findings(encoding);
  });
  return { start, middle, end, whole, damagedLines: whole ? first! : foundInParts(first!, ...later) };
}

export const noText: RecordText = { text: '', damage: [] };

/** A sample from one of its positions on, with something put before it. */
export function laterText({ text, damage }: RecordText, from: number, before: string): RecordText {
  const moved = before.length - from;
  return {
    text: before + text.slice(from),
    damage: damage.filter((place) => place >= from).map((place) => place + moved),
  };
}

/** True of the file however little of it was looked at. */
const sure: ReadonlySet<string> = new Set(['records.document_type']);
/** What a later sample, which begins anywhere, says without doubt. */
const alsoLater: ReadonlySet<string> = new Set(['records.damaged', 'records.commas', 'records.nested_table']);

function isSure({ code }: FileFinding): boolean {
  return sure.has(code);
}

/** What walks over the samples found, the start's first. */
export function foundInSamples(
  { whole, damagedLines }: RecordTexts,
  [start = [], ...later]: readonly (readonly FileFinding[])[],
  isCutOff: boolean,
): FileFinding[] {
  if (whole) return [...start, ...damagedLines];
  const counted = start.filter((finding) => !isSure(finding));
  const countedLater = later.map((findings) => findings.filter(({ code }) => alsoLater.has(code)));
  return [
    ...start.filter(isSure),
    ...foundInParts(counted, ...countedLater),
    ...damagedLines,
    ...(isCutOff ? [{ code: 'records.cut_off', params: {} }] : []),
  ];
}
