import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { JobView } from '#contract/operations/upload';
import { revokeDevice } from '#main/central/admin/devices';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { must } from '../support/must.ts';
import { jsonOf, type CommandOptions } from '../contract/support/command-line.ts';
import { writeCleanExport } from '../contract/support/exports.ts';
import {
  makePractice,
  migration,
  patientsOf,
  testFolder,
  writeEnrolment,
} from '../contract/support/practice.ts';
import { startRelay } from '../contract/support/relay.ts';

const folder = testFolder();
const rows = 400;
const file = writeCleanExport(folder, 'patients.csv', rows);
/** Within the upload: the logins are past by then, and most batches are still to come. */
const midUploadBytes = 40_000;
let central: FreshCentral;

beforeAll(async () => {
  central = await freshCentral();
});
afterAll(() => central.drop());

/** A practice that reaches its central database over a relay only. */
async function practiceOverRelay(companyId: string) {
  const { host, port } = central.operator;
  const relay = await startRelay({ host, port });
  onTestFinished(() => relay.die().catch(() => undefined));
  const practice = await makePractice(central, folder, companyId, { port: relay.port });
  const migrate = (options: CommandOptions = {}, ...more: string[]) => {
    const first = ['--batch-size', '10', '--json', '--enrolment', practice.enrolmentFile];
    const env = { PRACTICE_MIGRATOR_RETRY_SECONDS: '1', ...options.env };
    return practice.run([...migration(file), ...first, ...more], { ...options, env });
  };
  /** Some batches are there and some are not, each whole. */
  const expectPart = async (): Promise<void> => {
    const { records, externalIds } = await patientsOf(central, practice.tenantId);
    expect(records).toBeGreaterThan(0);
    expect(records).toBeLessThan(rows);
    expect(records % 10).toBe(0);
    expect(externalIds).toBe(records);
  };
  /** The same command again ends with every record there once, by one job. */
  const expectCompletion = async (): Promise<void> => {
    const done = await migrate();
    expect(done.code).toBe(0);
    const { job } = jsonOf(done).value as { job: JobView };
    expect(job).toMatchObject({ state: 'verified', reconciliation: { accepted: rows, central: rows } });
    expect(await patientsOf(central, practice.tenantId)).toEqual({ records: rows, externalIds: rows });
    const jobs = await central.admin('SELECT 1 FROM central.migration_jobs WHERE tenant_id = $1', [
      practice.tenantId,
    ]);
    expect(jobs).toHaveLength(1);
  };
  return { practice, relay, migrate, expectPart, expectCompletion };
}

test('a server that is gone in mid-upload is told; the same command continues when it is back: 0 lost, 0 duplicate', async () => {
  const { practice, relay, migrate, expectPart, expectCompletion } = await practiceOverRelay('gone-street');
  relay.after(midUploadBytes, () => relay.die());
  const broken = await migrate();
  expect(broken.code).toBe(6);
  expect(jsonOf(broken).fault).toMatchObject({
    code: 'central.unreachable',
    params: { host: '127.0.0.1', port: relay.port },
  });
  await expectPart();
  const status = await practice.run(['status']);
  expect(status.stdout).toContain('stopped, can be continued: run the same migrate command again');

  const stillGone = await migrate();
  expect(stillGone.code).toBe(6);
  await relay.revive();
  await expectCompletion();
});

test('a device that is revoked in mid-upload stops; enrolled anew it continues the same job', async () => {
  const { practice, relay, migrate, expectPart, expectCompletion } =
    await practiceOverRelay('revoked-street');
  const { role } = practice.enrolment;
  relay.after(midUploadBytes, async () => {
    must(await revokeDevice(central.operator, role));
  });
  const stopped = await migrate();
  expect(stopped.code).toBe(6);
  // Which of the two depends on whether the open session or the new login is refused first.
  expect(jsonOf(stopped).fault.code).toMatch(/^central\.(device_revoked|login_refused)$/);
  await expectPart();

  const enrolled = { ...(await central.enrol('revoked-street', 'The same device')), port: relay.port };
  await writeEnrolment(practice.enrolmentFile, enrolled);
  await expectCompletion();
});

test('Ctrl-C in mid-upload stops between two batches with exit code 130, and the same command continues', async () => {
  const { relay, migrate, expectPart, expectCompletion } = await practiceOverRelay('interrupted-street');
  let child: ChildProcess | undefined;
  relay.after(midUploadBytes, () => void child?.kill('SIGINT'));
  const stopped = await migrate({ onStart: (started) => (child = started) });
  expect(stopped.code).toBe(130);
  expect(jsonOf(stopped).fault.code).toBe('task.cancelled');
  await expectPart();
  await expectCompletion();
});
