import type { Fault } from '#contract/faults';
import type { DelimitedLayout, LayoutOverride } from '#contract/layout';
import type { ByteSource } from '#main/steps/read/byte-source';
import { recogniseDelimited } from '#main/steps/read/delimited/recognise-delimited';
import { takeSamples } from '#main/steps/read/file-samples';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import type { RecognisedTable } from '#main/steps/read/recognition';
import { sourceOf } from '../byte-sources.ts';

async function recognise(content: string | Uint8Array | ByteSource, override: LayoutOverride) {
  const isContent = typeof content === 'string' || content instanceof Uint8Array;
  const source = isContent ? sourceOf(content) : content;
  const found = await recogniseDelimited(source, await takeSamples(source), override, defaultReadLimits);
  if (found === null) throw new Error('It was taken for another format.');
  return found;
}

export async function tablesOf(
  content: string | Uint8Array | ByteSource,
  override: LayoutOverride = {},
): Promise<readonly RecognisedTable[]> {
  const found = await recognise(content, override);
  if (!found.ok) throw new Error(found.fault.message);
  return found.value.tables;
}

/** The only table of a file. */
export async function tableOf(
  content: string | Uint8Array | ByteSource,
  override: LayoutOverride = {},
): Promise<RecognisedTable & { readonly layout: DelimitedLayout }> {
  const [table, ...others] = await tablesOf(content, override);
  if (table === undefined || others.length > 0) throw new Error(`${others.length + 1} tables`);
  return table as RecognisedTable & { layout: DelimitedLayout };
}

export async function refused(content: string | Uint8Array, override: LayoutOverride = {}): Promise<Fault> {
  const found = await recognise(content, override);
  if (found.ok) throw new Error('The file was recognised.');
  return found.fault;
}

export function codesOf({ questions }: Pick<RecognisedTable, 'questions'>): string[] {
  return questions.map(({ code }) => code);
}

export const repeated = (row: string, times: number, end = '\n'): string => `${row}${end}`.repeat(times);

/** Rows of typed cells that differ from one another. */
export function typedRows(count: number, delimiter: string, end = '\n'): string {
  const names = ['Ann', 'Bob', 'Cay', 'Dan', 'Eve'];
  const row = (index: number): string =>
    [
      String(1000 + index),
      names[index % 5],
      `0${1 + (index % 9)}/0${1 + (index % 8)}/19${50 + (index % 50)}`,
      `a${index}@example.com`,
    ].join(delimiter) + end;
  return Array.from({ length: count }, (_, index) => row(index)).join('');
}
