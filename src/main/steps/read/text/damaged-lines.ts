import { encodingName } from '#contract/encoding-names';
import { isLinewise, type TextEncoding } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { DecodedText } from './decode-text.ts';
import { otherOf } from './linewise-decoder.ts';

const namedLines = 5;

/** Counts the lines that TextDecoding named in one file, and keeps the first few for a person to look up. */
export class DamagedLines {
  readonly #damaged = new CountedLines();
  readonly #other = new CountedLines();

  /** In the order of the file. `linesBefore`: lines that the decoder has not seen. */
  add({ damagedLines, otherLines }: LinesOfText, linesBefore = 0): void {
    this.#damaged.add(damagedLines, linesBefore);
    this.#other.add(otherLines, linesBefore);
  }

  /** `code`: of damage, where the rows of these lines are not held. */
  findings(encoding: TextEncoding, code = codeOf(encoding)): FileFinding[] {
    const other = isLinewise(encoding) ? otherOf(encoding) : encoding;
    return [
      ...this.#other.finding('text.lines_in_other_encoding', other),
      ...this.#damaged.finding(code, other),
    ];
  }
}

export type LinesOfText = Pick<DecodedText, 'damagedLines' | 'otherLines'>;

function codeOf(encoding: TextEncoding): string {
  if (isLinewise(encoding)) return 'text.mixed_lines';
  return encoding === 'utf-8' ? 'text.mixed_encodings' : 'text.undefined_bytes';
}

class CountedLines {
  readonly #first: number[] = [];
  #count = 0;
  #last = 0;

  /** A line that goes on in the next piece may come twice and counts once. */
  add(lines: readonly number[], linesBefore: number): void {
    for (const each of lines) {
      const line = each + linesBefore;
      if (line === this.#last) continue;
      this.#last = line;
      this.#count += 1;
      if (this.#first.length < namedLines) this.#first.push(line);
    }
  }

  /** None when there was no such line. */
  finding(code: string, encoding: TextEncoding): FileFinding[] {
    if (this.#count === 0) return [];
    const first = this.#first.join(', ');
    return [{ code, params: { lines: this.#count, first, encoding: encodingName(encoding) } }];
  }
}
