import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './stand-in/chromium.ts';

/** What the suite drives: Electron itself, or the stand-in where no Electron is present. */
export interface Host {
  readonly kind: 'electron' | 'stand-in';
  /** The program to start; the stand-in's is written into the folder first. */
  executableIn(folder: string): string;
  /** For the suite's output. */
  readonly description: string;
}

const standIn = fileURLToPath(new URL('stand-in/program.ts', import.meta.url));

/** PRACTICE_MIGRATOR_ELECTRON names a real Electron. Throws with a sentence when nothing can be driven. */
export async function findHost(): Promise<Host> {
  const electron = process.env['PRACTICE_MIGRATOR_ELECTRON'];
  if (electron) {
    if (!existsSync(electron))
      throw new Error(`PRACTICE_MIGRATOR_ELECTRON names “${electron}”, which is not there.`);
    return { kind: 'electron', executableIn: () => electron, description: `Electron: ${electron}` };
  }
  const chromium = await findChromium();
  if (!chromium) {
    throw new Error(
      'The window needs Electron (PRACTICE_MIGRATOR_ELECTRON) or a Chromium (the system’s, one named by ' +
        'PRACTICE_MIGRATOR_CHROMIUM, or npx playwright install chromium), and none was found.',
    );
  }
  const description = `the Electron stand-in over ${chromium}: wiring and screens, not isolation, fuses or installers`;
  return { kind: 'stand-in', executableIn: writeLauncher, description };
}

/** An executable that runs the stand-in on the very Node that runs the tests. */
function writeLauncher(folder: string): string {
  const isWindows = process.platform === 'win32';
  const file = join(folder, isWindows ? 'electron.cmd' : 'electron');
  const command = `"${process.execPath}" "${standIn}"`;
  writeFileSync(file, isWindows ? `@${command} %*\r\n` : `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
