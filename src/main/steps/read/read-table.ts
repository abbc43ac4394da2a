import type { Layout } from '#contract/layout';
import type { ByteSource } from './byte-source.ts';
import { formats } from './formats.ts';
import type { ReadLimits } from './read-limits.ts';
import type { TableReading } from './recognition.ts';

/** Reads a table to its end in a layout that was recognised before, whatever its format. */
export function readTable(source: ByteSource, layout: Layout, limits: ReadLimits): TableReading {
  const reader = formats.find(({ format }) => format === layout.format);
  if (reader === undefined) throw new Error(`no reader of the format ${layout.format}`);
  return reader.read(source, layout, limits);
}
