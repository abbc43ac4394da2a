import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorkspace } from '#main/workspace/create-workspace';
import { prepared } from '#main/workspace/database';
import { openWorkspace } from '#main/workspace/open-workspace';
import { beginSourceFile } from '#main/workspace/source-file';
import { beginSourceTable } from '#main/workspace/source-table';
import { newTable, passphrase, resourcesFolder, scratchFolder } from './scratch.ts';
import { must } from '../../support/must.ts';

test('opening a workspace gives up the file that was being read when the program died', async () => {
  const path = join(scratchFolder(), 'practice.workspace');
  const created = await createWorkspace({ path, practiceName: 'High Street', passphrase, resourcesFolder });
  const first = must(created).workspace;
  beginSourceTable(first.db, newTable);
  beginSourceFile(first.db, newTable);
  first.close();

  const again = must(await openWorkspace({ path, secret: passphrase, resourcesFolder }));
  expect(prepared<[]>(again.db, 'SELECT id FROM source_table').all()).toEqual([]);
  expect(prepared<[]>(again.db, 'SELECT id FROM source_file').all()).toEqual([]);
  again.close();
});
