import type { Fault } from './faults.ts';

/** The outcome of anything that may be expected to fail. A thrown error is a bug; a fault is an answer. */
export type Result<Value, Failure = Fault> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: Failure };

export function ok<Value>(value: Value): Result<Value, never> {
  return { ok: true, value };
}

export function failed<Failure>(fault: Failure): Result<never, Failure> {
  return { ok: false, fault };
}
