/**
 * Builds the window (main process, preload, screens) when its source is newer than what was built.
 * `--only renderer` looks at the screens' source alone; `--force` builds in any case. Plain JavaScript, since
 * `npm start` may run on a Node that knows no types.
 */
import '../bin/require-node.js';
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const screens = ['src/contract', 'src/renderer', 'electron.vite.config.ts', 'package.json'];
const everything = ['src', 'electron.vite.config.ts', 'package.json'];

function newestTimeMs(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestTimeMs(join(path, name))), 0);
}

function isBuilt(sources, results) {
  const builtMs = results.map((file) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.min(...builtMs) > Math.max(...sources.map((source) => newestTimeMs(join(root, source))));
}

/** Answers whether the window is there and up to date afterwards; what the build said is on standard error. */
export function buildWindow({ only, force = false } = {}) {
  const upToDate =
    only === 'renderer'
      ? isBuilt(screens, ['out/renderer/index.html'])
      : isBuilt(everything, ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html']);
  if (upToDate && !force) return true;
  process.stderr.write('Building the window…\n');
  const tool = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) process.stderr.write(`${stdout}${stderr}\nThe window could not be built.\n`);
  return status === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const only = process.argv.includes('renderer') ? 'renderer' : undefined;
  process.exitCode = buildWindow({ only, force: process.argv.includes('--force') }) ? 0 : 1;
}
