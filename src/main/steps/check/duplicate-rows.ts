import type { IssueKind } from '#main/model/issue';
import { KeyIndex } from './key-index.ts';

export const rowRepeated: IssueKind = {
  code: 'row.repeated',
  severity: 'skip',
  sentence: () => 'The row repeats an earlier row exactly, so it is not carried over a second time.',
  remedy: 'Nothing to do.',
  source: 'DOMAIN §4 Duplicates; nothing is lost by it',
};

export const externalIdConflict: IssueKind = {
  code: 'patient.external_id_conflict',
  severity: 'hold',
  sentence: (field) => `${field} is the same as on another row, and the rows say different things.`,
  remedy: 'Find out in the old system which row is right, or give one of the patients another number.',
  source: 'DOMAIN §4 Duplicates (never merged without a person)',
};

export const duplicateKinds: readonly IssueKind[] = [rowRepeated, externalIdConflict];

/** How the caller compares a row with an earlier one; asked rarely, so it may read the earlier row from disk. */
export interface EarlierRows {
  /** Whether the earlier row's external id is exactly `externalId` of the row in hand. */
  readonly hasSameKey: (earlierRowNo: number) => boolean;
  /** Whether the earlier row's cells are exactly those of the row in hand. */
  readonly isSameRow: (earlierRowNo: number) => boolean;
}

/**
 * - `first`: no earlier row has this external id.
 * - `repeated`: skip this row (`row.repeated`); `earlierRowNo` is where it stood first.
 * - `conflict`: hold this row and the earlier one (`patient.external_id_conflict` on both). `holdEarlier` is true the
 *   first time only: the caller then adds the finding to `earlierRowNo`, which it may have judged accepted already.
 */
export type DuplicateVerdict =
  | { readonly kind: 'first' }
  | { readonly kind: 'repeated'; readonly earlierRowNo: number }
  | { readonly kind: 'conflict'; readonly earlierRowNo: number; readonly holdEarlier: boolean };

const first: DuplicateVerdict = { kind: 'first' };

/**
 * Finds repeated rows and external ids used twice in one file, in one pass over its rows in order. Feed it every row
 * that has an external id, in whatever state it is; rows that cannot be read as a record are not fed.
 */
export class DuplicateRows {
  readonly #index: KeyIndex;
  readonly #heldFirsts = new Set<number>();

  constructor(expectedRows = 0, seed = 0) {
    this.#index = new KeyIndex(expectedRows, seed);
  }

  judge(rowNo: number, externalId: string, earlier: EarlierRows): DuplicateVerdict {
    const earlierRowNo = this.#index.enter(externalId, rowNo, earlier.hasSameKey);
    if (earlierRowNo === 0) return first;
    if (earlier.isSameRow(earlierRowNo)) return { kind: 'repeated', earlierRowNo };
    const holdEarlier = !this.#heldFirsts.has(earlierRowNo);
    this.#heldFirsts.add(earlierRowNo);
    return { kind: 'conflict', earlierRowNo, holdEarlier };
  }
}
