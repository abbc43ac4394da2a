/**
 * `npm start`: opens the window. Electron's own program is not part of its npm package but is fetched from its
 * makers on first use; where that cannot be, one sentence says so and names the way that needs no Electron.
 */
import '../bin/require-node.js';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWindow } from './build-window.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const electronFolder = join(createRequire(import.meta.url).resolve('electron/package.json'), '..');
const reachTimeoutMs = 8_000;
const fetchTimeoutMs = 15 * 60 * 1000;

/** Electron's program if it is on this computer. Asking the package itself would start a download. */
function electronProgram() {
  const named = process.env.PRACTICE_MIGRATOR_ELECTRON;
  if (named) return existsSync(named) ? named : null;
  const pathFile = join(electronFolder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, 'dist');
  const program = join(folder, readFileSync(pathFile, 'utf8'));
  return existsSync(program) ? program : null;
}

/** Whether the place that Electron's program comes from answers; behind a proxy only the download itself can tell. */
async function canReachSource() {
  if (process.env.ELECTRON_GET_USE_PROXY) return true;
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  try {
    await fetch(mirror ?? 'https://github.com/electron/electron/releases', {
      method: 'HEAD',
      signal: AbortSignal.timeout(reachTimeoutMs),
    });
    return true;
  } catch {
    return false;
  }
}

/** Lets Electron's own installer fetch the program, or take it from its cache. Answers whether it is there then. */
async function fetchElectron() {
  const installer = spawn(process.execPath, [join(electronFolder, 'install.js')], { stdio: 'ignore' });
  const ended = new Promise((resolve) => installer.once('exit', resolve).once('error', resolve));
  const isReachable = canReachSource();
  // From the cache it is there before the source could answer, so a missing network alone is no reason to give up.
  const early = await Promise.race([ended.then(() => 'ended'), isReachable]);
  if (early === true)
    process.stderr.write('Fetching Electron’s program; this happens once and can take minutes…\n');
  if (early === false) setTimeout(() => installer.kill(), reachTimeoutMs);
  const timer = setTimeout(() => installer.kill(), fetchTimeoutMs);
  await ended;
  clearTimeout(timer);
  return electronProgram();
}

async function start() {
  const program = electronProgram() ?? (await fetchElectron());
  if (!program) {
    process.stderr.write(
      'Electron’s program is not on this computer and could not be fetched. ' +
        'Run “npm run serve” to open the same screens in the browser instead.\n',
    );
    return 1;
  }
  if (!buildWindow()) return 1;
  const window = spawn(program, [root, ...process.argv.slice(2)], { stdio: 'inherit' });
  return new Promise((resolve) => {
    window.once('exit', (code) => resolve(code ?? 1));
    window.once('error', () => resolve(1));
  });
}

// Exits by itself: a timer or a connection that is still open must not keep the terminal waiting.
process.exit(await start());
