import type { EngineOptions } from '#main/engine/options';

export interface WorkerOrders {
  readonly root: string;
  readonly dataFolder: string;
  readonly workspace: string;
  readonly secret: string;
  readonly work: MigrationWork | RollbackWork;
  /** How patient the worker is with the central database; the product's own patience when left out. */
  readonly central?: NonNullable<EngineOptions['central']>;
}

export interface MigrationWork {
  readonly file: string;
  readonly batchSize: number;
}

export interface RollbackWork {
  readonly rollBackJob: string;
}

/**
 * What the worker goes through, in this order; it prints each name when it enters it. A migration leaves `rollback`
 * out, and a rollback goes there from `open` at once.
 */
export const phases = ['open', 'stage', 'check', 'upload', 'verify', 'rollback', 'done'] as const;
export type Phase = (typeof phases)[number];

/** Impatient, so that a black hole costs a second instead of a minute; the rules are the usual ones. */
export const impatience = {
  policy: { firstDelayMs: 5, longestDelayMs: 50, maxAttempts: 500, maxElapsedMs: 300_000 },
  connectTimeoutMs: 2_000,
  statementTimeoutMs: 2_000,
  answerMarginMs: 200,
} as const;
