import { expect, test } from 'vitest';
import type { Layout } from '#contract/layout';
import type { FromReader, ReadPageMessage, ToReader } from '#main/engine/reading/protocol';
import { serveReader } from '#main/engine/reading/serve-reader';
import { decodeRowPage, maxPageCharacters } from '#main/model/row-page';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { layoutOf } from '../read/byte-sources.ts';

/** What a reader's process sends for a file, without a process. */
async function pagesOf(content: Buffer, layout: Layout): Promise<ReadPageMessage[]> {
  const pages: ReadPageMessage[] = [];
  await new Promise<void>((resolve, reject) => {
    let tell!: (message: ToReader) => void;
    const answer = (message: FromReader): void => {
      if (message.kind === 'done') resolve();
      else if (message.kind === 'failed' || message.kind === 'bug') reject(new Error(message.kind));
      else if (message.kind === 'want') {
        const { id, position, length } = message;
        tell({ kind: 'bytes', id, bytes: content.subarray(position, position + length) });
      } else if (message.kind === 'page') {
        pages.push(message.page);
        tell({ kind: 'taken', pages: 1 });
      }
    };
    serveReader({
      post: (message) => void setImmediate(() => answer(message)),
      onMessage: (listener) => (tell = listener),
    });
    const file = { fileName: 'test', sizeBytes: content.length };
    tell({ kind: 'run', request: { kind: 'read', file, part: '', layout, limits: defaultReadLimits } });
  });
  return pages;
}

test('rows with pictures in their cells come in pages that can be held', async () => {
  const picture = 'ab'.repeat(200_000);
  const lines = Array.from({ length: 40 }, (_, index) => `${index},${picture}`);
  const pages = await pagesOf(Buffer.from(['id,photo', ...lines, ''].join('\n')), layoutOf({}));
  const rows = pages.flatMap((page) => decodeRowPage(page.form, page, page.firstRowNo));
  expect(rows.map(({ rowNo }) => rowNo)).toEqual(lines.map((_, index) => index + 1));
  expect(rows.map(({ cells }) => cells[1]!.length)).toEqual(lines.map(() => picture.length));
  const mostRows = Math.max(...pages.map(({ rowCount }) => rowCount));
  expect(mostRows * picture.length).toBeLessThan(maxPageCharacters + picture.length + 1);
});
