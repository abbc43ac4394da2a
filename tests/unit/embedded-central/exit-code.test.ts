import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

test('a process that has loaded the embedded server ends with the exit code that it set', () => {
  const programs = pathToFileURL('scripts/embedded-central/server-programs.ts').href;
  const script = `const { loadServerPrograms } = await import(${JSON.stringify(programs)});
    const { dispose } = await loadServerPrograms();
    await dispose();
    process.exitCode = 3;`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
});
