import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { sealEnrolment } from '#main/central/enrolment-file';
import type { Enrolment } from '#main/model/enrolment';
import type { FreshCentral } from '../../support/central-server.ts';
import {
  enrolmentPassphrase,
  passphrase,
  runCommand,
  type CommandOptions,
  type CommandOutcome,
} from './command-line.ts';

/** A practice in the central database with one enrolled device, and that device's folder and environment. */
export interface Practice {
  readonly companyId: string;
  readonly tenantId: string;
  readonly enrolment: Enrolment;
  readonly enrolmentFile: string;
  readonly dataFolder: string;
  /** Where the command line keeps the workspace when none is named. */
  readonly workspaceFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command for this practice: `--company-id` is added. */
  run(args: readonly string[], options?: CommandOptions): Promise<CommandOutcome>;
  /** Reads and uploads with all that a first migration names; more options can be added. */
  migrate(file: string, ...more: readonly string[]): Promise<CommandOutcome>;
}

/** A folder for one test file, removed after its last test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function makePractice(
  central: FreshCentral,
  folder: string,
  companyId: string,
  changes: Partial<Enrolment> = {},
): Promise<Practice> {
  const { tenantId } = await central.addPractice(companyId);
  const enrolment = { ...(await central.enrol(companyId)), ...changes };
  return practiceOf(folder, companyId, tenantId, enrolment);
}

export async function practiceOf(
  folder: string,
  companyId: string,
  tenantId: string,
  enrolment: Enrolment,
): Promise<Practice> {
  const dataFolder = join(folder, `${companyId}-data`);
  mkdirSync(dataFolder);
  const enrolmentFile = await writeEnrolment(join(folder, `${companyId}.enrolment`), enrolment);
  const env = {
    PRACTICE_MIGRATOR_DATA: dataFolder,
    PRACTICE_MIGRATOR_PASSPHRASE: passphrase,
    PRACTICE_MIGRATOR_ENROLMENT_PASSPHRASE: enrolmentPassphrase,
  };
  const run: Practice['run'] = (args, options = {}) =>
    runCommand([...args, '--company-id', companyId], { ...options, env: { ...env, ...options.env } });
  return {
    companyId,
    tenantId,
    enrolment,
    enrolmentFile,
    dataFolder,
    workspaceFile: join(dataFolder, 'workspaces', `${companyId}.workspace`),
    env,
    run,
    migrate: (file, ...more) => run([...migration(file), '--enrolment', enrolmentFile, ...more]),
  };
}

export async function writeEnrolment(file: string, enrolment: Enrolment): Promise<string> {
  writeFileSync(file, await sealEnrolment(enrolment, enrolmentPassphrase), { mode: 0o600 });
  return file;
}

export function migration(file: string): string[] {
  const layout = ['--source-system', 'optix', '--preset', 'optix-patients'];
  return ['migrate', 'patients', file, ...layout, '--batch-size', '25'];
}

/** What central holds of one practice, read as the administrator. */
export async function patientsOf(
  central: FreshCentral,
  tenantId: string,
): Promise<{ records: number; externalIds: number }> {
  const [row] = await central.admin<{ records: number; externalIds: number }>(
    `SELECT count(*)::int AS records, count(DISTINCT external_id)::int AS "externalIds"
       FROM central.patients WHERE tenant_id = $1`,
    [tenantId],
  );
  return row!;
}
