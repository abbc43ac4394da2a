import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type QueryResultRow } from 'pg';
import { schemaVersionPrefix } from '#main/central/connection';
import type { Enrolment } from '#main/model/enrolment';
import { startEmbeddedCentral } from '../../scripts/embedded-central/server.ts';
import { type Authority, type Identity, issueClient, issueServer, makeAuthority } from '../support/pki.ts';
import { plantedPassword, pretendEnrolment } from './pretend-enrolment.ts';

/** A genuine Postgres with TLS and one device, and of the api only what tests of the connection itself need. */
export interface PretendCentral {
  readonly authority: Authority;
  readonly server: Identity;
  readonly enrolment: Enrolment;
  /** Runs SQL as the administrator. */
  admin<Row extends QueryResultRow>(sql: string): Promise<Row[]>;
  stop(): Promise<void>;
}

export async function startPretendCentral(): Promise<PretendCentral> {
  const authority = await makeAuthority();
  const server = await issueServer(authority, ['127.0.0.1', 'localhost']);
  const folder = await mkdtemp(join(tmpdir(), 'pretend-central-'));
  await writeFile(join(folder, 'ca.crt'), authority.certificate);
  await writeFile(join(folder, 'server.crt'), server.certificate);
  await writeFile(join(folder, 'server.key'), server.key, { mode: 0o600 });
  const central = await startEmbeddedCentral({ authorityFolder: folder, settings: { fsync: 'off' } });
  const role = 'd_00112233445566778899aabbccddeeff';
  const client = await issueClient(authority, role);
  const enrolment = pretendEnrolment({ authority, server, client, port: central.port }, { role });
  const { host, port, database, user, password } = central.operator;
  const operator = new Client({ host, port, database, user, password });
  operator.on('error', () => undefined);
  await operator.connect();
  await operator.query(schemaOf(enrolment));
  return {
    authority,
    server,
    enrolment,
    admin: async <Row extends QueryResultRow>(sql: string) => (await operator.query<Row>(sql)).rows,
    stop: async () => {
      await operator.end();
      await central.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function schemaOf(enrolment: Enrolment): string {
  return `
    CREATE ROLE pm_device NOLOGIN;
    CREATE ROLE ${enrolment.role} LOGIN CONNECTION LIMIT 3 PASSWORD '${plantedPassword}' IN ROLE pm_device;
    CREATE SCHEMA api;
    GRANT USAGE ON SCHEMA api TO pm_device;
    CREATE TABLE identity (tenant_id uuid, schema_version text, refusal text);
    INSERT INTO identity VALUES ('${enrolment.tenantId}', '${schemaVersionPrefix}0', NULL);
    CREATE TABLE ledger (job uuid, number int, batch uuid, attempts int, PRIMARY KEY (job, number));

    CREATE FUNCTION api.whoami(
      OUT tenant_id uuid, OUT tenant_name text, OUT company_id text,
      OUT schema_version text, OUT server_time timestamptz, OUT database_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE found public.identity;
    BEGIN
      SELECT * INTO found FROM public.identity;
      IF found.refusal IS NOT NULL THEN RAISE EXCEPTION 'refused' USING ERRCODE = found.refusal; END IF;
      SELECT found.tenant_id, 'Test practice', 'test-practice', found.schema_version, now(),
        '5e5a7c1e-0000-4000-8000-000000000001'
        INTO tenant_id, tenant_name, company_id, schema_version, server_time, database_id;
    END $$;

    CREATE FUNCTION api.put_batch(
      p_job uuid, p_number int, p_batch uuid, p_sha256 bytea, p_record_count int, p_payload text,
      OUT outcome text, OUT inserted int, OUT unchanged uuid[], OUT different uuid[])
    LANGUAGE sql SECURITY DEFINER AS $$
      INSERT INTO public.ledger AS l VALUES (p_job, p_number, p_batch, 1)
          ON CONFLICT (job, number) DO UPDATE SET attempts = l.attempts + 1
      RETURNING CASE attempts WHEN 1 THEN 'applied' ELSE 'duplicate' END, p_record_count, '{}'::uuid[], ARRAY[p_batch]
    $$;`;
}
