import type { Enrolment } from '#main/model/enrolment';
import Client from 'pg/lib/client.js';
import { trustOf } from './server-trust.ts';
import { StrictConnection } from './strict-connection.ts';

export interface ClientTimeouts {
  /** From the first packet to the end of authentication. */
  readonly connectTimeoutMs: number;
  /** Enforced by the server. */
  readonly statementTimeoutMs: number;
  /** How much later the client gives up by itself, for the case that no answer comes at all. */
  readonly answerMarginMs: number;
}

/**
 * A device that vanished without a word must not hold its few connections for hours: the server notices a dead line
 * in a minute and ends a session that nobody uses after ten.
 */
const releaseWhenGone = {
  tcp_keepalives_idle: '30',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '3',
  idle_session_timeout: '600000',
};

/**
 * pg's client for the enrolled central database and no other server. It is made from an enrolment, never from a
 * connection string, and no environment variable, password file or global default of pg changes what it does.
 *
 * What a server that was not proved gets at most: the request for TLS and, in TLS, the device's certificate (it is
 * public and names only the opaque role). One whose certificate, name and key were proved gets the role and the
 * database's name; the password itself goes to nobody. Refusals arrive as FaultError from `connect()`.
 */
export class StrictClient extends Client {
  readonly #enrolment: Enrolment;
  readonly #statementTimeoutMs: number;
  readonly #strict: StrictConnection;

  constructor(enrolment: Enrolment, timeouts: ClientTimeouts) {
    const ssl = trustOf(enrolment);
    const strict = new StrictConnection(ssl);
    super({
      host: enrolment.host,
      port: enrolment.port,
      database: enrolment.database,
      user: enrolment.role,
      password: enrolment.password,
      ssl,
      sslnegotiation: 'postgres',
      connection: strict,
      enableChannelBinding: true,
      connectionTimeoutMillis: timeouts.connectTimeoutMs,
      query_timeout: timeouts.statementTimeoutMs + timeouts.answerMarginMs,
      application_name: 'practice-migrator',
      client_encoding: 'UTF8',
    });
    // pg takes an empty setting from the environment instead: an incomplete enrolment must fail, not be completed.
    this.host = enrolment.host;
    this.port = enrolment.port;
    this.user = enrolment.role;
    this.database = enrolment.database;
    this.password = enrolment.password;
    this.#enrolment = enrolment;
    this.#statementTimeoutMs = timeouts.statementTimeoutMs;
    this.#strict = strict;
  }

  /** All that the server is told at the start: pg would add PGOPTIONS and PGREPLICATION. */
  override getStartupConf(): Record<string, string> {
    return {
      user: this.#enrolment.role,
      database: this.#enrolment.database,
      application_name: 'practice-migrator',
      client_encoding: 'UTF8',
      DateStyle: 'ISO',
      TimeZone: 'UTC',
      statement_timeout: String(this.#statementTimeoutMs),
      ...releaseWhenGone,
    };
  }

  /** Compares the server's signature a second time, so that a change inside pg shuts the gate and not opens it. */
  override _handleAuthSASLFinal(message: { data: string }): void {
    const session = this.saslSession;
    super._handleAuthSASLFinal(message);
    const accepted = this.saslSession === null && session?.mechanism === 'SCRAM-SHA-256-PLUS';
    const signature = session?.serverSignature;
    if (accepted && signature && message.data === `v=${signature}`) this.#strict.confirmServerSignature();
  }

  /** Ends the connection at once, whatever is under way. */
  drop(): void {
    this.connection.stream.destroy();
  }
}
