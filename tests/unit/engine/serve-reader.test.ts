import { expect, test } from 'vitest';
import type { Layout } from '#contract/layout';
import type { FromReader, ReadPageMessage, ToReader } from '#main/engine/reading/protocol';
import { serveReader } from '#main/engine/reading/serve-reader';
import type { StagedRow } from '#main/model/staged-row';
import { decodeKeptPage, decodeRowPage, maxPageCharacters } from '#main/model/row-page';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { layoutOf, readAll, sourceOf } from '../read/byte-sources.ts';

interface Sent {
  readonly pages: readonly ReadPageMessage[];
  readonly end: 'done' | 'failed' | 'bug';
  readonly content: Buffer;
}

/** A reader's process without a process: answers what it sends for one file after another. */
function startReader(): (content: Buffer, layout: Layout) => Promise<Sent> {
  let tell!: (message: ToReader) => void;
  let answer!: (message: FromReader) => void;
  serveReader({
    post: (message) => void setImmediate(() => answer(message)),
    onMessage: (listener) => (tell = listener),
  });
  return (content, layout) =>
    new Promise((resolve) => {
      const pages: ReadPageMessage[] = [];
      answer = (message) => {
        if (message.kind === 'want') {
          const { id, position, length } = message;
          tell({ kind: 'bytes', id, bytes: content.subarray(position, position + length) });
        } else if (message.kind === 'page') {
          pages.push(message.page);
          tell({ kind: 'taken', pages: 1 });
        } else if (message.kind !== 'ready' && message.kind !== 'part') {
          resolve({ pages, end: message.kind, content });
        }
      };
      const file = { fileName: 'test', sizeBytes: content.length };
      tell({ kind: 'run', request: { kind: 'read', file, part: '', layout, limits: defaultReadLimits } });
    });
}

const rowsOf = ({ pages, content }: Sent): StagedRow[] =>
  pages.flatMap((page) =>
    page.form === 'kept'
      ? decodeKeptPage(page.bytes, page.firstRowNo, (at, length) => content.subarray(at, at + length))
      : decodeRowPage(page.form, page, page.firstRowNo),
  );

test('rows with pictures in their cells come in pages that can be held', async () => {
  const picture = 'ab'.repeat(200_000);
  const lines = Array.from({ length: 40 }, (_, index) => `${index},${picture}`);
  const sent = await startReader()(Buffer.from(['id,photo', ...lines, ''].join('\n')), layoutOf({}));
  const rows = rowsOf(sent);
  expect(rows.map(({ rowNo }) => rowNo)).toEqual(lines.map((_, index) => index + 1));
  expect(rows.map(({ cells }) => cells[1]!.length)).toEqual(lines.map(() => picture.length));
  const mostRows = Math.max(...sent.pages.map(({ rowCount }) => rowCount));
  expect(mostRows * picture.length).toBeLessThan(maxPageCharacters + picture.length + 1);
});

test('rows of a file whose reading failed are not among those of the next', async () => {
  const read = startReader();
  const broken = `id,note\n${'1,good\n'.repeat(50)}2,${'x'.repeat(2 * 1024 * 1024)}\n`;
  expect(await read(Buffer.from(broken), layoutOf({}))).toMatchObject({ end: 'failed' });
  const next = await read(Buffer.from('id,note\n7,seven\n'), layoutOf({}));
  expect(next.end).toBe('done');
  expect(rowsOf(next).map(({ cells }) => cells)).toEqual([['7', 'seven']]);
});

const noteOf = (index: number): string => (index % 7 === 0 ? `two\nlines of ${index}` : `note of ${index}`);
const isOdd = (index: number): boolean => index % 900 === 5;

test('sound lines are sent as the place where they stand, others as rows, and together they are the table', async () => {
  const lines = Array.from({ length: 5_000 }, (_, index) =>
    isOdd(index) ? `${index},a,"odd" one` : `${index},a,"${noteOf(index)}"`,
  );
  const content = Buffer.from(`\uFEFFid,kind,note\n${lines.join('\n')}\n`);
  const sent = await startReader()(content, { ...layoutOf({}), byteOrderMark: true });
  expect([...new Set(sent.pages.map(({ form }) => form))].toSorted()).toEqual(['kept', 'rows']);
  const read = await readAll(sourceOf(content), { byteOrderMark: true });
  expect(rowsOf(sent)).toEqual(read.rows);
});
