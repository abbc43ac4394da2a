import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { findHost } from './host.ts';
import { appRoot } from './support.ts';

test('a limit of reading that this computer is set to and that there is not ends the program in words', async () => {
  const host = await findHost();
  // The box of Electron itself stands, and the program with it, until somebody presses its button; the stand-in says
  // on stderr what it would say.
  test.skip(host.kind === 'electron', 'Electron’s box waits for a person.');
  const folder = test.info().outputPath();
  mkdirSync(folder, { recursive: true });
  const ended = spawnSync(host.executableIn(folder), [appRoot, `--user-data-dir=${folder}`], {
    encoding: 'utf8',
    env: { ...process.env, PRACTICE_MIGRATOR_LIMITS: 'maxSheetz=2' },
  });
  expect(ended.status).toBe(2);
  expect(ended.stderr).toContain('Practice Migrator did not start');
  expect(ended.stderr).toContain('“maxSheetz=2” in the setting PRACTICE_MIGRATOR_LIMITS');
});
