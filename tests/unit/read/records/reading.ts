import { FaultError } from '#contract/faults';
import type { JsonLayout, Layout, XmlLayout } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { StagedRow } from '#main/model/staged-row';
import { defaultReadLimits, type ReadLimits } from '#main/steps/read/read-limits';
import type { ReadTable } from '#main/steps/read/recognition';
import { readJson } from '#main/steps/read/records/read-json';
import { readXml } from '#main/steps/read/records/read-xml';
import { sourceOf } from '../byte-sources.ts';

export const jsonLayout: JsonLayout = {
  format: 'json',
  encoding: 'utf-8',
  byteOrderMark: false,
  undoDoubleEncoding: null,
  lines: false,
  path: [],
  headerRows: 0,
};

export interface Read {
  readonly header: readonly string[];
  readonly rows: readonly StagedRow[];
  readonly findings: readonly FileFinding[];
}

async function read<L extends Layout>(
  reader: ReadTable<L>,
  content: string | Uint8Array,
  layout: L,
  pieces: readonly number[],
  limits: ReadLimits,
): Promise<Read> {
  const reading = reader(sourceOf(content, pieces), layout, limits);
  const rows: StagedRow[] = [];
  for (;;) {
    const next = await reading.next();
    if (next.done) {
      if (next.value.rows !== rows.length)
        throw new Error('The summary counts other rows than the pages hold.');
      return { header: next.value.header, rows, findings: next.value.findings };
    }
    if (next.value.rows.length === 0 || next.value.rows.length > 2_000)
      throw new Error('A page of no such size.');
    rows.push(...next.value.rows);
  }
}

export function readJsonText(
  content: string | Uint8Array,
  layout: Partial<JsonLayout> = {},
  pieces: readonly number[] = [1 << 16],
  limits: ReadLimits = defaultReadLimits,
): Promise<Read> {
  return read(readJson, content, { ...jsonLayout, ...layout }, pieces, limits);
}

/** The code of the fault with which a reading ends, or the reading. */
export async function outcomeOf(reading: Promise<Read>): Promise<Read | string> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof FaultError) return error.fault.code;
    throw error;
  }
}

export function cellsOf({ rows }: Read): (readonly string[])[] {
  return rows.map(({ cells }) => cells);
}

export function faultsOf({ rows }: Read): (string | null)[] {
  return rows.map(({ fault }) => fault);
}

export function codesOf({ findings }: Read): string[] {
  return findings.map(({ code }) => code);
}

export const xmlLayout: XmlLayout = {
  format: 'xml',
  encoding: 'utf-8',
  byteOrderMark: false,
  undoDoubleEncoding: null,
  path: ['Export', 'Patient'],
  outer: 0,
};

export function readXmlText(
  content: string | Uint8Array,
  layout: Partial<XmlLayout> = {},
  pieces: readonly number[] = [1 << 16],
  limits: ReadLimits = defaultReadLimits,
): Promise<Read> {
  return read(readXml, content, { ...xmlLayout, ...layout }, pieces, limits);
}
