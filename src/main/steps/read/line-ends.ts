import type { Newline } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { LineEnd } from './row-tokenizer.ts';

const names: Record<Newline, string> = { '\n': 'LF', '\r\n': 'CR LF', '\r': 'CR' };

/** Null when all rows end as the layout says, but for the last one of a file. */
export function mixedLineEnds(usual: Newline, counts: ReadonlyMap<LineEnd, number>): FileFinding | null {
  let others = 0;
  for (const [lineEnd, rows] of counts) if (lineEnd !== usual && lineEnd !== 'none') others += rows;
  return others === 0 ? null : { code: 'delimited.mixed_line_ends', params: { usual: names[usual], others } };
}

/** What ends the lines of a text, by some bytes of it: CR alone only where nothing else does. */
export function lineEndIn(bytes: Uint8Array): '\n' | '\r' {
  return bytes.includes(0x0d) && !bytes.includes(0x0a) ? '\r' : '\n';
}
