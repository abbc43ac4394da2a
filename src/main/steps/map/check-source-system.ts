import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';

/**
 * Whether records may be kept under the source system that was asked for: the preset's, and one that the practice has
 * used if it has used any. `used` are those of its other approved files. Fault: `mapping.other_source_system`.
 */
export function checkSourceSystem(asked: string, ofPreset: string, used: ReadonlySet<string>): Result<null> {
  if (asked !== ofPreset) return failed(fault('mapping.other_source_system', { asked, known: ofPreset }));
  if (used.size === 0 || used.has(asked)) return ok(null);
  return failed(fault('mapping.other_source_system', { asked, known: [...used].sort().join('”, “') }));
}
