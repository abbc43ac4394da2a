import pg from 'pg';
import { countRecords, jobState, rollbackPreview } from '#main/central/api';
import { openCentral } from '#main/central/connection';
import type { Enrolment } from '#main/model/enrolment';

export interface Attempt {
  readonly what: string;
  readonly outcome: string;
  readonly foreignRows: number;
}

/** What another practice's device gets to see of this job and its patients, by every way that it has. */
export async function lookAsOtherPractice(enrolment: Enrolment, jobId: string): Promise<Attempt[]> {
  const opened = await openCentral(enrolment);
  if (!opened.ok) throw new Error(opened.fault.message);
  const central = opened.value;
  try {
    const count = await countRecords(central, 'patient');
    const job = await jobState(central, jobId);
    const preview = await rollbackPreview(central, jobId);
    return [
      {
        what: 'count its patients',
        outcome: count.ok ? `${count.value} patients` : count.fault.code,
        foreignRows: count.ok ? count.value : 0,
      },
      {
        what: 'ask for the other practice’s job',
        outcome: job.ok ? 'found' : job.fault.code,
        foreignRows: job.ok ? 1 : 0,
      },
      {
        what: 'roll the other practice’s job back',
        outcome: preview.ok ? 'found' : preview.fault.code,
        foreignRows: preview.ok ? preview.value.removable : 0,
      },
      await readTableDirectly(enrolment),
    ];
  } finally {
    await central.close();
  }
}

/** The same credentials in an ordinary SQL client, as someone with the computer in hand would try. */
async function readTableDirectly(enrolment: Enrolment): Promise<Attempt> {
  const what = 'SELECT from the patients’ table with any SQL client';
  const { host, port, database, role, password, caCertificate, clientCertificate, clientKey } = enrolment;
  const ssl = { ca: caCertificate, cert: clientCertificate, key: clientKey, rejectUnauthorized: true };
  const client = new pg.Client({ host, port, database, user: role, password, ssl });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT * FROM central.patients LIMIT 10');
    return { what, outcome: `${rows.length} rows`, foreignRows: rows.length };
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : 'failed';
    return { what, outcome: code === '42501' ? 'permission denied' : String(code), foreignRows: 0 };
  } finally {
    await client.end();
  }
}
