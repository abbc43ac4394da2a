import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type SecureVersion, TLSSocket } from 'node:tls';
import type { Identity } from './pki.ts';

/** How the rogue tries to get at something once it has spoken TLS. */
export type RogueMode =
  | 'cleartext password'
  | 'md5 password'
  | 'scram without channel binding'
  | 'scram with one iteration'
  | 'scram with a forged signature'
  | 'admits without proof'
  | 'admits in mid-scram'
  | 'asks for gss'
  | 'malformed message'
  | 'endless message';

export interface RogueOptions {
  readonly mode: RogueMode;
  /** What it shows in the TLS handshake; null: it answers 'N' to the request for TLS and goes on without. */
  readonly identity: Identity | null;
  readonly maxVersion?: SecureVersion;
}

interface Captured {
  readonly type: string;
  readonly body: Buffer;
}

export interface RogueServer {
  readonly port: number;
  /** Every byte that it could read: through TLS where there was TLS, the request for TLS itself left out. */
  bytes(): Buffer;
  /** The messages after the startup message, by their type letter: p (password or SASL), Q, P, B … */
  messages(): readonly Captured[];
  /** Resolves when every connection so far is closed: only then is `bytes` complete. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** A server that speaks enough of the Postgres protocol to lie in it. It listens on loopback. */
export async function startRogueServer(options: RogueOptions): Promise<RogueServer> {
  const read: Buffer[] = [];
  const messages: Captured[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', () => {
      if (!options.identity) {
        socket.write('N');
        return listen(socket);
      }
      socket.write('S');
      const secure = new TLSSocket(socket, {
        isServer: true,
        cert: options.identity.certificate,
        key: options.identity.key,
        requestCert: true,
        rejectUnauthorized: false,
        ...(options.maxVersion && { maxVersion: options.maxVersion, minVersion: 'TLSv1.2' as const }),
      });
      secure.on('error', () => undefined);
      listen(secure);
    });
  });
  function listen(stream: Socket): void {
    const talk = new RogueTalk(stream, options.mode, messages);
    stream.on('data', (chunk: Buffer) => {
      read.push(chunk);
      talk.hear(chunk);
    });
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    bytes: () => Buffer.concat(read),
    messages: () => messages,
    settled: async () => {
      await Promise.all([...sockets].map((socket) => once(socket, 'close')));
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const okAndReady = Buffer.concat([
  message('R', int32(0)),
  message('K', int32(1), int32(2)),
  message('Z', Buffer.from('I')),
]);

/** One conversation: the startup message first, then typed messages. */
class RogueTalk {
  readonly #stream: Socket;
  readonly #mode: RogueMode;
  readonly #messages: Captured[];
  #unread: Buffer = Buffer.alloc(0);
  #started = false;
  #serverNonce = '';

  constructor(stream: Socket, mode: RogueMode, messages: Captured[]) {
    this.#stream = stream;
    this.#mode = mode;
    this.#messages = messages;
  }

  hear(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    for (;;) {
      const header = this.#started ? 1 : 0;
      if (this.#unread.length < header + 4) return;
      const length = header + this.#unread.readUInt32BE(header);
      if (this.#unread.length < length) return;
      const body = this.#unread.subarray(header + 4, length);
      const type = this.#unread.toString('latin1', 0, header);
      this.#unread = this.#unread.subarray(length);
      if (this.#started) this.#answer(type, body);
      else this.#greet();
    }
  }

  #greet(): void {
    this.#started = true;
    this.#stream.write(greetings[this.#mode]);
  }

  #answer(type: string, body: Buffer): void {
    this.#messages.push({ type, body });
    if (type !== 'p' || (!this.#mode.startsWith('scram') && this.#mode !== 'admits in mid-scram')) {
      if (type === 'p') this.#stream.write(okAndReady);
      return;
    }
    if (!this.#serverNonce) this.#challenge(body.toString('latin1'));
    else this.#stream.write(Buffer.concat([saslFinal(forgedSignature()), okAndReady]));
  }

  #challenge(first: string): void {
    this.#serverNonce = `${/r=([^,]+)/.exec(first)?.[1] ?? ''}${randomBytes(12).toString('hex')}`;
    const iterations = this.#mode === 'scram with one iteration' ? 1 : 4096;
    const salt = randomBytes(16).toString('base64');
    const challenge = message(
      'R',
      int32(11),
      Buffer.from(`r=${this.#serverNonce},s=${salt},i=${iterations}`),
    );
    const early = this.#mode === 'admits in mid-scram' ? okAndReady : Buffer.alloc(0);
    this.#stream.write(Buffer.concat([challenge, early]));
  }
}

const plus = offer('SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256');

const greetings: Record<RogueMode, Buffer> = {
  'cleartext password': message('R', int32(3)),
  'md5 password': message('R', int32(5), Buffer.from('salt')),
  'scram without channel binding': offer('SCRAM-SHA-256'),
  'scram with one iteration': plus,
  'scram with a forged signature': plus,
  'admits without proof': okAndReady,
  'admits in mid-scram': plus,
  'asks for gss': message('R', int32(7)),
  'malformed message': Buffer.concat([message('R', Buffer.alloc(0)), message('D', Buffer.from([255, 255]))]),
  'endless message': Buffer.concat([Buffer.from('N'), int32(2 ** 31 - 1), Buffer.alloc(1024 * 1024, 'x')]),
};

function offer(...mechanisms: string[]): Buffer {
  return message('R', int32(10), Buffer.from(`${mechanisms.join('\0')}\0\0`));
}

function saslFinal(signature: string): Buffer {
  return message('R', int32(12), Buffer.from(`v=${signature}`));
}

/** Well-formed, but made from another password than the device's: the rogue does not know it. */
function forgedSignature(): string {
  const key = createHmac('sha256', pbkdf2Sync('guess', 'salt', 4096, 32, 'sha256'))
    .update('Server Key')
    .digest();
  return createHash('sha256').update(key).digest('base64');
}

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
