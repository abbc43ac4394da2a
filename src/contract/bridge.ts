import type { EngineEvents, EngineTopic } from './events.ts';
import type { OperationInput, OperationName, Reply } from './operations.ts';
import type { Result } from './result.ts';

/** What a window gets from its host (Electron's preload, or a loopback session): call, listen, nothing else. */
export interface Bridge {
  readonly host: 'electron' | 'http';
  call<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<Result<Reply<Name>>>;
  /** Returns the function that stops listening. */
  on<Topic extends EngineTopic>(topic: Topic, listener: (event: EngineEvents[Topic]) => void): () => void;
  /** Path of a dropped file; null in a browser, which knows no paths. */
  pathOf(file: File): string | null;
}
