import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { TaskSnapshot } from '#contract/events';
import type { OperationInput } from '#contract/operations';
import type { FileSource } from '#contract/operations/file-views';
import type { EngineOptions } from '#main/engine/options';
import { startNodeReader } from '#main/engine/reading/start-node-reader';
import type { ReaderChild, StartReader } from '#main/engine/reading/reader-process';
import { openEncrypted, type WritableDb } from '#main/workspace/database';
import { keyFilePath, readKeyFile, unwrapDataKey } from '#main/workspace/key-file';
import { must } from '../support/must.ts';
import { manager, openDesk, passphrase, type Desk } from './desk.ts';

export interface PlainPractice extends Desk {
  /** A file in a folder of this test. */
  write(name: string, content: string | Buffer): string;
  /** Closes the workspace, does `work` on what is on disk, as it is, and opens it again. */
  withDatabase<T>(work: (db: WritableDb) => T): Promise<T>;
  /** What every table of the workspace holds on disk, before anything is tidied up. */
  content(): Promise<Record<string, string>>;
}

/** A desk with a new workspace that no central database belongs to. */
export async function openPlainPractice(options: Partial<EngineOptions> = {}): Promise<PlainPractice> {
  const desk = openDesk(options);
  const folder = mkdtempSync(join(tmpdir(), 'practice-migrator-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(desk.folder, 'practice.workspace');
  const create = { practiceName: 'High Street', passphrase, path };
  const { recoveryKey } = await desk.must('workspace.create', create);
  const withDatabase: PlainPractice['withDatabase'] = async (work) => {
    await desk.must('workspace.close', {});
    const dataKey = must(await unwrapDataKey(must(readKeyFile(keyFilePath(path))), recoveryKey));
    const db = openEncrypted(path, dataKey);
    try {
      return work(db);
    } finally {
      db.close();
      await desk.must('workspace.open', { path, secret: recoveryKey });
    }
  };
  return {
    ...desk,
    write: (name, content) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    withDatabase,
    content: () => withDatabase(contentOf),
  };
}

function contentOf(db: WritableDb): Record<string, string> {
  const names = db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`,
    )
    .pluck()
    .all();
  return Object.fromEntries(
    names.map((name) => {
      const rows = db.prepare<[], unknown[]>(`SELECT * FROM ${name}`).raw().all();
      const hash = createHash('sha256');
      for (const row of rows) hash.update(JSON.stringify(row.map(hexOfBytes)));
      return [name, `${rows.length} rows ${hash.digest('hex')}`];
    }),
  );
}

function hexOfBytes(value: unknown): unknown {
  return Buffer.isBuffer(value) ? value.toString('hex') : value;
}

/** Processes that read, with every one that was started at hand. */
export function watchedReaders(alter: (child: ReaderChild) => ReaderChild = (child) => child): {
  readonly startReader: StartReader;
  readonly started: ReaderChild[];
} {
  const started: ReaderChild[] = [];
  return {
    started,
    startReader: (maxMegabytes) => {
      const child = alter(startNodeReader(maxMegabytes));
      started.push(child);
      return child;
    },
  };
}

/** Does `act` as soon as the first piece of long work tells of rows. */
export function atFirstRows(desk: Desk, act: (snapshot: TaskSnapshot) => void): { readonly done: number } {
  const seen = { done: 0 };
  const stop = desk.engine.on('task.progress', (snapshot) => {
    if (snapshot.state !== 'running' || snapshot.done === 0) return;
    stop();
    seen.done = snapshot.done;
    act(snapshot);
  });
  return seen;
}

export function cancelAtFirstRows(desk: Desk): { readonly done: number } {
  return atFirstRows(desk, ({ taskId }) => void desk.engine.dispatch('task.cancel', { taskId }, manager));
}

/** What says of a file that it is right as it is shown. */
export async function answersTo(
  desk: Desk,
  source: FileSource,
  how: Omit<OperationInput<'files.inspect'>, 'source'> = {},
): Promise<string[]> {
  const looked = await desk.must('files.inspect', { source, ...how });
  const tables = looked.outcome === 'recognised' ? looked.tables : [];
  return tables.flatMap(({ questions }) => questions.map(({ answer }) => answer));
}

/** A list of patients whose every row is sound, without a person's name in it. */
export function patientsCsv(rows: number, delimiter = ','): string {
  const lines = Array.from({ length: rows }, (_, index) =>
    [
      `P${index}`,
      `Test${index % 97}`,
      `Probe${index % 89}`,
      '01/02/1980',
      '1 Long Street',
      'London',
      'SW1A 1AA',
    ].join(delimiter),
  );
  const header = ['patient_id', 'first_name', 'last_name', 'dob', 'address_1', 'city', 'postcode'];
  return `${[header.join(delimiter), ...lines].join('\r\n')}\r\n`;
}
