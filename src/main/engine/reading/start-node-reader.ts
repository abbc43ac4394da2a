import { fork } from 'node:child_process';
import type { FromReader } from './protocol.ts';
import type { ReaderChild } from './reader-process.ts';

const entry = new URL('./node-reader.ts', import.meta.url);

/** A small young generation: rows are short-lived, and what is not used stays below the limit. */
export function readerFlags(maxMegabytes: number): string[] {
  return [`--max-old-space-size=${maxMegabytes}`, '--max-semi-space-size=8'];
}

/** A reader's process under Node: it inherits no terminal, no environment beyond what Node needs, and no files. */
export function startNodeReader(maxMegabytes: number): ReaderChild {
  const child = fork(entry, [], {
    serialization: 'advanced',
    execArgv: readerFlags(maxMegabytes),
    env: pick(process.env, [
      'PATH',
      'TZ',
      'LANG',
      'SystemRoot',
      'TEMP',
      'TMP',
      'TMPDIR',
      'NODE_COMPILE_CACHE',
    ]),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // A process that waits for work keeps neither the engine's process nor a test alive.
  child.unref();
  child.channel?.unref();
  return {
    post: (message) => void (child.connected && child.send(message, () => undefined)),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromReader)),
    onExit: (listener) => {
      child.once('exit', listener);
      child.once('error', listener);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function pick(env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
