import type { LayoutOverride, Newline } from '#contract/layout';
import { LineWindow } from '../line-window.ts';

export interface StartWindow {
  readonly text: string;
  /** Physical line on which the text begins. */
  readonly firstLine: number;
  /** The last line that a person chose is in it. */
  readonly isClosed: boolean;
}

/** The part of the start of a file that a person says the table is in. */
export function startWindow(
  text: string,
  newline: Newline,
  { firstLine = 1, lastLine }: LayoutOverride,
): StartWindow {
  const window = new LineWindow(newline, firstLine, lastLine ?? null);
  const taken = window.take(text);
  return { text: taken, firstLine, isClosed: taken.length > 0 && window.linesLeft <= 0 };
}
