import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3';

/**
 * Run as a program of its own: creates a workspace and kills itself at the nth step that touches the disk
 * (never, when n is 0). Prints the number of steps when it gets to the end.
 */
const [path = '', passphrase = '', resourcesFolder = '', dieAt = '0'] = process.argv.slice(2);
let steps = 0;

type Method = (this: unknown, ...args: unknown[]) => unknown;

function countCalls(owner: object, names: readonly string[]): void {
  const methods = owner as Record<string, Method>;
  for (const name of names) {
    const original = methods[name]!;
    methods[name] = function counted(...args) {
      steps += 1;
      if (String(steps) === dieAt) process.kill(process.pid, 'SIGKILL');
      return original.apply(this, args);
    };
  }
}

const { createWorkspace } = await import('#main/workspace/create-workspace');
countCalls(fs, ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync', 'rmSync', 'mkdirSync']);
syncBuiltinESMExports();
countCalls(Database.prototype, ['exec', 'pragma', 'key', 'prepare', 'close']);

const created = await createWorkspace({ path, practiceName: 'High Street', passphrase, resourcesFolder });
if (!created.ok) throw new Error(created.fault.code);
console.log(steps);
process.kill(process.pid, 'SIGKILL');
