import type { Result } from '#contract/result';

/** What a value bound to a statement may be. Objects are turned into JSON text before. */
export type Bound = string | number | bigint | boolean | Buffer | null;

/** What a statement is about, so that its fault can name it: ids and numbers of this program, never data. */
export interface About {
  readonly job?: string;
  readonly batch?: number;
}

/** One connection as the api functions see it. */
export interface CentralCaller {
  /** Runs one statement. Faults: any of `central.*`; `retryKindOf` says what may be done about it. */
  call<Row>(text: string, values: readonly Bound[], about?: About): Promise<Result<Row[]>>;
}
