import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fault } from '#contract/faults';
import { readLimitNames, readLimitOf, type ReadLimitsOverride } from '#contract/read-limits';
import { failed, ok, type Result } from '#contract/result';
import { patientPolicy } from '#main/central/retry';
import type { SessionOptions } from '#main/central/session';

export function programVersion(appRoot: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(appRoot, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  if (typeof version !== 'string') throw new Error('package.json has no version');
  return version;
}

/** The program's own folder of this user, where each system expects it; PRACTICE_MIGRATOR_DATA overrides it. */
export function defaultDataFolder(): string {
  const name = 'practice-migrator';
  if (process.env['PRACTICE_MIGRATOR_DATA']) return process.env['PRACTICE_MIGRATOR_DATA'];
  if (process.platform === 'win32')
    return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), name);
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support', name);
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local/share'), name);
}

/**
 * How long calls to a central database that does not answer are repeated: about two minutes, or as many seconds as
 * PRACTICE_MIGRATOR_RETRY_SECONDS says. A setting that is no number is left aside.
 */
export function centralPatience(): SessionOptions {
  const seconds = Number(process.env['PRACTICE_MIGRATOR_RETRY_SECONDS'] || Number.NaN);
  return seconds >= 0 ? { policy: { ...patientPolicy, maxElapsedMs: seconds * 1000 } } : {};
}

/**
 * Limits of reading for every file, as PRACTICE_MIGRATOR_LIMITS says: `maxFileBytes=8000000000,maxSheets=200`. A slip of
 * the pen is refused: who lowered a limit relies on it. Fault: `app.wrong_setting`.
 */
export function readLimitsOfThisComputer(): Result<ReadLimitsOverride> {
  const setting = 'PRACTICE_MIGRATOR_LIMITS';
  const given = (process.env[setting] ?? '').split(',').filter((each) => each.trim() !== '');
  const limits = given.map(readLimitOf);
  const wrong = given.find((_, index) => limits[index] === null);
  if (wrong === undefined) return ok(Object.fromEntries(limits.filter((limit) => limit !== null)));
  return failed(
    fault('app.wrong_setting', { setting, given: wrong.trim(), known: readLimitNames.join(', ') }),
  );
}
