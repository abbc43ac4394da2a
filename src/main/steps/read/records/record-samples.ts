import type { TextEncoding } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { FileSamples } from '../file-samples.ts';
import { foundInParts } from '../sample-findings.ts';
import { DamagedLines } from '../text/damaged-lines.ts';
import { decodeSamples } from '../text/sample-texts.ts';

/** The samples of a file of records as text. */
export interface RecordTexts {
  readonly start: string;
  /** They begin and end anywhere; empty where the start is the whole file. */
  readonly middle: string;
  readonly end: string;
  readonly whole: boolean;
  /** Characters in them that the encoding does not have. */
  readonly damage: readonly FileFinding[];
}

export function recordTexts(samples: FileSamples, encoding: TextEncoding): RecordTexts {
  const { start, middle, end, whole } = decodeSamples(samples, encoding);
  const [first, ...later] = [start, middle, end].map((sample) => {
    const damaged = new DamagedLines();
    damaged.add(sample);
    return damageOf(damaged, encoding);
  });
  return {
    start: start.text,
    middle: middle.text,
    end: end.text,
    whole,
    damage: whole ? first! : foundInParts(first!, ...later),
  };
}

/** Records do not know their lines: none of them is held for this. */
export function damageOf(damaged: DamagedLines, encoding: TextEncoding): FileFinding[] {
  return damaged.findings(encoding, 'records.damaged_characters');
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
  { whole, damage }: RecordTexts,
  [start = [], ...later]: readonly (readonly FileFinding[])[],
  isCutOff: boolean,
): FileFinding[] {
  if (whole) return [...start, ...damage];
  const counted = start.filter((finding) => !isSure(finding));
  const countedLater = later.map((findings) => findings.filter(({ code }) => alsoLater.has(code)));
  return [
    ...start.filter(isSure),
    ...foundInParts(counted, ...countedLater),
    ...damage,
    ...(isCutOff ? [{ code: 'records.cut_off', params: {} }] : []),
  ];
}
