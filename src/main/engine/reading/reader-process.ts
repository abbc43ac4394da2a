import { fault, FaultError, type Fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { ByteSource } from '#main/steps/read/byte-source';
import { reportPlaces } from '../report-bug.ts';
import {
  maxWantedBytes,
  type FromReader,
  type ReaderAnswers,
  type ReaderLine,
  type ReaderRequest,
  type ReadPageMessage,
  type ToReader,
} from './protocol.ts';
import type { SurveyedPart } from '#main/steps/read/survey';

/** A process that reads, as the engine sees it. It can be ended at any moment; the engine then starts another. */
export interface ReaderChild extends ReaderLine<ToReader, FromReader> {
  onExit(listener: () => void): void;
  kill(): void;
}

/** Starts a process whose heap may grow to so many MiB. */
export type StartReader = (maxMegabytes: number) => ReaderChild;

export interface ReaderOrders<Kind extends ReaderRequest['kind']> {
  readonly request: Extract<ReaderRequest, { kind: Kind }>;
  readonly source: ByteSource;
  readonly signal?: AbortSignal | undefined;
  /** Bytes that are handed out. What it throws ends the reading and is thrown by `run`. */
  readonly onBytes?: (position: number, bytes: Uint8Array) => void;
  /** A page that came, in order. What it throws ends the reading and is thrown by `run`. */
  readonly onPage?: (page: ReadPageMessage) => void;
  readonly onPart?: (part: SurveyedPart) => void;
}

/** What is the same whatever was asked for. */
type AnyOrders = Omit<ReaderOrders<ReaderRequest['kind']>, 'request'> & {
  readonly request: Pick<ReaderRequest, 'limits'>;
};
type Want = Extract<FromReader, { kind: 'want' }>;
type Settle = (result: Result<unknown>) => void;

/**
 * One reader's process and the request that it is working on. When it dies, stands still or is no longer wanted, it
 * is ended, and the request answers a fault: `read.reader_gone`, `read.standstill`, `task.cancelled`.
 */
export class ReaderProcess {
  readonly maxMegabytes: number;
  readonly #child: ReaderChild;
  #current: {
    readonly orders: AnyOrders;
    readonly settle: Settle;
    readonly fail: (error: unknown) => void;
  } | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** One after another: what is held is one block, and the bytes pass by in the order in which they were asked for. */
  #handedOut: Promise<void> = Promise.resolve();
  #isGone = false;

  constructor(start: StartReader, maxMegabytes: number) {
    this.maxMegabytes = maxMegabytes;
    this.#child = start(maxMegabytes);
    this.#child.onMessage((message) => this.#receive(message));
    this.#child.onExit(() => {
      this.#isGone = true;
      const file = this.#current?.orders.source.fileName ?? '';
      this.#settle(failed(fault('read.reader_gone', { file, limitMegabytes: maxMegabytes })));
    });
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  async run<Kind extends ReaderRequest['kind']>(
    orders: ReaderOrders<Kind>,
  ): Promise<Result<ReaderAnswers[Kind]>> {
    const { signal } = orders;
    if (signal?.aborted) return failed(fault('task.cancelled', {}));
    const cancel = (): void => this.#end(fault('task.cancelled', {}));
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const result = await new Promise<Result<unknown>>((settle, fail) => {
        this.#current = { orders, settle, fail };
        this.#stillMoving();
        this.#child.post({ kind: 'run', request: orders.request });
      });
      return result as Result<ReaderAnswers[Kind]>;
    } finally {
      signal?.removeEventListener('abort', cancel);
      clearTimeout(this.#timer);
    }
  }

  kill(): void {
    this.#isGone = true;
    this.#child.kill();
  }

  #receive(message: FromReader): void {
    const { orders } = this.#current ?? {};
    // What an ended process said last is not wanted any more: the workspace may be closed by now.
    if (orders === undefined || this.#isGone) return;
    this.#stillMoving();
    switch (message.kind) {
      case 'ready':
        return;
      case 'want':
        if (message.length > maxWantedBytes) this.#bug('asked for more bytes than are handed out at once');
        else this.#handedOut = this.#handedOut.then(() => this.#handOut(orders, message));
        return;
      case 'page':
        this.#take(orders, message.page);
        return;
      case 'part':
        this.#takePart(orders, message.part);
        return;
      case 'done':
        this.#settle(ok(message.value));
        return;
      case 'failed':
        this.#settle(failed(message.fault));
        return;
      case 'bug':
        this.#bug(message.places);
    }
  }

  #bug(places: string): void {
    reportPlaces('reader', places);
    this.#end(fault('app.internal', { operation: 'reader' }));
  }

  async #handOut(orders: AnyOrders, { id, position, length }: Want): Promise<void> {
    if (this.#current?.orders !== orders) return;
    try {
      const bytes = await orders.source.read(position, length);
      if (this.#current?.orders !== orders) return;
      this.#child.post({ kind: 'bytes', id, bytes });
      // The reader works on them meanwhile.
      orders.onBytes?.(position, bytes);
    } catch (error) {
      if (error instanceof FaultError) this.#child.post({ kind: 'no_bytes', id, fault: error.fault });
      else this.#fail(error);
    }
  }

  #take(orders: AnyOrders, page: ReadPageMessage): void {
    try {
      orders.onPage?.(page);
      this.#child.post({ kind: 'taken', pages: 1 });
    } catch (error) {
      this.#fail(error);
    }
  }

  #takePart(orders: AnyOrders, part: SurveyedPart): void {
    try {
      orders.onPart?.(part);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What the workspace threw belongs to the caller of `run`. */
  #fail(error: unknown): void {
    this.kill();
    const current = this.#current;
    this.#current = null;
    clearTimeout(this.#timer);
    current?.fail(error);
  }

  #end(value: Fault): void {
    this.kill();
    this.#settle(failed(value));
  }

  #settle(result: Result<unknown>): void {
    const current = this.#current;
    this.#current = null;
    clearTimeout(this.#timer);
    current?.settle(result);
  }

  #stillMoving(): void {
    const { orders } = this.#current ?? {};
    if (orders === undefined) return;
    const { maxStandstillMs } = orders.request.limits;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#end(fault('read.standstill', { file: orders.source.fileName, seconds: maxStandstillMs / 1000 }));
    }, maxStandstillMs);
  }
}
