import type { Fault } from '#contract/faults';
import type { LayoutOverride } from '#contract/layout';
import { FaultError } from '#contract/faults';
import type { ByteSource } from './byte-source.ts';
import { takeSamples } from './file-samples.ts';
import { formats } from './formats.ts';
import type { ReadLimits } from './read-limits.ts';
import type { RecognisedFile } from './recognition.ts';

/** What one file, or one entry of an archive, was recognised as. */
export type SurveyedPart = {
  /** Place within the archive; empty for the file itself. */
  readonly part: string;
  readonly fileName: string;
  readonly sizeBytes: number;
} & (
  | { readonly outcome: 'recognised'; readonly file: RecognisedFile }
  /** Left out on purpose, with the reason in words. */
  | { readonly outcome: 'excluded'; readonly kind: string; readonly sentence: string }
  | { readonly outcome: 'unreadable'; readonly fault: Fault }
);

export async function inspectPart(
  source: ByteSource,
  part: string,
  override: LayoutOverride,
  limits: ReadLimits,
): Promise<SurveyedPart> {
  const { fileName, sizeBytes } = source;
  const place = { part, fileName, sizeBytes };
  try {
    const samples = await takeSamples(source);
    for (const { recognise } of formats) {
      const found = await recognise(source, samples, override, limits);
      if (found === null) continue;
      if (found.ok) return { ...place, outcome: 'recognised', file: found.value };
      return { ...place, outcome: 'unreadable', fault: found.fault };
    }
    throw new Error('no format');
  } catch (error) {
    if (error instanceof FaultError) return { ...place, outcome: 'unreadable', fault: error.fault };
    throw error;
  }
}

export async function* surveyParts(source: ByteSource, limits: ReadLimits): AsyncGenerator<SurveyedPart> {
  yield await inspectPart(source, '', {}, limits);
}

export async function openPart(source: ByteSource, _part: string, _limits: ReadLimits): Promise<ByteSource> {
  return source;
}
