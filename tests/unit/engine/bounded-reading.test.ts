import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  maxBytesUnderWay,
  maxWantedBytes,
  type FromReader,
  type ToReader,
} from '#main/engine/reading/protocol';
import { ReaderProcess, type ReaderChild } from '#main/engine/reading/reader-process';
import { RemoteBytes } from '#main/engine/reading/remote-source';
import { serveReader } from '#main/engine/reading/serve-reader';
import { TableWriter } from '#main/engine/table-writer';
import { encodeRowPage } from '#main/model/row-page';
import type { ByteSource } from '#main/steps/read/byte-source';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { beginSourceTable } from '#main/workspace/source-table';
import { prepared } from '#main/workspace/database';
import { layoutOf } from '../read/byte-sources.ts';
import { newTable, rowsOf, scratchWorkspace } from '../workspace/scratch.ts';

const MiB = 1024 * 1024;
const file = { fileName: 'export.csv', sizeBytes: 8 * 1024 * MiB };

/** A reader's process that says what it is told to say once it has something to do. */
function childThatSays(said: readonly FromReader[]): { child: ReaderChild; posted: ToReader[] } {
  const posted: ToReader[] = [];
  let tell!: (message: FromReader) => void;
  return {
    posted,
    child: {
      post: (message) => {
        posted.push(message);
        if (message.kind === 'run') for (const each of said) setImmediate(() => tell(each));
        if (message.kind === 'bytes' && message.id === said.length) {
          tell({ kind: 'done', value: null });
        }
      },
      onMessage: (listener) => (tell = listener),
      onExit: () => undefined,
      kill: () => undefined,
    },
  };
}

function wants(lengths: readonly number[]): FromReader[] {
  return lengths.map((length, index) => ({ kind: 'want', id: index + 1, position: index * 10, length }));
}

/** Holds what it is asked for in memory, and the later it is asked the sooner it answers. */
function countingSource(): { source: ByteSource; asked: number[]; held: () => number } {
  const asked: number[] = [];
  let holding = 0;
  let most = 0;
  const read = async (_position: number, length: number): Promise<Uint8Array> => {
    asked.push(length);
    holding += length;
    most = Math.max(most, holding);
    for (let turn = asked.length; turn < 6; turn += 1) await new Promise(setImmediate);
    holding -= length;
    return new Uint8Array(length);
  };
  return { source: { ...file, read, open: notOpened }, asked, held: () => most };
}

function notOpened(): never {
  throw new Error('is read by position only');
}

const survey = { kind: 'survey', file, limits: defaultReadLimits } as const;

test('a reader that asks for gigabytes at once gets none, and is ended', async () => {
  const { child, posted } = childThatSays(wants([4 * 1024 * MiB]));
  const { source, asked } = countingSource();
  const result = await new ReaderProcess(() => child, 64).run({ request: survey, source });
  expect(result).toMatchObject({ fault: { code: 'app.internal', params: { operation: 'reader' } } });
  expect([asked, posted.map(({ kind }) => kind)]).toEqual([[], ['run']]);
});

test('what a reader asks for is handed out one block after another, in order', async () => {
  const lengths = [maxWantedBytes, 3, maxWantedBytes, 1];
  const { child, posted } = childThatSays(wants(lengths));
  const { source, asked, held } = countingSource();
  const passed: number[] = [];
  const onBytes = (_position: number, bytes: Uint8Array): void => void passed.push(bytes.length);
  expect(await new ReaderProcess(() => child, 64).run({ request: survey, source, onBytes })).toMatchObject({
    ok: true,
  });
  expect(asked).toEqual(lengths);
  expect(posted.flatMap((message) => (message.kind === 'bytes' ? [message.id] : []))).toEqual([1, 2, 3, 4]);
  expect(passed.slice(0, 3)).toEqual(lengths.slice(0, 3));
  expect(held()).toBe(maxWantedBytes);
});

test('a long part of a file is asked for in blocks and comes as one', async () => {
  const content = randomBytes(2 * MiB + 77);
  const asked: number[] = [];
  const bytes: RemoteBytes = new RemoteBytes({
    post: (message) => {
      if (message.kind !== 'want') return;
      const { id, position, length } = message;
      asked.push(length);
      bytes.receive({ kind: 'bytes', id, bytes: content.subarray(position, position + length) });
    },
    onMessage: () => undefined,
  });
  const source = bytes.source({ fileName: 'export.zip', sizeBytes: content.length });
  expect(Buffer.from(await source.read(5, 2 * MiB)).equals(content.subarray(5, 5 + 2 * MiB))).toBe(true);
  expect(Math.max(...asked)).toBe(maxWantedBytes);
  const rest = await source.read(content.length - 9, MiB);
  expect(Buffer.from(rest).equals(content.subarray(-9))).toBe(true);
});

test('pages of large rows wait for the engine to take those before them', async () => {
  const lines = Array.from(
    { length: 64 },
    (_, index) => `${index},${randomBytes(384 * 1024).toString('base64')}`,
  );
  const content = Buffer.from(['id,photo', ...lines, ''].join('\n'));
  let tell!: (message: ToReader) => void;
  const underWay: number[] = [];
  let most = 0;
  let rows = 0;
  const take = (): void => {
    if (underWay.shift() !== undefined) tell({ kind: 'taken', pages: 1 });
  };
  const ended = new Promise<FromReader>((resolve) => {
    let quiet: NodeJS.Immediate | undefined;
    /** Nothing is taken before the reader has nothing more to say. */
    const whenQuiet = (turns: number): void => {
      clearImmediate(quiet);
      quiet = setImmediate(() => (turns === 0 ? take() : whenQuiet(turns - 1)));
    };
    serveReader({
      post: (message) => {
        whenQuiet(20);
        if (message.kind === 'want') {
          const { id, position, length } = message;
          const bytes = content.subarray(position, position + length);
          setImmediate(() => tell({ kind: 'bytes', id, bytes }));
        } else if (message.kind === 'page') {
          underWay.push(message.page.bytes.length);
          rows += message.page.rowCount;
          most = Math.max(
            most,
            underWay.reduce((sum, each) => sum + each, 0),
          );
        } else if (message.kind !== 'ready') {
          resolve(message);
        }
      },
      onMessage: (listener) => (tell = listener),
    });
  });
  const request = {
    file: { fileName: 'photos.csv', sizeBytes: content.length },
    part: '',
    limits: defaultReadLimits,
  };
  // Of a text that is not UTF-8 the rows themselves are sent, and not where they stand.
  tell({
    kind: 'run',
    request: { kind: 'read', ...request, layout: { ...layoutOf({}), encoding: 'windows-1252' } },
  });
  expect(await ended).toMatchObject({ kind: 'done' });
  expect(rows).toBe(lines.length);
  expect(content.length * 0.7).toBeGreaterThan(maxBytesUnderWay);
  expect(most).toBeGreaterThan(maxBytesUnderWay / 2);
  expect(most).toBeLessThanOrEqual(maxBytesUnderWay);
});

test('large pages are written before many of them have gathered', () => {
  const db = scratchWorkspace();
  const writer = new TableWriter(db, beginSourceTable(db, newTable));
  const written = (): number => prepared<[], number>(db, 'SELECT count(*) FROM staged_page').pluck().get()!;
  const held: number[] = [];
  let sizeBytes = 0;
  for (const row of rowsOf(12, () => [randomBytes(MiB).toString('base64')])) {
    const page = encodeRowPage([row]);
    writer.add(page);
    sizeBytes = Math.max(sizeBytes, page.bytes.length);
    held.push(row.rowNo - written());
  }
  expect(Math.max(...held) * sizeBytes).toBeLessThan(9 * MiB);
  writer.flush();
  expect(written()).toBe(12);
});
