// A thread of its own, so that an input on which a reader never comes back can be ended.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { checkInput, type Violation } from './check-input.ts';
import { type FuzzInput, makeInput } from './make-input.ts';
import { minimise } from './minimise.ts';
import { seedFiles } from './seed-files.ts';

export interface Orders {
  readonly seed: number;
  readonly first: number;
  readonly last: number;
  readonly folder: string;
}

export type Progress =
  | { readonly kind: 'begun'; readonly run: number; readonly readWhole: boolean }
  | { readonly kind: 'done'; readonly run: number; readonly ms: number; readonly code: string | null }
  | { readonly kind: 'finished' };

const keptPerCode = 3;
const { seed, first, last, folder } = workerData as Orders;
const times = new Map<string, number>();
const tell = (progress: Progress): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  parentPort!.postMessage(progress);
};

const seeds = await seedFiles(seed, 3);
for (let run = first; run <= last; run += 1) {
  const input = makeInput(seed, run, seeds);
  tell({ kind: 'begun', run, readWhole: isReadWhole(input.bytes) });
  const started = performance.now();
  const violation = await checkInput(input);
  const ms = performance.now() - started;
  if (violation !== null) await keep(run, input, violation);
  tell({ kind: 'done', run, ms, code: violation?.code ?? null });
}
tell({ kind: 'finished' });

/** By its beginning, a workbook that is given to SheetJS as a whole: .xls, and .xlsb and .ods among archives. */
function isReadWhole(bytes: Buffer): boolean {
  const start = bytes.toString('latin1');
  if (start.startsWith('\xd0\xcf\x11\xe0') || start.startsWith('\x09')) return true;
  if (start.startsWith('PK')) return /xl\/workbook\.bin|opendocument\.spreadsheet/.test(start);
  return /urn:schemas-microsoft-com:office:spreadsheet|office:document|<(?:html|table)/i.test(start);
}

async function keep(run: number, input: FuzzInput, violation: Violation): Promise<void> {
  const { code } = violation;
  times.set(code, (times.get(code) ?? 0) + 1);
  if (times.get(code)! > keptPerCode) return;
  const stillFails = async (bytes: Buffer): Promise<boolean> =>
    (await checkInput({ ...input, bytes }))?.code === code;
  const smallest = await minimise(input.bytes, stillFails);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${seed}-${run}`);
  writeFileSync(`${path}.${input.fileName.split('.').at(-1)!}`, smallest);
  const { fileName, pieceSize, how, parent } = input;
  const about = { seed, run, ...violation, fileName, pieceSize, how, parent: parent?.name ?? null };
  writeFileSync(`${path}.about.json`, `${JSON.stringify(about, null, 2)}\n`);
}
