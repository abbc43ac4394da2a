import { type Fault, fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { Enrolment } from '#main/model/enrolment';
import { type Identity, whoami } from './api.ts';
import type { About, Bound, CentralCaller } from './caller.ts';
import { isCutShort, toFault } from './faults.ts';
import { deviceCertificateEnded } from './server-trust.ts';
import { StrictClient } from './strict-client.ts';

export interface CentralOptions {
  /** The practice of the workspace, when it is already bound to one. */
  readonly expectedTenantId?: string;
  /** The database that holds the job that this is about, and what the job is called. */
  readonly expectedDatabase?: { readonly id: string; readonly ofJob: string };
  readonly connectTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  readonly answerMarginMs?: number;
  /** Gives up opening at once, with `task.cancelled`. */
  readonly signal?: AbortSignal;
}

/** One proved connection to the enrolled central database, of the right practice and schema. */
export interface CentralConnection extends CentralCaller {
  readonly identity: Identity;
  /** True once the connection is gone, also when that was noticed while nothing was under way. */
  readonly isLost: boolean;
  /** Says goodbye and waits for it; a server that does not answer is not waited for. */
  close(): Promise<void>;
  /** Ends the connection at once; a call under way answers `central.connection_lost`. */
  drop(): void;
}

/** What `api.whoami()` must name as its schema version to be understood by this program. */
export const schemaVersionPrefix = '1.';

const defaults = { connectTimeoutMs: 15_000, statementTimeoutMs: 60_000, answerMarginMs: 5_000 };
const goodbyeMs = 1_000;

/**
 * Opens a connection that is proved in every respect before it is handed over: the server by certificate, name, key
 * and SCRAM signature; the practice by `api.whoami()`; the schema by its version.
 * Faults: `central.unreachable`, `.timed_out`, `.no_tls`, `.untrusted`, `.weak_authentication`,
 * `.certificate_expired`, `.login_refused`, `.device_revoked`, `.tenant_suspended`, `.too_many_connections`,
 * `.wrong_tenant`, `.other_database`, `.wrong_version`, `.enrolment_unreadable`; of the first question also any other of `central.*`.
 */
export async function openCentral(
  enrolment: Enrolment,
  options: CentralOptions = {},
): Promise<Result<CentralConnection>> {
  if (options.signal?.aborted) return failed(fault('task.cancelled', {}));
  const expected = options.expectedTenantId ?? enrolment.tenantId;
  if (!sameUuid(expected, enrolment.tenantId)) return failed(fault('central.wrong_tenant', { expected }));
  if (!isUsable(enrolment)) {
    return failed(fault('central.enrolment_unreadable', { file: 'the stored enrolment' }));
  }
  const client = new StrictClient(enrolment, { ...defaults, ...options });
  const caller = new ClientCaller(client);
  const giveUp = () => client.drop();
  options.signal?.addEventListener('abort', giveUp, { once: true });
  try {
    await client.connect();
    return await identified(caller, client, enrolment, options.expectedDatabase);
  } catch (error) {
    client.drop();
    return failed(options.signal?.aborted ? fault('task.cancelled', {}) : openingFault(error, enrolment));
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
}

async function identified(
  caller: ClientCaller,
  client: StrictClient,
  enrolment: Enrolment,
  database: CentralOptions['expectedDatabase'],
): Promise<Result<CentralConnection>> {
  const identity = await whoami(caller);
  const problem = identity.ok ? problemOf(identity.value, enrolment, database) : identity.fault;
  if (identity.ok && !problem) return ok(caller.identifiedAs(identity.value));
  client.drop();
  return failed(problem ?? fault('central.wrong_version', {}));
}

class ClientCaller implements CentralCaller {
  readonly #client: StrictClient;
  #isLost = false;

  constructor(client: StrictClient) {
    this.#client = client;
    // Without a listener, a connection that breaks while idle would end the process.
    client.on('error', () => (this.#isLost = true));
    client.on('end', () => (this.#isLost = true));
  }

  async call<Row>(text: string, values: readonly Bound[], about: About = {}): Promise<Result<Row[]>> {
    try {
      const answer = await this.#client.query({ text, values: [...values] });
      return ok(answer.rows as Row[]);
    } catch (error) {
      return failed(toFault(error, { during: 'calling', ...about }));
    }
  }

  identifiedAs(identity: Identity): CentralConnection {
    const isLost = () => this.#isLost;
    return {
      identity,
      call: (text, values, about) => this.call(text, values, about),
      close: () => this.#close(),
      drop: () => this.#client.drop(),
      get isLost() {
        return isLost();
      },
    };
  }

  async #close(): Promise<void> {
    const impatience = setTimeout(() => this.#client.drop(), goodbyeMs);
    await this.#client.end();
    clearTimeout(impatience);
  }
}

function problemOf(
  identity: Identity,
  enrolment: Enrolment,
  database: CentralOptions['expectedDatabase'],
): Fault | null {
  if (!identity.schemaVersion.startsWith(schemaVersionPrefix)) return fault('central.wrong_version', {});
  if (!sameUuid(identity.tenantId, enrolment.tenantId)) {
    return fault('central.wrong_tenant', { expected: enrolment.companyId });
  }
  if (database === undefined || sameUuid(identity.databaseId, database.id)) return null;
  return fault('central.other_database', { job: database.ofJob });
}

/** pg would fill an empty setting in from elsewhere, and take a host that begins with a slash for a local socket. */
function isUsable(enrolment: Enrolment): boolean {
  const { host, port, database, role, password, caCertificate, clientCertificate, clientKey } = enrolment;
  const needed = [host, database, role, password, caCertificate, clientCertificate, clientKey];
  return needed.every((text) => text !== '') && !host.startsWith('/') && port > 0;
}

/**
 * A server that refuses a device's ended certificate may close the socket before its alert is read. What is left is
 * a reset; then this device's own clock explains it, and only then, because clocks of clinic PCs are often wrong.
 */
function openingFault(error: unknown, enrolment: Enrolment): Fault {
  const found = toFault(error, { during: 'opening', host: enrolment.host, port: enrolment.port });
  const isExplained =
    found.code === 'central.unreachable' && isCutShort(error) && deviceCertificateEnded(enrolment);
  return isExplained ? fault('central.certificate_expired', { whose: 'this device' }) : found;
}

function sameUuid(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
