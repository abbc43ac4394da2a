import { fault, FaultError } from '#contract/faults';
import type { ReadLimits } from '../read-limits.ts';

/**
 * How long the text of a record that is not whole yet has to be before it is worth looking at again, so that a long
 * one is not read over and over. `record` is its number. Throws FaultError: `read.record_too_large`.
 */
export function worthLookingAgain(file: string, record: number, length: number, limits: ReadLimits): number {
  const limitBytes = limits.maxRowBytes;
  if (length > limitBytes) throw new FaultError(fault('read.record_too_large', { file, record, limitBytes }));
  return Math.min(limitBytes + 1, length + Math.ceil(length / 2));
}
