import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { OperatorConnection } from '#contract/operations/operator';
import { createAuthority, openAuthority, type OpenAuthority } from '#main/central/admin/authority';
import { migrateCentral } from '#main/central/admin/migrate';
import { startEmbeddedCentral } from '../../scripts/embedded-central/server.ts';
import { createDatabase, sqlFolder, templateName } from './central-databases.ts';
import { must } from './must.ts';

/** What a test file gets to know of the one Postgres that all of them share. */
export interface SharedCentral {
  readonly operator: OperatorConnection;
  readonly authority: OpenAuthority;
  readonly authorityFolder: string;
  readonly authorityPassphrase: string;
  readonly logFile: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    centralServerUrl: string;
  }
}

const authorityPassphrase = 'passphrase of the test authority';

/**
 * For `globalSetup`: the first test file that asks (over loopback) has the server started, all others share it, and
 * it is stopped after the last. A run that needs no server starts none.
 */
export default async function provideCentralServer(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<{ shared: SharedCentral; stop: () => Promise<void> }> | undefined;
  const starter = createServer((_request, response) => {
    started ??= startShared();
    started.then(
      ({ shared }) => response.end(JSON.stringify(shared)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => starter.listen(0, '127.0.0.1', resolve));
  const address = starter.address();
  if (address === null || typeof address === 'string') throw new Error('no loopback port');
  project.provide('centralServerUrl', `http://127.0.0.1:${address.port}/`);
  return async () => {
    starter.close();
    await (await started)?.stop();
  };
}

async function startShared(): Promise<{ shared: SharedCentral; stop: () => Promise<void> }> {
  const authorityFolder = await mkdtemp(join(tmpdir(), 'practice-migrator-authority-'));
  must(await createAuthority(authorityFolder, authorityPassphrase, ['127.0.0.1', 'localhost']));
  const authority = must(await openAuthority(authorityFolder, authorityPassphrase));
  // Tests crash no machine, so nothing has to reach the disk.
  const central = await startEmbeddedCentral({ authorityFolder, settings: { fsync: 'off' } });
  must(await migrateCentral(await createDatabase(central.operator, templateName), sqlFolder));
  const { operator, logFile } = central;
  return {
    shared: { operator, authority, authorityFolder, authorityPassphrase, logFile },
    stop: async () => {
      await central.stop();
      await rm(authorityFolder, { recursive: true, force: true });
    },
  };
}
