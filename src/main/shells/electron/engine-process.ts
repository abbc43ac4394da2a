import { engineTopics } from '#contract/events';
import { createEngine } from '#main/engine/engine';
import { programVersion } from '#main/engine/program';
import { engineRequest, engineStart } from './engine-protocol.ts';
import { ReaderChildren } from './reader-children.ts';

/**
 * The engine in a utility process of its own: whatever it does, the window stays free, and if a file brings it
 * down, the window can say so.
 */
const { appRoot, dataFolder, readLimits } = engineStart.parse(JSON.parse(process.argv[2] ?? 'null'));
const port = process.parentPort;
const readers = new ReaderChildren((message) => port.postMessage(message));
const engine = createEngine({
  appRoot,
  dataFolder,
  host: 'electron',
  version: programVersion(appRoot),
  readLimits,
  startReader: readers.start,
});

for (const topic of engineTopics) {
  engine.on(topic, (event) => port.postMessage({ kind: 'event', topic, event }));
}

port.on('message', ({ data }: { data: unknown }) => {
  void answer(data);
});

async function answer(data: unknown): Promise<void> {
  const request = engineRequest.parse(data);
  if (request.kind === 'dispatch') {
    const { id, name, input, caller } = request;
    port.postMessage({ kind: 'reply', id, result: await engine.dispatch(name, input, caller) });
    return;
  }
  if (request.kind !== 'close') return readers.receive(request);
  await engine.close();
  process.exit(0);
}
