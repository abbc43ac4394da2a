import { FaultError } from '#contract/faults';
import type { Result } from '#contract/result';

/** The value of a result that a test needs to have succeeded. */
export function must<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new FaultError(result.fault);
  return result.value;
}
