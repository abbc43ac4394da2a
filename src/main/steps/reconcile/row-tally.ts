// What happened to each row + what central answered → the sum that is always true.
import { isBalanced, type Reconciliation, type RowState } from '#contract/reconciliation';

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

export interface Balance {
  /** read = accepted + held + rejected + skipped. */
  readonly rowsAddUp: boolean;
  /** Rows read and not accounted for; negative when rows were counted twice. */
  readonly unaccounted: number;
  /** Every accepted record is in the central database; null before anything was sent. */
  readonly centralHoldsAll: boolean | null;
}

export function balanceOf(sum: Reconciliation): Balance {
  return {
    rowsAddUp: isBalanced(sum),
    unaccounted: sum.read - sum.accepted - sum.held - sum.rejected - sum.skipped,
    centralHoldsAll: sum.central === null ? null : sum.central === sum.accepted,
  };
}
