import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * What happens to one connection. Thresholds count bytes forwarded so far in the named direction, on the wire (so
 * inside TLS they hit a handshake, a statement or an answer, as they fall).
 * - `reset before forwarding`: what the client sends past the threshold never reaches the server; both sides reset.
 * - `reset after server bytes`: the server's answer is cut after exactly so many bytes; both sides are reset.
 * - `swallow the answer`: past the client's threshold, the server's next answer is read and thrown away; reset.
 * - `half reply`: past the client's threshold, half of the server's next chunk is passed on, then a clean close.
 * - `black hole`: past the client's threshold nothing is forwarded any more, both sides stay open.
 * - `delay`: every chunk waits.
 */
export type ConnectionFault =
  | { readonly kind: 'none' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'reset before forwarding'; readonly afterClientBytes: number }
  | { readonly kind: 'reset after server bytes'; readonly afterServerBytes: number }
  | { readonly kind: 'swallow the answer'; readonly afterClientBytes: number }
  | { readonly kind: 'half reply'; readonly afterClientBytes: number }
  | { readonly kind: 'black hole'; readonly afterClientBytes: number };

export type FaultKind = ConnectionFault['kind'];

/** The fault of the connection with this number, from 0 in the order of arrival. */
export type FaultPlan = (connection: number) => ConnectionFault;

export interface FaultProxy {
  readonly port: number;
  /** How often each fault really happened; `none` and `delay` count connections. `total` leaves those two out. */
  readonly counts: Readonly<Record<FaultKind | 'connections' | 'total', number>>;
  /** For connections from now on; those that are open keep their fault. */
  setPlan(plan: FaultPlan): void;
  close(): Promise<void>;
}

type Counts = { -readonly [Name in keyof FaultProxy['counts']]: number };

/** A TCP proxy on loopback that breaks connections as planned. It sees bytes only, so TLS passes through it. */
export async function startFaultProxy(options: {
  readonly target: { readonly host: string; readonly port: number };
  readonly plan?: FaultPlan;
}): Promise<FaultProxy> {
  let plan: FaultPlan = options.plan ?? (() => ({ kind: 'none' }));
  const counts: Counts = {
    connections: 0,
    total: 0,
    none: 0,
    delay: 0,
    'reset before forwarding': 0,
    'reset after server bytes': 0,
    'swallow the answer': 0,
    'half reply': 0,
    'black hole': 0,
  };
  const links = new Set<Link>();
  const listener = createServer((client) => {
    const chosen = plan(counts.connections);
    counts.connections += 1;
    if (chosen.kind === 'none' || chosen.kind === 'delay') counts[chosen.kind] += 1;
    const server = connect(options.target.port, options.target.host);
    const link = new Link(client, server, chosen, (kind) => {
      counts[kind] += 1;
      counts.total += 1;
    });
    links.add(link);
    client.on('close', () => links.delete(link));
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    counts,
    setPlan: (next) => (plan = next),
    close: async () => {
      for (const link of links) link.cut();
      listener.close();
      await once(listener, 'close');
    },
  };
}

/** The two sockets of one connection and the fault between them. */
class Link {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #fault: ConnectionFault;
  readonly #happened: (kind: FaultKind) => void;
  #clientBytes = 0;
  #serverBytes = 0;
  #isDone = false;

  constructor(client: Socket, server: Socket, chosen: ConnectionFault, happened: (kind: FaultKind) => void) {
    this.#client = client;
    this.#server = server;
    this.#fault = chosen;
    this.#happened = happened;
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.setNoDelay(true);
      from.on('error', () => to.resetAndDestroy());
      from.on('end', () => !this.#isDone && this.#later(() => to.end()));
    }
    // After a fault the client may still have to read what was kept for it; nothing is kept for the server.
    server.on('close', () => this.#isDone || this.#later(() => client.end()));
    client.on('close', () => (this.#isDone ? server.destroy() : this.#later(() => server.end())));
    client.on('data', (chunk: Buffer) => this.#fromClient(chunk));
    server.on('data', (chunk: Buffer) => this.#fromServer(chunk));
  }

  /** Ends it without a trace. */
  cut(): void {
    this.#isDone = true;
    this.#client.destroy();
    this.#server.destroy();
  }

  #fromClient(chunk: Buffer): void {
    if (this.#isDone) return;
    const planned = this.#fault;
    const wouldPass =
      'afterClientBytes' in planned && this.#clientBytes + chunk.length > planned.afterClientBytes;
    if (wouldPass && planned.kind === 'reset before forwarding') return this.#reset(planned.kind);
    if (wouldPass && planned.kind === 'black hole') return this.#swallowAll();
    this.#clientBytes += chunk.length;
    this.#pass(this.#client, this.#server, chunk);
  }

  #fromServer(chunk: Buffer): void {
    if (this.#isDone) return;
    const planned = this.#fault;
    const isArmed = 'afterClientBytes' in planned && this.#clientBytes > planned.afterClientBytes;
    if (isArmed && planned.kind === 'swallow the answer') return this.#reset(planned.kind);
    if (isArmed && planned.kind === 'half reply') return this.#closeAfterHalf(chunk);
    if (planned.kind === 'reset after server bytes') {
      const left = planned.afterServerBytes - this.#serverBytes;
      if (chunk.length >= left) return this.#resetAfter(chunk.subarray(0, left));
    }
    this.#serverBytes += chunk.length;
    this.#pass(this.#server, this.#client, chunk);
  }

  #pass(from: Socket, to: Socket, chunk: Buffer): void {
    this.#later(() => {
      if (to.destroyed || to.write(chunk)) return;
      from.pause();
      to.once('drain', () => from.resume());
    });
  }

  /** Timers of equal length run in order, so delayed chunks stay in order. */
  #later(act: () => void): void {
    if (this.#fault.kind === 'delay') setTimeout(act, this.#fault.delayMs);
    else act();
  }

  #reset(kind: FaultKind): void {
    this.#isDone = true;
    this.#happened(kind);
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  /** A reset discards what is still queued, so the last bytes are flushed before it. */
  #resetAfter(part: Buffer): void {
    this.#isDone = true;
    this.#happened(this.#fault.kind);
    this.#server.resetAndDestroy();
    this.#client.write(part, () => this.#client.resetAndDestroy());
  }

  #closeAfterHalf(chunk: Buffer): void {
    this.#isDone = true;
    this.#happened(this.#fault.kind);
    this.#client.end(chunk.subarray(0, Math.floor(chunk.length / 2)));
    this.#client.resume();
    this.#server.resetAndDestroy();
  }

  #swallowAll(): void {
    this.#isDone = true;
    this.#happened(this.#fault.kind);
  }
}

export interface PlanOptions {
  /**
   * Upper bounds of the thresholds, each drawn evenly below. A connection that never gets so far is never broken, so
   * take what a connection is to survive at most: a login is about 3 KB from each side, a receipt 200 bytes.
   */
  readonly clientBytes: number;
  readonly serverBytes: number;
  readonly kinds?: readonly FaultKind[];
}

/** A plan drawn from a seed: the same seed gives the same faults for the same order of connections. */
export function seededPlan(seed: number, options: PlanOptions): FaultPlan {
  const kinds = options.kinds ?? breakingKinds;
  return (connection) => {
    const random = mulberry32(seed + connection * 0x9e3779b1);
    const kind = kinds[Math.floor(random() * kinds.length)] ?? 'none';
    const share = random();
    if (kind === 'none') return { kind };
    if (kind === 'delay') return { kind, delayMs: 1 + Math.floor(share * 20) };
    if (kind === 'reset after server bytes') {
      return { kind, afterServerBytes: Math.floor(share * options.serverBytes) };
    }
    return { kind, afterClientBytes: Math.floor(share * options.clientBytes) };
  };
}

export const breakingKinds: readonly FaultKind[] = [
  'reset before forwarding',
  'reset after server bytes',
  'swallow the answer',
  'half reply',
  'black hole',
];

/** A small seeded generator of numbers in [0, 1) (mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
