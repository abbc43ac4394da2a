import type { Layout } from '#contract/layout';
import { splittingOf, type Splitting } from '#main/model/line-run';
import type { ByteSource } from './byte-source.ts';
import { formats } from './formats.ts';
import { readDelimitedInRuns } from './read-delimited.ts';
import type { ReadLimits } from './read-limits.ts';
import type { RunReading, TableReading } from './recognition.ts';

/** Reads a table to its end in a layout that was recognised before, whatever its format. */
export function readTable(source: ByteSource, layout: Layout, limits: ReadLimits): TableReading {
  const reader = formats.find(({ format }) => format === layout.format);
  if (reader === undefined) throw new Error(`no reader of the format ${layout.format}`);
  return reader.read(source, layout, limits);
}

/** The same, with sound lines of a text file left as they stand; `splitting` takes these apart. */
export function readInRuns(
  source: ByteSource,
  layout: Layout,
  limits: ReadLimits,
): { readonly reading: RunReading; readonly splitting: Splitting | null } {
  const splitting = layout.format === 'delimited' ? splittingOf(layout) : null;
  return layout.format === 'delimited' && splitting !== null
    ? { reading: readDelimitedInRuns(source, layout, limits), splitting }
    : { reading: readTable(source, layout, limits), splitting: null };
}
