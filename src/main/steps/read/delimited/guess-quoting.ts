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
  const isEven = single.closing >= single.opening * 0.7 && single.opening >= single.closing * 0.7;
  const isSingle =
    single.opening > double.opening * 2 && isEven && needsSingle(texts, delimiter, single.opening);
  const quote = isSingle ? "'" : '"';
  return { quote, escape: guessEscape(texts, delimiter, quote) };
}

const usualShareOfLines = 0.5;

/**
 * Apostrophes around a cell may be part of it, as around a nickname. They quote where they stand in most lines, or
 * where a cell has a delimiter, a line end or another mark between them.
 */
function needsSingle(texts: readonly string[], delimiter: string, opening: number): boolean {
  const lines = texts.reduce((sum, text) => sum + (text.match(/\S[^\r\n]*/g)?.length ?? 0), 0);
  if (opening >= lines * usualShareOfLines && opening > 1) return true;
  const sign = escaped(delimiter);
  const quoted = new RegExp(`(?:^|${sign})'((?:[^'\\\\]|''|\\\\.){1,300})'(?=${sign}|\\r?$)`, 'gm');
  return texts.some((text) =>
    text.matchAll(quoted).some(([, cell]) => cell!.includes(delimiter) || /[\r\n"]|''|\\'/.test(cell!)),
  );
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
