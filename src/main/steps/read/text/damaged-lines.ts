import { encodingName } from '#contract/encoding-names';
import type { TextEncoding } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';

const namedLines = 5;

/** Counts the lines that TextDecoding named in one file, and keeps the first few for a person to look up. */
export class DamagedLines {
  /** The first of them, up to five. */
  readonly first: number[] = [];
  count = 0;
  #last = 0;

  /** In the order of the file. A line that goes on in the next piece may come twice and counts once. */
  add(lines: readonly number[]): void {
    for (const line of lines) {
      if (line === this.#last) continue;
      this.#last = line;
      this.count += 1;
      if (this.first.length < namedLines) this.first.push(line);
    }
  }

  /** Null when there was none. */
  finding(encoding: TextEncoding): FileFinding | null {
    if (this.count === 0) return null;
    return {
      code: encoding === 'utf-8' ? 'text.mixed_encodings' : 'text.undefined_bytes',
      params: { lines: this.count, first: this.first.join(', '), encoding: encodingName(encoding) },
    };
  }
}
