/**
 * The parts of pg 8.23.1 that the strict client builds on, which @types/pg does not describe. They are imported by
 * path and not from 'pg', because that entry loads another driver when NODE_PG_FORCE_NATIVE is set. The version is
 * pinned in package.json; tests/rogue fails if an update changes what is relied on here.
 */
declare module 'pg/lib/connection.js' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';
  import type { ConnectionOptions } from 'node:tls';

  export default class Connection extends EventEmitter {
    constructor(config: { ssl: ConnectionOptions; keepAlive: boolean; keepAliveInitialDelayMillis: number });
    /** The plain socket first; the TLS socket from `sslconnect` on. */
    stream: Socket;
    /** Hands every message of the server to `emit(name, message)`. It uses only 'data' and 'end' of the stream. */
    attachListeners(stream: EventEmitter): void;
    startup(config: Record<string, string>): void;
    password(password: string): void;
    sendSASLInitialResponseMessage(mechanism: string, initialResponse: string): void;
    sendSCRAMClientFinalMessage(additionalData: string): void;
    /** Through here goes all that is sent after the startup message, except Flush and Terminate. */
    _send(buffer: Buffer): boolean;
  }
}

declare module 'pg/lib/client.js' {
  import type { EventEmitter } from 'node:events';
  import type { ConnectionOptions } from 'node:tls';
  import type Connection from 'pg/lib/connection.js';

  export interface ScramSession {
    readonly mechanism: string;
    readonly message: string;
    readonly serverSignature?: string;
  }

  export interface ClientSettings {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
    readonly password: string;
    readonly ssl: ConnectionOptions;
    readonly sslnegotiation: 'postgres';
    readonly connection: Connection;
    readonly enableChannelBinding: true;
    readonly connectionTimeoutMillis: number;
    readonly query_timeout: number;
    readonly application_name: string;
    readonly client_encoding: string;
  }

  export default class Client extends EventEmitter {
    constructor(settings: ClientSettings);
    readonly connection: Connection;
    /** Null once the server's final message was checked without an error. */
    saslSession: ScramSession | null | undefined;
    host: string;
    port: number;
    user: string;
    database: string;
    password: string;
    connect(): Promise<unknown>;
    end(): Promise<void>;
    query(statement: { text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
    getStartupConf(): Record<string, string>;
    _handleAuthSASLFinal(message: { data: string }): void;
  }
}
