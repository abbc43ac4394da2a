import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to a server over a port of its own that a test can close and open again, and stop at a chosen moment. */
export interface Relay {
  readonly port: number;
  /** Once: when so many bytes more came from clients, holds every client back, does `act`, and lets them go on. */
  after(clientBytes: number, act: () => Promise<void> | void): void;
  /** Breaks every connection and leaves nobody listening on the port. */
  die(): Promise<void>;
  /** Listens on the same port again. */
  revive(): Promise<void>;
}

export async function startRelay(target: { readonly host: string; readonly port: number }): Promise<Relay> {
  const sockets = new Set<Socket>();
  let alarm: { bytesLeft: number; readonly act: () => Promise<void> | void } | null = null;
  let gate: Promise<void> | null = null;
  let listener = await listenOn(0, accept);
  const { port } = listener.address() as AddressInfo;

  function accept(client: Socket): void {
    const server = connect(target.port, target.host);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    server.on('data', (chunk: Buffer) => client.write(chunk));
    client.on('data', (chunk: Buffer) => {
      if (alarm !== null && (alarm.bytesLeft -= chunk.length) <= 0) {
        const { act } = alarm;
        alarm = null;
        gate = Promise.resolve(act()).then(() => void (gate = null));
      }
      if (gate === null) {
        server.write(chunk);
        return;
      }
      client.pause();
      void gate.then(() => {
        if (!server.destroyed) server.write(chunk);
        return client.resume();
      });
    });
  }

  return {
    port,
    after: (clientBytes, act) => void (alarm = { bytesLeft: clientBytes, act }),
    async die() {
      const closed = once(listener, 'close');
      listener.close();
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
    async revive() {
      listener = await listenOn(port, accept);
    },
  };
}

async function listenOn(port: number, accept: (client: Socket) => void): Promise<Server> {
  const listener = createServer(accept);
  listener.listen(port, '127.0.0.1');
  await once(listener, 'listening');
  return listener;
}
