import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { TaskSnapshot } from '#contract/events';
import type { Result } from '#contract/result';
import { EngineLink } from '#main/shells/electron/engine-link';
import { patientsCsv } from '../engine/plain-practice.ts';
import { passphrase, root } from './support/command-line.ts';

interface Started {
  readonly module: string;
  readonly execArgv: readonly string[];
  readonly pid: number;
  readonly ended: Promise<void>;
}

const processes = vi.hoisted(() => [] as Started[]);

// The main process's own side is run here; the engine and its readers are processes of their own, as in the program.
vi.mock('electron', async () => {
  const { utilityProcess } = await import('../e2e/stand-in/utility-process.ts');
  return {
    utilityProcess: {
      fork(path: string, args: readonly string[], options: { readonly execArgv?: readonly string[] }) {
        const child = utilityProcess.fork(path.replace(/\.js$/, '.ts'), args, options);
        const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
        const module = path.split(/[\\/]/).at(-1)!;
        processes.push({ module, execArgv: options.execArgv ?? [], pid: child.pid!, ended });
        return child;
      },
    },
  };
});

const caller = { name: 'manager', role: 'manager' } as const;
const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-ipc-'));
let link: EngineLink;

afterEach(async () => {
  await link.close();
  await Promise.all(processes.splice(0).map(({ ended }) => ended));
  rmSync(folder, { recursive: true, force: true });
});

async function must(name: string, input: object): Promise<unknown> {
  const result: Result<unknown> = await link.dispatch(name, input, caller);
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}

/** Waits for long work by its events, as the window does. */
async function finished(
  name: string,
  input: object,
  onProgress: (snapshot: TaskSnapshot) => void = () => undefined,
) {
  const ended = new Promise<TaskSnapshot>((resolve) => {
    link.onEvent((topic, event) => {
      if (topic !== 'task.progress') return;
      const snapshot = event as TaskSnapshot;
      onProgress(snapshot);
      if (snapshot.finishedAt !== null && snapshot.kind === name) resolve(snapshot);
    });
  });
  await must(name, input);
  return ended;
}

test('the engine’s process reads through readers that the main process starts, and outlives one that is killed', async () => {
  mkdirSync(folder, { recursive: true });
  link = new EngineLink({ appRoot: root, dataFolder: folder, readLimits: {} });
  const path = join(folder, 'patients.csv');
  writeFileSync(path, patientsCsv(60_000));
  const source = { kind: 'path', path };
  expect(await must('files.inspect', { source })).toMatchObject({
    outcome: 'recognised',
    format: 'delimited',
  });
  const modules = (): string[] => processes.map(({ module }) => module);
  expect(modules()).toEqual(['engine-process.js', 'reader-process.js']);
  expect(processes[1]!.execArgv).toContain('--max-old-space-size=1024');

  await must('workspace.create', {
    practiceName: 'High Street',
    passphrase,
    path: join(folder, 'practice.workspace'),
  });
  let killed = false;
  const broken = await finished('files.stage', { source }, ({ state, done }) => {
    if (killed || state !== 'running' || done === 0) return;
    killed = true;
    process.kill(processes.at(-1)!.pid, 'SIGKILL');
  });
  expect(broken).toMatchObject({ state: 'failed', fault: { code: 'read.reader_gone' } });
  expect(await must('files.list', {})).toEqual([]);

  await must('files.inspect', { source });
  expect(modules().filter((module) => module === 'reader-process.js').length).toBeGreaterThan(1);
  expect(modules().filter((module) => module === 'engine-process.js')).toHaveLength(1);
  const { taskId } = (await must('files.stage', { source })) as { taskId: string };
  await vi.waitFor(
    async () => expect(await must('task.get', { taskId })).toMatchObject({ state: 'succeeded' }),
    { timeout: 50_000, interval: 100 },
  );
  expect(await must('files.list', {})).toMatchObject([{ fileName: 'patients.csv', rowCount: 60_000 }]);
});
