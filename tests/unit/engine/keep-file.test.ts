import { expect, test } from 'vitest';
import { FileKeeper } from '#main/engine/keep-file';
import { beginSourceFile, getSourceFile } from '#main/workspace/source-file';
import { scratchWorkspace } from '../workspace/scratch.ts';
import { faultOf, sourceOf } from '../read/byte-sources.ts';

test('a source that answers no bytes any more is a fault of the file, and not waited for', async () => {
  const db = scratchWorkspace();
  const content = Buffer.from('id,name\n1,Test\n');
  const sourceFileId = beginSourceFile(db, { fileName: 'patients.csv', sizeBytes: content.length + 5 });
  const source = { ...sourceOf(content), fileName: 'patients.csv', sizeBytes: content.length + 5 };
  const keeper = new FileKeeper(db, sourceFileId, source);
  expect(await faultOf(keeper.finish(new AbortController().signal))).toMatchObject({
    code: 'read.changed',
    params: { file: 'patients.csv' },
  });
  expect(getSourceFile(db, sourceFileId)).toMatchObject({ state: 'receiving' });
});
