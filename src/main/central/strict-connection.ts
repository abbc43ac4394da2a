import { EventEmitter } from 'node:events';
import { type ConnectionOptions, TLSSocket } from 'node:tls';
import { type Fault, fault, FaultError } from '#contract/faults';
import Connection from 'pg/lib/connection.js';

/** How far the server has proved itself. It only ever moves down this list, one step at a time. */
type Phase =
  'unsecured' | 'greeting' | 'offered' | 'challenged' | 'proven' | 'admitted' | 'ready' | 'refused';

/** The messages of a server that move it on. Whatever else comes in that phase ends the connection. */
const awaited: Partial<Record<Phase, { readonly message: string; readonly next: Phase }>> = {
  greeting: { message: 'authenticationSASL', next: 'offered' },
  offered: { message: 'authenticationSASLContinue', next: 'challenged' },
  challenged: { message: 'authenticationSASLFinal', next: 'proven' },
  proven: { message: 'authenticationOk', next: 'admitted' },
  admitted: { message: 'readyForQuery', next: 'ready' },
};
const harmless = new Set(['errorMessage', 'notice']);
const settings = new Set(['parameterStatus', 'backendKeyData']);
/** Events that pg's own code raises on the connection: not messages of the server. */
const ownEvents = new Set(['connect', 'sslconnect', 'end', 'message', 'newListener', 'removeListener']);

const onlyMechanism = 'SCRAM-SHA-256-PLUS';
/** RFC 7677, section 4: fewer would let a server guess the password from the proof more cheaply. */
const minIterations = 4096;
/** A genuine server says all of it in under 2 KiB; an impostor must not be able to fill the memory. */
const maxBytesBeforeReady = 64 * 1024;
const saslResponse = 'p'.charCodeAt(0);

interface ServerMessage {
  readonly mechanisms?: readonly string[];
  readonly data?: string;
}

/**
 * pg's connection behind a gate, in both directions. Nothing but the request for TLS leaves before the server's
 * certificate is proved; no password ever leaves as such; no statement leaves before SCRAM with channel binding is
 * finished and the server has proved that it knows the password's verifier (RFC 5802, 5929, 7677). A server that
 * steps out of line is refused: the socket is destroyed and an 'error' with a FaultError is raised, once.
 */
export class StrictConnection extends Connection {
  #phase: Phase = 'unsecured';
  #signatureVerified = false;
  #bytesBeforeReady = 0;

  constructor(ssl: ConnectionOptions) {
    super({ ssl, keepAlive: true, keepAliveInitialDelayMillis: 10_000 });
  }

  /** Called by the client when the server's SCRAM signature was compared and is right. */
  confirmServerSignature(): void {
    if (this.#phase === 'challenged') this.#signatureVerified = true;
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'error') return this.#fail(args[0]);
    if (typeof event !== 'string' || ownEvents.has(event)) return super.emit(event, ...args);
    if (this.#phase === 'refused') return false;
    if (this.#phase === 'ready' && !event.startsWith('authentication')) return super.emit(event, ...args);
    return this.#receive(event, args[0] as ServerMessage, args);
  }

  /** pg writes the startup message before the handshake is over; here it waits, so an impostor learns no name. */
  override startup(config: Record<string, string>): void {
    const stream = this.stream;
    if (!(stream instanceof TLSSocket)) return this.#refuse(fault('central.no_tls', {}));
    stream.once('secureConnect', () => {
      if (!stream.authorized || stream.getProtocol() !== 'TLSv1.3') {
        this.#refuse(fault('central.untrusted', {}));
        return;
      }
      this.#phase = 'greeting';
      super.startup(config);
    });
  }

  /** pg parses inside a 'data' listener: what it throws on a malformed message would end the process. */
  override attachListeners(stream: EventEmitter): void {
    const guarded = new EventEmitter();
    super.attachListeners(guarded);
    stream.on('end', () => guarded.emit('end'));
    stream.on('data', (chunk: Buffer) => {
      if (this.#phase === 'refused') return;
      if (this.#phase !== 'ready') this.#bytesBeforeReady += chunk.length;
      if (this.#bytesBeforeReady > maxBytesBeforeReady) return this.#refuse(fault('central.untrusted', {}));
      try {
        guarded.emit('data', chunk);
      } catch (error) {
        const broken = fault(this.#phase === 'ready' ? 'central.connection_lost' : 'central.untrusted', {});
        this.#refuse(broken, error);
      }
    });
  }

  override password(_password: string): void {
    this.#refuse(fault('central.weak_authentication', {}));
  }

  override sendSASLInitialResponseMessage(mechanism: string, initialResponse: string): void {
    if (mechanism !== onlyMechanism) return this.#refuse(fault('central.weak_authentication', {}));
    super.sendSASLInitialResponseMessage(mechanism, initialResponse);
  }

  override _send(buffer: Buffer): boolean {
    const isProof = buffer[0] === saslResponse && (this.#phase === 'offered' || this.#phase === 'challenged');
    if (this.#phase === 'ready' || isProof) return super._send(buffer);
    if (this.#phase !== 'refused') this.#refuse(fault('central.weak_authentication', {}));
    return false;
  }

  #receive(event: string, message: ServerMessage, args: unknown[]): boolean {
    const step = awaited[this.#phase];
    if (harmless.has(event) || (this.#phase === 'admitted' && settings.has(event))) {
      const heard = super.emit(event, ...args);
      if (event === 'errorMessage') this.#close();
      return heard;
    }
    const problem = event === step?.message ? this.#problemOf(event, message) : unexpected(event);
    if (problem || !step) {
      this.#refuse(problem ?? unexpected(event));
      return false;
    }
    // The signature is checked by the client's listener during emit, so that one step is taken afterwards.
    if (event !== 'authenticationSASLFinal') this.#phase = step.next;
    const heard = super.emit(event, ...args);
    if (event === 'authenticationSASLFinal') this.#leaveChallenge();
    return heard;
  }

  #leaveChallenge(): void {
    if (this.#phase !== 'challenged') return;
    if (this.#signatureVerified) this.#phase = 'proven';
    else this.#refuse(fault('central.untrusted', {}));
  }

  #problemOf(event: string, message: ServerMessage): Fault | null {
    if (event === 'authenticationSASL' && !message.mechanisms?.includes(onlyMechanism)) {
      return fault('central.weak_authentication', {});
    }
    if (event === 'authenticationSASLContinue') {
      const iterations = Number(/(?:^|,)i=(\d+)(?:,|$)/.exec(message.data ?? '')?.[1] ?? 0);
      if (iterations < minIterations) return fault('central.weak_authentication', {});
    }
    return null;
  }

  /** An error of the socket, of TLS or of pg itself. Before 'ready' it always ends the connection. */
  #fail(error: unknown): boolean {
    if (this.#phase === 'refused') return false;
    const text = error instanceof Error ? error.message : '';
    if (this.#phase === 'unsecured' && plainAnswers.has(text))
      this.#refuse(fault('central.no_tls', {}), error);
    else if (text.startsWith('SASL')) this.#refuse(fault('central.untrusted', {}), error);
    else {
      if (this.#phase !== 'ready') this.#close();
      return super.emit('error', error);
    }
    return true;
  }

  #refuse(value: Fault, cause?: unknown): void {
    if (this.#phase === 'refused') return;
    this.#close();
    super.emit('error', new FaultError(value, { cause }));
  }

  #close(): void {
    this.#phase = 'refused';
    this.stream.destroy();
  }
}

/** What pg 8.23.1 says when the answer to the request for TLS is not 'S' alone. */
const plainAnswers = new Set([
  'The server does not support SSL connections',
  'There was an error establishing an SSL connection',
]);

function unexpected(event: string): Fault {
  return event.startsWith('authentication')
    ? fault('central.weak_authentication', {})
    : fault('central.untrusted', {});
}
