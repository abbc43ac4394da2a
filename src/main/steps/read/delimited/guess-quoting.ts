import type { DelimitedLayout } from '#contract/layout';

export type QuotingGuess = Pick<DelimitedLayout, 'quote' | 'escape'>;

interface Marks {
  /** At the beginning of a cell, and at the end of one. */
  readonly opening: number;
  readonly closing: number;
}

/** How cells are quoted if this sign separates them: by which marks stand at their beginnings and ends. */
export function guessQuoting(texts: readonly string[], delimiter: string): QuotingGuess {
  const double = marksAt(texts, delimiter, '"');
  const single = marksAt(texts, delimiter, "'");
  const isSingle =
    single.opening >= 2 &&
    single.opening > double.opening * 2 &&
    single.closing >= single.opening * 0.7 &&
    single.opening >= single.closing * 0.7;
  const quote = isSingle ? "'" : '"';
  return { quote, escape: guessEscape(texts, delimiter, quote) };
}

export function marksAt(texts: readonly string[], delimiter: string, mark: string): Marks {
  const sign = escaped(delimiter);
  const opening = new RegExp(`(?:^|${sign})${mark}`, 'gm');
  const closing = new RegExp(`${mark}(?=${sign}|\\r?$)`, 'gm');
  return { opening: matches(texts, opening), closing: matches(texts, closing) };
}

/** Marks inside cells that have a backslash before them, against those that stand twice. */
function guessEscape(texts: readonly string[], delimiter: string, mark: string): QuotingGuess['escape'] {
  if (!texts.some((text) => text.includes(`\\${mark}`))) return 'doubled';
  const sign = escaped(delimiter);
  const byBackslash = matches(texts, new RegExp(`\\\\${mark}(?!${mark}|${sign}|\\r?$)`, 'gm'));
  const atEnd = matches(texts, new RegExp(`\\\\${mark}${mark}(?=${sign}|\\r?$)`, 'gm'));
  const doubled = matches(texts, new RegExp(`[^\\\\${mark}\\r\\n]${mark}${mark}(?!${sign}|\\r?$)`, 'gm'));
  return byBackslash + atEnd > doubled ? 'backslash' : 'doubled';
}

function matches(texts: readonly string[], pattern: RegExp): number {
  return texts.reduce((sum, text) => sum + (text.match(pattern)?.length ?? 0), 0);
}

function escaped(delimiter: string): string {
  return delimiter.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
