import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findHost } from './host.ts';
import { appRoot } from './support.ts';

export default async function prepare(): Promise<void> {
  const { description } = await findHost();
  console.log(`The window runs on ${description}.`);
  const build = spawnSync(process.execPath, [join(appRoot, 'scripts/build-window.js')], { stdio: 'inherit' });
  if (build.status !== 0) throw new Error('The window could not be built; see above.');
}
