import { FaultError } from '#contract/faults';
import type { ByteSource } from '#main/steps/read/byte-source';
import {
  maxWantedBytes,
  type FromReader,
  type ReaderLine,
  type RemoteFile,
  type ToReader,
} from './protocol.ts';

/** Blocks asked for ahead of the one being read, so that neither side waits for the other. */
const blocksAhead = 3;

interface Waiting {
  resolve(bytes: Uint8Array): void;
  reject(error: FaultError): void;
}

/** The bytes of a file as the engine hands them out: this process touches neither disk nor workspace. */
export class RemoteBytes {
  readonly #line: ReaderLine<FromReader, ToReader>;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(line: ReaderLine<FromReader, ToReader>) {
    this.#line = line;
  }

  source({ fileName, sizeBytes, identity }: RemoteFile): ByteSource {
    const read = (position: number, length: number): Promise<Uint8Array> => this.#read(position, length);
    return {
      fileName,
      sizeBytes,
      identity,
      read: (position, length) => read(position, Math.max(0, Math.min(length, sizeBytes - position))),
      open: () => readAhead(read, sizeBytes),
    };
  }

  receive(message: Extract<ToReader, { kind: 'bytes' | 'no_bytes' }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'bytes') waiting?.resolve(message.bytes);
    else waiting?.reject(new FaultError(message.fault));
  }

  async #read(position: number, length: number): Promise<Uint8Array> {
    if (length === 0) return new Uint8Array();
    if (length <= maxWantedBytes) return this.#want(position, length);
    const blocks: Uint8Array[] = [];
    for (let done = 0; done < length; done += maxWantedBytes) {
      blocks.push(await this.#want(position + done, Math.min(maxWantedBytes, length - done)));
    }
    return Buffer.concat(blocks);
  }

  #want(position: number, length: number): Promise<Uint8Array> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#line.post({ kind: 'want', id, position, length });
    });
  }
}

async function* readAhead(
  read: (position: number, length: number) => Promise<Uint8Array>,
  sizeBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const asked: Promise<Uint8Array>[] = [];
  let next = 0;
  const ask = (): void => {
    const block = read(next, Math.min(maxWantedBytes, sizeBytes - next));
    // A failure is told when its block's turn comes.
    block.catch(() => undefined);
    asked.push(block);
    next += maxWantedBytes;
  };
  for (let ahead = 0; ahead < blocksAhead; ahead += 1) if (ahead * maxWantedBytes < sizeBytes) ask();
  for (let block = asked.shift(); block !== undefined; block = asked.shift()) {
    if (next < sizeBytes) ask();
    yield await block;
  }
}
