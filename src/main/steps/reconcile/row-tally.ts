// What happened to each row + what central answered → the sum that is always true.
import type { Reconciliation, RowState } from '#contract/reconciliation';

/** Counts every row once, by what became of it. */
export class RowTally {
  readonly #counts: Record<RowState, number> = { accepted: 0, held: 0, rejected: 0, skipped: 0 };

  count(state: RowState): void {
    this.#counts[state] += 1;
  }

  /** A row that was counted and then turned out to be in conflict with a later one. */
  move(from: RowState, to: RowState): void {
    if (this.#counts[from] === 0) throw new Error(`no row was counted as ${from}`);
    this.#counts[from] -= 1;
    this.#counts[to] += 1;
  }

  /** `read` comes from the reader's own count, so that the sum can fail. `central` is null before an upload. */
  sum(read: number, central: number | null): Reconciliation {
    return { read, ...this.#counts, central };
  }
}
