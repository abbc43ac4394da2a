import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorkspace } from '#main/workspace/create-workspace';
import { openWorkspace } from '#main/workspace/open-workspace';
import { passphrase, resourcesFolder, scratchFolder } from './scratch.ts';

const program = join(import.meta.dirname, 'creating-cut-short.ts');

function createAndDie(path: string, atStep: number): Promise<{ killed: boolean; printed: string }> {
  return new Promise((resolve) => {
    const args = [program, path, passphrase, resourcesFolder, String(atStep)];
    execFile(process.execPath, args, (error, printed) =>
      resolve({ killed: error?.signal === 'SIGKILL', printed: printed.trim() }),
    );
  });
}

let wholeRun: Promise<number> | undefined;

/** Steps of a creation that gets to its end. */
function countSteps(): Promise<number> {
  const place = join(scratchFolder(), 'practice.workspace');
  wholeRun ??= createAndDie(place, 0).then(({ printed }) => Number(printed));
  return wholeRun;
}

const points = 14;

test.each(Array.from({ length: points }, (_, index) => index))(
  `a creation killed at one of its steps (%i of ${points - 1} parts of the way) blocks no creating or opening`,
  async (part) => {
    const steps = await countSteps();
    expect(steps).toBeGreaterThan(30);
    const folder = scratchFolder();
    const path = join(folder, 'practice.workspace');
    const killed = await createAndDie(path, 1 + Math.round((part * (steps - 1)) / (points - 1)));
    expect(killed).toEqual({ killed: true, printed: '' });

    const named = existsSync(path);
    if (part === 0 || part === points - 1) expect(named).toBe(part !== 0);
    const request = { path, resourcesFolder };
    const result = named
      ? await openWorkspace({ ...request, secret: passphrase })
      : await createWorkspace({ ...request, practiceName: 'High Street', passphrase });
    if (!result.ok) throw new Error(result.fault.code);
    const workspace = 'workspace' in result.value ? result.value.workspace : result.value;
    expect(workspace.view().practiceName).toBe('High Street');
    workspace.close();
    expect(readdirSync(folder).filter((name) => !name.endsWith('.creating'))).toEqual([
      'practice.workspace',
      'practice.workspace.keys',
    ]);
  },
);
