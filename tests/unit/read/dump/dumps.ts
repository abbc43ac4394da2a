import type { DumpLayout, LayoutOverride } from '#contract/layout';
import type { StagedRow } from '#main/model/staged-row';
import { readDump } from '#main/steps/read/dump/read-dump';
import { recogniseDump } from '#main/steps/read/dump/recognise-dump';
import { takeSamples } from '#main/steps/read/file-samples';
import { defaultReadLimits, type ReadLimits } from '#main/steps/read/read-limits';
import type { ReadSummary, RecognisedFile, RecognisedTable } from '#main/steps/read/recognition';
import { sourceOf } from '../byte-sources.ts';

export type Content = string | Uint8Array;

export async function recognise(
  content: Content,
  override: LayoutOverride = {},
  limits: ReadLimits = defaultReadLimits,
) {
  const source = { ...sourceOf(content), fileName: 'clinic.sql' };
  return recogniseDump(source, await takeSamples(source), override, limits);
}

export async function recognised(content: Content, override: LayoutOverride = {}): Promise<RecognisedFile> {
  const found = await recognise(content, override);
  if (found === null) throw new Error('It was not recognised.');
  if (!found.ok) throw new Error(found.fault.code);
  return found.value;
}

/** The code of the fault that recognition ends with; null when the file is not of this format. */
export async function faultCode(content: Content, override: LayoutOverride = {}): Promise<string | null> {
  const found = await recognise(content, override);
  if (found === null) return null;
  return found.ok ? 'none' : found.fault.code;
}

export interface TableRead {
  readonly rows: StagedRow[];
  readonly summary: ReadSummary;
}

export async function readLayout(
  content: Content,
  layout: DumpLayout,
  pieceSizes: readonly number[] = [1 << 16],
  limits: ReadLimits = defaultReadLimits,
): Promise<TableRead> {
  const rows: StagedRow[] = [];
  const reading = readDump({ ...sourceOf(content, pieceSizes), fileName: 'clinic.sql' }, layout, limits);
  for (;;) {
    const next = await reading.next();
    if (next.done) return { rows, summary: next.value };
    rows.push(...next.value.rows);
  }
}

export interface WholeTable extends TableRead {
  readonly table: RecognisedTable;
}

/** Every table as recognised, and its rows. */
export async function readTables(
  content: Content,
  override: LayoutOverride = {},
  pieceSizes?: readonly number[],
): Promise<Map<string, WholeTable>> {
  const { tables } = await recognised(content, override);
  const read = new Map<string, WholeTable>();
  for (const table of tables) {
    const { rows, summary } = await readLayout(content, table.layout as DumpLayout, pieceSizes);
    read.set(table.name, { table, rows, summary });
  }
  return read;
}

/** The dump's only table. */
export async function readOne(content: Content, override: LayoutOverride = {}): Promise<WholeTable> {
  const tables = [...(await readTables(content, override)).values()];
  if (tables.length !== 1) throw new Error(`${tables.length} tables`);
  return tables[0]!;
}

export const codes = (findings: readonly { code: string }[]): string[] => findings.map(({ code }) => code);
