import { serveReader } from '#main/engine/reading/serve-reader';
import type { FromReader, ToReader } from '#main/engine/reading/protocol';

/** A process that parses files, ended whenever the engine says so. */
const port = process.parentPort;
serveReader({
  post: (message: FromReader) => port.postMessage(message),
  onMessage: (listener) =>
    void port.on('message', ({ data }: { data: unknown }) => listener(data as ToReader)),
});
