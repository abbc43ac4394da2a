import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodeOf } from '#contract/faults';
import { createEngine } from '#main/engine/engine';
import { defaultDataFolder, programVersion, readLimitsOfThisComputer } from '#main/engine/program';
import { serve, type HttpShell } from './server.ts';

const usage = `Shows Practice Migrator in the browser of this computer, and offers its API to scripts here.

  npm run serve -- [--port <number>] [--data-folder <folder>]

  --port          a fixed port on 127.0.0.1; without it a free one is taken
  --data-folder   where workspaces are kept; without it the user's own program folder

The link that it prints lets in once, within ten minutes. Press Enter for a new one, Ctrl-C to stop.
After ten minutes in which nobody did anything, who was let in needs a new link; when nobody is left and no long work
runs, the workspace is locked.
`;

const appRoot = join(import.meta.dirname, '../../../..');

interface Flags {
  readonly port: number;
  readonly dataFolder: string;
}

/** Answers null when the flags cannot be read; the reason is then on standard error. */
function readFlags(args: readonly string[]): Flags | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        'data-folder': { type: 'string' },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error('--port takes a number from 0 to 65535.');
    return { port, dataFolder: values['data-folder'] ?? defaultDataFolder() };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return null;
  }
}

/** The screens are built once, and again when their source is newer. */
function buildScreens(): boolean {
  const script = join(appRoot, 'scripts/build-window.js');
  return spawnSync(process.execPath, [script, '--only', 'renderer'], { stdio: 'inherit' }).status === 0;
}

function printLink(shell: HttpShell): void {
  const another = process.stdin.isTTY ? ' Press Enter for a new one, Ctrl-C to stop.' : '';
  process.stdout.write(`Open ${shell.newLink()}\nThe link lets in once, within ten minutes.${another}\n`);
}

async function main(): Promise<number> {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    process.stdout.write(usage);
    return 0;
  }
  const flags = readFlags(process.argv.slice(2));
  if (!flags) return 2;
  const readLimits = readLimitsOfThisComputer();
  if (!readLimits.ok) {
    process.stderr.write(`${readLimits.fault.message}\n`);
    return exitCodeOf(readLimits.fault.code);
  }
  if (!buildScreens()) return 1;
  const version = programVersion(appRoot);
  const engine = createEngine({
    appRoot,
    dataFolder: flags.dataFolder,
    host: 'http',
    version,
    readLimits: readLimits.value,
  });
  const shell = await serve({
    engine,
    caller: { name: userInfo().username, role: 'manager' },
    rendererFolder: join(appRoot, 'out/renderer'),
    port: flags.port,
  });
  printLink(shell);
  if (process.stdin.isTTY) process.stdin.on('data', () => printLink(shell));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  process.stdin.pause();
  await shell.close();
  await engine.close();
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (!isTaken) throw error;
  process.stderr.write(
    'That port is taken by another program. Choose another with --port, or leave it out.\n',
  );
  process.exitCode = 2;
}
