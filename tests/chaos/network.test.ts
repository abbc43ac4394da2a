import { rmSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshCentral, operatorConfig, type FreshCentral } from '../support/central-server.ts';
import { breakingKinds, seededPlan, startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { impatience } from './phases.ts';
import { makeFolder, makeWorkspace, recordsOf, startPractice, writeExport } from './practice.ts';
import { stage } from '../engine/desk.ts';

/** The suite meets 30 faults; `npm run chaos` asks for more. */
const wantedFaults = Number(process.env['PRACTICE_MIGRATOR_CHAOS_FAULTS'] ?? 30);
const seed = Number(process.env['PRACTICE_MIGRATOR_CHAOS_SEED'] ?? 20_261);
const rows = 2_000;
const batchSize = 50;

let central: FreshCentral;
let proxy: FaultProxy;
const folder = makeFolder();
beforeAll(async () => {
  central = await freshCentral();
  proxy = await startFaultProxy({ target: central.operator });
});
afterAll(async () => {
  await proxy.close();
  await central.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** One practice's whole migration through the proxy. */
async function migrate(name: string, file: string): Promise<string> {
  const { tenantId } = await central.addPractice(name);
  const enrolment = { ...(await central.enrol(name)), port: proxy.port };
  const { path, secret } = await makeWorkspace(folder, name, enrolment);
  const practice = startPractice(folder, { central: impatience });
  await practice.must('workspace.open', { path, secret });
  const sourceTableId = await stage(practice, file);
  const { mappingId } = await practice.must('mapping.propose', { sourceTableId, presetId: 'optix-patients' });
  await practice.must('mapping.approve', { mappingId, approvedBy: 'tester' });
  await practice.must('checks.run', { mappingId });
  const options = { skipDuplicates: true, continueOnError: true };
  const { jobId } = await practice.must('upload.run', { sourceTableId, batchSize, ...options });
  const verified = await practice.must('verify.run', { jobId });
  expect(verified.verified).toBe(verified.expected);
  await practice.engine.close();
  return tenantId;
}

test(`${wantedFaults} network faults lose nothing and duplicate nothing`, async () => {
  const { file, expected } = writeExport(folder, rows, 12);
  const truth = await recordsOf(central, await migrate('calm', file));
  expect(truth.records).toBe(expected.accepted);

  for (let round = 1; proxy.counts.total < wantedFaults; round += 1) {
    proxy.setPlan(seededPlan(seed + round, { clientBytes: 60_000, serverBytes: 6_000 }));
    const tenantId = await migrate(`stormy-${round}`, file);
    expect(await recordsOf(central, tenantId)).toEqual(truth);
  }
  const { total, connections: _connections, none: _none, delay: _delay, ...kinds } = proxy.counts;
  console.log(`${total} network faults (${describe(kinds)}); 0 lost, 0 duplicate`);
  // Enough of them, and of every kind: a proxy that only ever resets would prove little.
  expect(breakingKinds.filter((kind) => proxy.counts[kind] === 0)).toEqual([]);
}, 3_600_000);

function describe(kinds: Readonly<Record<string, number>>): string {
  return Object.entries(kinds)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ');
}

/** What most scripts do: insert, and when the connection breaks, connect and insert again. */
async function insertNaively(batches: readonly (readonly string[])[]): Promise<void> {
  let client: Client | null = null;
  for (const batch of batches) {
    for (let done = false; !done;) {
      try {
        client ??= await connectThroughProxy();
        await client.query('INSERT INTO naive (external_id) SELECT unnest($1::text[])', [batch]);
        done = true;
      } catch {
        client?.connection.stream.destroy();
        client = null;
      }
    }
  }
  await client?.end();
}

async function connectThroughProxy(): Promise<Client> {
  const client = new Client({ ...operatorConfig(central.operator), port: proxy.port, query_timeout: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

test('the naive control duplicates records under the same kind of faults, so the faults are real', async () => {
  await central.admin('CREATE TABLE naive (external_id text)');
  const batches = Array.from({ length: 60 }, (_, batch) =>
    Array.from({ length: batchSize }, (_row, row) => `${batch}-${row}`),
  );
  proxy.setPlan(
    seededPlan(seed, {
      clientBytes: 12_000,
      serverBytes: 6_000,
      kinds: ['swallow the answer', 'half reply'],
    }),
  );
  await insertNaively(batches);
  const [count] = await central.admin<{ records: string; ids: string }>(
    'SELECT count(*) AS records, count(DISTINCT external_id) AS ids FROM naive',
  );
  const duplicates = Number(count!.records) - Number(count!.ids);
  console.log(`naive control: ${duplicates} duplicates among ${count!.records} records`);
  expect(Number(count!.ids)).toBe(batches.length * batchSize);
  expect(duplicates).toBeGreaterThan(0);
});
