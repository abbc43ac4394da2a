import type { FromReader, ToReader } from './protocol.ts';
import { serveReader } from './serve-reader.ts';

/** Entry of a reader's process under Node. It ends with the engine that started it. */
process.on('disconnect', () => process.exit());
serveReader({
  post: (message: FromReader) => void process.send?.(message),
  onMessage: (listener) => void process.on('message', (message) => listener(message as ToReader)),
});
