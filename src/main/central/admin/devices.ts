import { randomBytes } from 'node:crypto';
import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { fault } from '#contract/faults';
import type { DeviceView, OperatorConnection, TenantView } from '#contract/operations/operator';
import { failed, ok, type Result } from '#contract/result';
import type { Enrolment } from '#main/model/enrolment';
import { sealEnrolment } from '../enrolment-file.ts';
import { namesServer, publicKeyPin } from '../server-trust.ts';
import { openAuthority, type OpenAuthority } from './authority.ts';
import type { IssuedCertificate } from './certificates.ts';
import { withOperator, withOperatorTransaction } from './connection.ts';
import { scramVerifier } from './scram.ts';
import { findTenant } from './tenants.ts';

export interface DeviceRequest {
  readonly companyId: string;
  /** What people call the device, such as “Reception PC”. */
  readonly device: string;
  /** The host and port that the device is to use, when they differ from the operator's own. */
  readonly publicHost?: string | undefined;
  readonly publicPort?: number | undefined;
}

export interface EnrolRequest extends DeviceRequest {
  readonly authorityFolder: string;
  readonly authorityPassphrase: string;
  readonly filePassphrase: string;
}

/** More than a device needs (two for an upload, one to ask beside it), few enough that it cannot starve others. */
const connectionLimit = 4;
/** A time limit saves a forgotten session and binds no hostile one: every role may change its own. */
const statementTimeoutSeconds = 120;
const idleInTransactionSeconds = 60;
/**
 * Of one session: only a superuser can change it. The same as in hardening.sql. The most that the client has sorted at
 * once is what verifying reads: twenty batches of at most 4 Mi characters, 84 MB of Latin text.
 */
const temporaryFiles = '256MB';

/**
 * Enrols one device of one practice: a login role of its own, a client certificate in that role's name, a membership.
 * Returns the enrolment file's text, sealed to `filePassphrase`; nothing of it is kept anywhere else.
 * Faults: `operator.authority_missing`, `operator.authority_passphrase`, `operator.server_name_missing`,
 * `operator.tenant_unknown`, and those of `withOperator`.
 */
export async function enrolDevice(
  connection: OperatorConnection,
  request: EnrolRequest,
): Promise<Result<{ readonly role: string; readonly expiresAt: string; readonly fileText: string }>> {
  const authority = await openAuthority(request.authorityFolder, request.authorityPassphrase);
  if (!authority.ok) return authority;
  const created = await createDevice(connection, authority.value, request);
  if (!created.ok) return created;
  const { role, certificateExpiresAt: expiresAt } = created.value;
  return ok({ role, expiresAt, fileText: await sealEnrolment(created.value, request.filePassphrase) });
}

/** The same with an authority that is open already, and the enrolment itself: to enrol several devices at once. */
export function createDevice(
  connection: OperatorConnection,
  authority: OpenAuthority,
  request: DeviceRequest,
): Promise<Result<Enrolment>> {
  const host = request.publicHost ?? connection.host;
  if (!namesServer(authority.serverCertificatePem, host)) {
    return Promise.resolve(failed(fault('operator.server_name_missing', { host })));
  }
  return withOperatorTransaction(connection, async (client) => {
    const tenant = await findTenant(client, request.companyId);
    if (!tenant.ok) return tenant;
    const role = `d_${randomBytes(16).toString('hex')}`;
    const password = randomBytes(32).toString('base64url');
    const { issueClientCertificate } = await import('./certificates.ts');
    const certificate = await issueClientCertificate(authority, role, new Date());
    await createRole(client, role, password);
    await insertMembership(client, role, tenant.value, request.device, certificate);
    return ok({
      version: 1,
      tenantId: tenant.value.tenantId,
      tenantName: tenant.value.name,
      companyId: tenant.value.companyId,
      host,
      port: request.publicPort ?? connection.port,
      database: connection.database,
      role,
      password,
      caCertificate: authority.certificatePem,
      clientCertificate: certificate.certificatePem,
      clientKey: certificate.keyPem,
      serverKeyPin: publicKeyPin(authority.serverCertificatePem),
      certificateExpiresAt: certificate.expiresAt.toISOString(),
    });
  });
}

/** The devices of one practice, or of all, the newest first; `operator.tenant_unknown`, and those of `withOperator`. */
export function listDevices(
  connection: OperatorConnection,
  companyId: string | null,
): Promise<Result<DeviceView[]>> {
  return withOperator(connection, async (client) => {
    const tenant = companyId === null ? ok(null) : await findTenant(client, companyId);
    if (!tenant.ok) return tenant;
    const { rows } = await client.query<DeviceRow>(
      `SELECT m.role_name, t.company_id, m.device, m.enrolled_at, m.certificate_expires_at, m.revoked_at
         FROM sec.membership AS m JOIN central.tenants AS t USING (tenant_id)
        WHERE t.company_id = coalesce($1, t.company_id) ORDER BY m.enrolled_at DESC, m.role_name`,
      [companyId],
    );
    return ok(
      rows.map((row) => ({
        role: row.role_name,
        companyId: row.company_id,
        device: row.device,
        enrolledAt: row.enrolled_at.toISOString(),
        certificateExpiresAt: row.certificate_expires_at.toISOString(),
        revokedAt: row.revoked_at?.toISOString() ?? null,
      })),
    );
  });
}

interface DeviceRow {
  readonly role_name: string;
  readonly company_id: string;
  readonly device: string;
  readonly enrolled_at: Date;
  readonly certificate_expires_at: Date;
  readonly revoked_at: Date | null;
}

/**
 * Takes a device's access away: its open sessions find themselves refused at their next statement, it cannot log in
 * again, and what it had open is ended. A second time it answers with the time of the first.
 * Faults: `operator.device_unknown`, and those of `withOperator`.
 */
export function revokeDevice(
  connection: OperatorConnection,
  role: string,
): Promise<Result<{ readonly role: string; readonly revokedAt: string }>> {
  return withOperatorTransaction(connection, async (client) => {
    const { rows } = await client.query<{ revoked_at: Date }>(
      `UPDATE sec.membership SET revoked_at = coalesce(revoked_at, now()) WHERE role_name = $1 RETURNING revoked_at`,
      [role],
    );
    const row = rows[0];
    if (row === undefined) return failed(fault('operator.device_unknown', { device: role }));
    await client.query(`ALTER ROLE ${escapeIdentifier(role)} NOLOGIN`);
    // Ended only once the refusal is there for everybody to see, so that no new session slips in between.
    await client.query('COMMIT');
    await client.query('BEGIN');
    await client.query(
      'SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = $1',
      [role],
    );
    return ok({ role, revokedAt: row.revoked_at.toISOString() });
  });
}

/** DDL takes no parameters: the role is hexadecimal and the verifier Base64, and both are quoted all the same. */
async function createRole(client: Client, role: string, password: string): Promise<void> {
  const name = escapeIdentifier(role);
  const verifier = escapeLiteral(await scramVerifier(password));
  await client.query(
    `CREATE ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
     CONNECTION LIMIT ${connectionLimit} PASSWORD ${verifier} IN ROLE pm_device`,
  );
  await client.query(`ALTER ROLE ${name} SET statement_timeout = '${statementTimeoutSeconds}s'`);
  await client.query(
    `ALTER ROLE ${name} SET idle_in_transaction_session_timeout = '${idleInTransactionSeconds}s'`,
  );
  // Where a managed server does not permit this, the report of the migration has said so.
  const { rows } = await client.query<{ allowed: boolean }>(
    `SELECT pg_catalog.has_parameter_privilege('temp_file_limit', 'SET') AS allowed`,
  );
  if (rows[0]?.allowed) await client.query(`ALTER ROLE ${name} SET temp_file_limit = '${temporaryFiles}'`);
}

async function insertMembership(
  client: Client,
  role: string,
  tenant: TenantView,
  device: string,
  certificate: IssuedCertificate,
): Promise<void> {
  await client.query(
    `INSERT INTO sec.membership
       (role_name, tenant_id, device, certificate_serial, certificate_fingerprint, certificate_expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [role, tenant.tenantId, device, certificate.serial, certificate.fingerprint, certificate.expiresAt],
  );
}
