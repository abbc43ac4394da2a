import type { FromReader } from '#main/engine/reading/protocol';
import type { ReaderChild, StartReader } from '#main/engine/reading/reader-process';
import type { EngineMessage, EngineRequest } from './engine-protocol.ts';

interface Listeners {
  message: (message: FromReader) => void;
  exit: () => void;
}

/** The reader's processes as the engine's process sees them: the main process starts them and passes words on. */
export class ReaderChildren {
  readonly #tellMain: (message: EngineMessage) => void;
  readonly #listeners = new Map<number, Listeners>();
  #last = 0;

  constructor(tellMain: (message: EngineMessage) => void) {
    this.#tellMain = tellMain;
  }

  readonly start: StartReader = (maxMegabytes): ReaderChild => {
    this.#last += 1;
    const reader = this.#last;
    const listeners: Listeners = { message: () => undefined, exit: () => undefined };
    this.#listeners.set(reader, listeners);
    this.#tellMain({ kind: 'reader_start', reader, maxMegabytes });
    return {
      post: (message) => this.#tellMain({ kind: 'reader_tell', reader, message }),
      onMessage: (listener) => void (listeners.message = listener),
      onExit: (listener) => void (listeners.exit = listener),
      kill: () => this.#tellMain({ kind: 'reader_kill', reader }),
    };
  };

  receive(request: Extract<EngineRequest, { reader: number }>): void {
    const listeners = this.#listeners.get(request.reader);
    if (request.kind === 'reader_said') listeners?.message(request.message as FromReader);
    else {
      this.#listeners.delete(request.reader);
      listeners?.exit();
    }
  }
}
