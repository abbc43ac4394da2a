import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createAuthority } from '#main/central/admin/authority';
import { enrolDevice } from '#main/central/admin/devices';
import { migrateCentral } from '#main/central/admin/migrate';
import { addTenant } from '#main/central/admin/tenants';
import { startEmbeddedCentral } from '../../scripts/embedded-central/server.ts';
import { generatePatients, type ExpectedOutcome } from '../../scripts/generate-sample/generate-patients.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { must } from '../support/must.ts';
import { appRoot } from './support.ts';

export const filePassphrase = 'passphrase of the enrolment file';

export interface PracticeAtHand {
  readonly practiceName: string;
  readonly enrolmentFile: string;
  readonly exportFile: string;
  readonly expected: ExpectedOutcome;
  /** From the next connection on, every answer and question takes so long: a slow line, to see progress on. */
  slowDown(delayMs: number): void;
  /** Somebody at the practice edits one record in the central database; answers its patient number. */
  editRecord(): Promise<string>;
  stop(): Promise<void>;
}

/** A real central database with one practice, its enrolment file, and an export to migrate. */
export async function preparePractice(rows: number): Promise<PracticeAtHand> {
  const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-e2e-central-'));
  const authorityFolder = join(folder, 'authority');
  const authorityPassphrase = 'passphrase of the authority';
  must(await createAuthority(authorityFolder, authorityPassphrase, ['127.0.0.1', 'localhost']));
  const central = await startEmbeddedCentral({ authorityFolder });
  must(await migrateCentral(central.operator, join(appRoot, 'resources/sql/central')));
  const practiceName = 'High Street Opticians';
  must(await addTenant(central.operator, { companyId: 'high-street', name: practiceName }));
  const line = await startFaultProxy({ target: central.operator });
  const device = {
    publicPort: line.port,
    companyId: 'high-street',
    device: 'front desk',
    authorityFolder,
    authorityPassphrase,
  };
  const { fileText } = must(await enrolDevice(central.operator, { ...device, filePassphrase }));
  const enrolmentFile = join(folder, 'high-street.enrolment');
  writeFileSync(enrolmentFile, fileText, { mode: 0o600 });
  const sample = generatePatients({ vendor: 'optix', rows, seed: 5 });
  const exportFile = join(folder, 'optix-patients.csv');
  writeFileSync(exportFile, [...sample.chunks].join(''));
  return {
    practiceName,
    enrolmentFile,
    exportFile,
    expected: sample.expected,
    slowDown: (delayMs) =>
      line.setPlan(() => (delayMs === 0 ? { kind: 'none' } : { kind: 'delay', delayMs })),
    editRecord: async () => {
      const client = new pg.Client({ ...central.operator, ssl: false });
      await client.connect();
      try {
        const { rows } = await client.query<{ external_id: string }>(
          `UPDATE central.patients SET city = concat(city, ' Old Town')
           WHERE id = (SELECT min(id::text)::uuid FROM central.patients) RETURNING external_id`,
        );
        return rows[0]!.external_id;
      } finally {
        await client.end();
      }
    },
    stop: async () => {
      await line.close();
      await central.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
