import type { Result } from '#contract/result';
import type { ReaderAnswers, ReaderRequest } from './protocol.ts';
import { ReaderProcess, type ReaderOrders, type StartReader } from './reader-process.ts';

/**
 * The reader's processes of one engine. One that has done its work waits for the next request, since starting one
 * takes longer than looking at a file; asked for two things at once, another is started.
 */
export class Readers {
  readonly #start: StartReader;
  readonly #busy = new Set<ReaderProcess>();
  #idle: ReaderProcess | null = null;

  constructor(start: StartReader) {
    this.#start = start;
  }

  async run<Kind extends ReaderRequest['kind']>(
    orders: ReaderOrders<Kind>,
  ): Promise<Result<ReaderAnswers[Kind]>> {
    const reader = this.#take(orders.request.limits.maxReaderMegabytes);
    this.#busy.add(reader);
    try {
      return await reader.run(orders);
    } finally {
      this.#busy.delete(reader);
      this.#giveBack(reader);
    }
  }

  /** Ends every process. What they were working on answers a fault. */
  close(): void {
    for (const reader of this.#busy) reader.kill();
    this.#idle?.kill();
    this.#idle = null;
  }

  #take(maxMegabytes: number): ReaderProcess {
    const idle = this.#idle;
    this.#idle = null;
    if (idle !== null && !idle.isGone && idle.maxMegabytes === maxMegabytes) return idle;
    idle?.kill();
    return new ReaderProcess(this.#start, maxMegabytes);
  }

  #giveBack(reader: ReaderProcess): void {
    if (reader.isGone) return;
    if (this.#idle === null) this.#idle = reader;
    else reader.kill();
  }
}
