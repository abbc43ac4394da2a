import type { Newline } from '#contract/layout';

/** After so many lines a quotation mark that is still open was rather lost. */
const maxQuotedLines = 30;

/**
 * How most lines end, those inside quotation marks left out as far as that can be told; of equally many the first.
 * A line feed for a text of one line.
 */
export function findNewline(texts: readonly string[]): Newline {
  const outside = new Map<Newline, number>();
  const all = new Map<Newline, number>();
  for (const text of texts) count(text, outside, all);
  return mostOf(outside) ?? mostOf(all) ?? '\n';
}

function count(text: string, outside: Map<Newline, number>, all: Map<Newline, number>): void {
  let quotedLines = 0;
  let isQuoted = false;
  for (const [found] of text.matchAll(/"|\r?\r\n|\n|\r/g)) {
    if (found === '"') {
      isQuoted = !isQuoted;
      quotedLines = 0;
      continue;
    }
    const newline = found.length > 1 ? '\r\n' : (found as Newline);
    all.set(newline, (all.get(newline) ?? 0) + 1);
    if (isQuoted) quotedLines += 1;
    if (quotedLines > maxQuotedLines) isQuoted = false;
    if (!isQuoted) outside.set(newline, (outside.get(newline) ?? 0) + 1);
  }
}

function mostOf(counts: ReadonlyMap<Newline, number>): Newline | null {
  let most: Newline | null = null;
  for (const [newline, count] of counts) if (most === null || count > counts.get(most)!) most = newline;
  return most;
}
