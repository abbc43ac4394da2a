import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OperationInput, OperationName, OperationOutput } from '#contract/operations';
import { findOperation } from '#contract/operations';
import { createEngine, type Engine } from '#main/engine/engine';
import type { EngineOptions } from '#main/engine/options';
import { sealEnrolment } from '#main/central/enrolment-file';
import type { Enrolment } from '#main/model/enrolment';
import { generatePatients } from '../../scripts/generate-sample/generate-patients.ts';
import type { FreshCentral } from '../support/central-server.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const passphrase = 'passphrase of the tests';

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'practice-migrator-test-'));
}

/** A seeded Optix export with the usual faults; answers its path and what must become of its rows. */
export function writeExport(folder: string, rows: number, seed: number) {
  const sample = generatePatients({ vendor: 'optix', rows, seed });
  const file = join(folder, `optix-${rows}-${seed}.csv`);
  writeFileSync(file, [...sample.chunks].join(''));
  return { file, expected: sample.expected };
}

/** An engine in this process, with its operations as plain calls that wait for long work. */
export interface TestPractice {
  readonly engine: Engine;
  must<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<OperationOutput<Name>>;
}

export function startPractice(folder: string, options: Partial<EngineOptions> = {}): TestPractice {
  const engine = createEngine({
    appRoot: root,
    dataFolder: folder,
    host: 'cli',
    version: '0.0.0',
    checkOutputs: true,
    ...options,
  });
  const caller = { name: 'tester', role: 'manager' } as const;
  return {
    engine,
    async must(name, input) {
      const reply = await engine.dispatch(name, input, caller);
      if (!reply.ok) throw new Error(`${name}: ${reply.fault.code}`);
      if (findOperation(name)?.effect !== 'task') return reply.value as never;
      const snapshot = await engine.waitForTask((reply.value as { taskId: string }).taskId);
      if (snapshot.state !== 'succeeded')
        throw new Error(`${name}: ${snapshot.fault?.code ?? snapshot.state}`);
      return snapshot.output as never;
    },
  };
}

/**
 * A workspace that is enrolled for one practice, closed again. Its secret is the recovery key, which opens it at once
 * where a passphrase is stretched for half a second on purpose.
 */
export async function makeWorkspace(
  folder: string,
  name: string,
  enrolment: Enrolment,
): Promise<{ path: string; secret: string }> {
  const path = join(folder, `${name}.workspace`);
  const practice = startPractice(folder);
  const { recoveryKey } = await practice.must('workspace.create', { practiceName: name, passphrase, path });
  const content = await sealEnrolment(enrolment, passphrase);
  await practice.must('central.enrol', {
    source: { kind: 'content', fileName: 'test', content },
    passphrase,
  });
  await practice.engine.close();
  return { path, secret: recoveryKey };
}

export interface PracticeRecords {
  readonly records: number;
  readonly externalIds: number;
  /** Over every external id with its content hash: equal for the same records, whatever practice holds them. */
  readonly fingerprint: string;
}

/** What central holds of one practice, read as the administrator and not by the product's own functions. */
export async function recordsOf(central: FreshCentral, tenantId: string): Promise<PracticeRecords> {
  const [row] = await central.admin<{ records: string; ids: string; fingerprint: string }>(
    `SELECT count(*) AS records, count(DISTINCT external_id) AS ids,
            md5(string_agg(external_id || encode(content_hash, 'hex'), ',' ORDER BY external_id)) AS fingerprint
       FROM central.patients WHERE tenant_id = $1`,
    [tenantId],
  );
  return { records: Number(row!.records), externalIds: Number(row!.ids), fingerprint: row!.fingerprint };
}
