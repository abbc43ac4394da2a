import type { Layout } from '#contract/layout';
import type { ByteSource } from './byte-source.ts';
import { readDelimited } from './read-delimited.ts';
import type { ReadLimits } from './read-limits.ts';
import type { TableReading } from './recognition.ts';

export async function* readTable(source: ByteSource, layout: Layout, limits: ReadLimits): TableReading {
  if (layout.format !== 'delimited') throw new Error('not yet');
  const r = readDelimited(source, layout, limits);
  for (;;) {
    const n = await r.next();
    if (n.done) return { header: n.value.header, rows: n.value.rows, findings: [] };
    yield n.value;
  }
}
