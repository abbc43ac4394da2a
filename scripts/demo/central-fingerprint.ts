import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { OperatorConnection } from '#contract/operations/operator';

export interface CentralFingerprint {
  /** Patients' rows of all practices. */
  readonly patients: number;
  /** Hash over every column of every patient's row, in the order of their keys. */
  readonly hash: string;
}

/** The patients of the whole central database as one value, read as the operator: equal means the same rows. */
export async function fingerprintCentral(operator: OperatorConnection): Promise<CentralFingerprint> {
  const { host, port, database, user, password, caFile } = operator;
  const ssl = caFile === undefined ? false : { ca: readFileSync(caFile, 'utf8'), rejectUnauthorized: true };
  const client = new pg.Client({ host, port, database, user, password, ssl });
  await client.connect();
  try {
    const { rows } = await client.query<{ patients: string; hash: string }>(
      `SELECT count(*) AS patients,
              encode(sha256(convert_to(coalesce(string_agg(md5(p::text), '' ORDER BY tenant_id, id), ''), 'UTF8')), 'hex')
                AS hash
         FROM central.patients AS p`,
    );
    return { patients: Number(rows[0]!.patients), hash: rows[0]!.hash };
  } finally {
    await client.end();
  }
}
