import { EventEmitter } from 'node:events';

/** Loaded first in a child that stands in for a utility process: its line to the parent. */
class ParentPort extends EventEmitter {
  readonly #queued: unknown[] = [];

  constructor() {
    super();
    process.on('message', (data) => {
      if (this.listenerCount('message') === 0) this.#queued.push(data);
      else this.emit('message', { data, ports: [] });
    });
    process.on('disconnect', () => process.exit());
    // As under Electron, messages wait until somebody listens.
    this.on('newListener', (name) => {
      if (name !== 'message') return;
      setImmediate(() => {
        for (const data of this.#queued.splice(0)) this.emit('message', { data, ports: [] });
      });
    });
  }

  postMessage(message: unknown): void {
    process.send?.(message);
  }
}

Object.defineProperty(process, 'parentPort', { value: new ParentPort() });
