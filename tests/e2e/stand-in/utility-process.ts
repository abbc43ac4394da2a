import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';

/** Electron's `utilityProcess` over a child process of Node. */
class StandInUtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;

  constructor(modulePath: string, args: readonly string[], execArgv: readonly string[]) {
    super();
    const shim = new URL('utility-child.ts', import.meta.url).href;
    this.#child = fork(modulePath, args, {
      execArgv: [...execArgv, '--import', shim],
      serialization: 'advanced',
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('exit', (code) => this.emit('exit', code ?? 1));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object);
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork: (
    modulePath: string,
    args: readonly string[] = [],
    { execArgv = [] }: { readonly execArgv?: readonly string[] } = {},
  ) => new StandInUtilityProcess(modulePath, args, execArgv),
};
