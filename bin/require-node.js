// Plain JavaScript without dependencies, so that any Node can run it: the parts behind it need a recent one, and
// the encrypted workspace's native module ends an older one with a crash instead of a message.
//
// Through npm the right Node is usually first on the path. Some versions of npm leave its link out; then this runs
// the program again on the Node that came with the project's dependencies. Started directly on an older Node, it
// says in one sentence what to do.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const leastMajor = 24;
/** Set for the program that was run again: whatever it finds, there is no third one. */
const secondTry = 'PRACTICE_MIGRATOR_SECOND_TRY';
const found = process.versions.node;

if (Number(found.split('.')[0]) < leastMajor) {
  const brought = findBroughtNode();
  const isSecondTry = process.env[secondTry] !== undefined;
  if (brought !== null && process.env.npm_execpath !== undefined && !isSecondTry) await runAgainOn(brought);
  process.stderr.write(
    `Practice Migrator needs Node ${leastMajor} or later and was started on ${found}; start it through npm ` +
      '(npm run demo, npm run serve, npx practice-migrator …) after npm ci, which brings the right one along.\n',
  );
  process.exit(2);
}

function findBroughtNode() {
  const modules = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules');
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const places = [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`];
  return places.map((name) => join(modules, name, 'bin', file)).find((path) => existsSync(path)) ?? null;
}

/** Ends this process as the other one ends; signals from the terminal reach both, and the other one decides. */
async function runAgainOn(node) {
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  const again = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path, [secondTry]: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
  process.exit(await new Promise((resolve) => again.on('exit', (code) => resolve(code ?? 1))));
}
