// Only this and folder-source touch the disk.

import { constants, type BigIntStats } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Fault, fault, FaultError } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { ByteSource } from './byte-source.ts';

const chunkBytes = 256 * 1024;
/** Neither follow a link that took the file's place, nor wait for the other end of a pipe. Zero on Windows. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * A file chosen by a person. Links, folders and devices are refused. The content is read as it is when this is
 * called: when the file is replaced, written or cut while it is being read, the reading stops with `read.changed`.
 * Faults: `read.file_missing`, `read.is_a_link`, `read.not_a_file`, `read.not_permitted`, `read.interrupted`. They name
 * the file of a folder by its `place` in it, any other by its name, or by the path as it was given when it cannot be
 * opened there: where a folder lies on this computer is nobody's business.
 */
export async function openFileSource(path: string, place?: string): Promise<Result<ByteSource>> {
  try {
    const chosen = await lstat(path, { bigint: true });
    if (chosen.isSymbolicLink()) return failed(fault('read.is_a_link', { file: place ?? path }));
    if (!chosen.isFile()) return failed(fault('read.not_a_file', { file: place ?? path }));
    const handle = await open(path, openFlags);
    await handle.close();
    return ok(fileSource({ path, name: place ?? basename(path), stats: chosen }));
  } catch (error) {
    return failed(faultOf(error, place ?? path));
  }
}

/** As it was when it was chosen. */
interface Chosen {
  readonly path: string;
  /** For people. */
  readonly name: string;
  readonly stats: BigIntStats;
}

function fileSource(chosen: Chosen): ByteSource {
  const { path, stats } = chosen;
  return {
    fileName: basename(path),
    sizeBytes: Number(stats.size),
    identity: [path, stats.dev, stats.ino, stats.size, stats.mtimeNs].join(':'),
    open: () => readChunks(chosen),
    read: (position, length) => readAt(chosen, position, length),
    changed: async () => {
      const now = await lstat(path, { bigint: true }).catch(() => null);
      return now === null || !isSameContent(now, stats);
    },
  };
}

async function* readChunks(chosen: Chosen): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await openAsChosen(chosen);
  try {
    for (let left = Number(chosen.stats.size); left > 0;) {
      const chunk = await readChunk(handle, Math.min(left, chunkBytes), chosen);
      if (chunk.length === 0) throw changed(chosen);
      left -= chunk.length;
      yield chunk;
    }
  } finally {
    await handle.close();
  }
}

async function readAt(chosen: Chosen, position: number, length: number): Promise<Uint8Array> {
  const handle = await openAsChosen(chosen);
  try {
    const wanted = Math.max(0, Math.min(length, Number(chosen.stats.size) - position));
    const bytes = Buffer.allocUnsafeSlow(wanted);
    for (let filled = 0; filled < wanted;) {
      const chunk = await readChunk(handle, wanted - filled, chosen, position + filled);
      if (chunk.length === 0) throw changed(chosen);
      bytes.set(chunk, filled);
      filled += chunk.length;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

async function openAsChosen(chosen: Chosen): Promise<FileHandle> {
  const handle = await open(chosen.path, openFlags).catch((error: unknown) => {
    throw new FaultError(faultOf(error, chosen.name), { cause: error });
  });
  if (isSameContent(await handle.stat({ bigint: true }), chosen.stats)) return handle;
  await handle.close();
  throw changed(chosen);
}

async function readChunk(
  handle: FileHandle,
  length: number,
  { name }: Chosen,
  position: number | null = null,
): Promise<Uint8Array> {
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafeSlow(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new FaultError(fault('read.interrupted', { file: name }), { cause: error });
  }
}

function isSameContent(now: BigIntStats, chosen: BigIntStats): boolean {
  return now.isFile() && now.ino === chosen.ino && now.size === chosen.size && now.mtimeNs === chosen.mtimeNs;
}

function changed({ name }: Chosen): FaultError {
  return new FaultError(fault('read.changed', { file: name }));
}

function faultOf(error: unknown, file: string): Fault {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return fault('read.file_missing', { file });
    case 'EACCES':
    case 'EPERM':
      return fault('read.not_permitted', { file });
    case 'ELOOP':
      return fault('read.is_a_link', { file });
    case 'EISDIR':
    case 'ENXIO':
      return fault('read.not_a_file', { file });
    case undefined:
      throw error;
    default:
      return fault('read.interrupted', { file });
  }
}
