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
 * Faults: `read.file_missing`, `read.not_a_file`, `read.not_permitted`, `read.interrupted`.
 */
export async function openFileSource(path: string): Promise<Result<ByteSource>> {
  try {
    const chosen = await lstat(path, { bigint: true });
    if (!chosen.isFile()) return failed(fault('read.not_a_file', { file: path }));
    const handle = await open(path, openFlags);
    await handle.close();
    return ok(fileSource(path, chosen));
  } catch (error) {
    return failed(faultOf(error, path));
  }
}

function fileSource(path: string, chosen: BigIntStats): ByteSource {
  return {
    fileName: basename(path),
    sizeBytes: Number(chosen.size),
    identity: [path, chosen.dev, chosen.ino, chosen.size, chosen.mtimeNs].join(':'),
    open: () => readChunks(path, chosen),
    read: (position, length) => readAt(path, chosen, position, length),
    changed: async () => {
      const now = await lstat(path, { bigint: true }).catch(() => null);
      return now === null || !isSameContent(now, chosen);
    },
  };
}

async function* readChunks(path: string, chosen: BigIntStats): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await openAsChosen(path, chosen);
  try {
    for (let left = Number(chosen.size); left > 0;) {
      const chunk = await readChunk(handle, Math.min(left, chunkBytes), path);
      if (chunk.length === 0) throw changed(path);
      left -= chunk.length;
      yield chunk;
    }
  } finally {
    await handle.close();
  }
}

async function readAt(
  path: string,
  chosen: BigIntStats,
  position: number,
  length: number,
): Promise<Uint8Array> {
  const handle = await openAsChosen(path, chosen);
  try {
    const wanted = Math.max(0, Math.min(length, Number(chosen.size) - position));
    const bytes = Buffer.allocUnsafeSlow(wanted);
    for (let filled = 0; filled < wanted;) {
      const chunk = await readChunk(handle, wanted - filled, path, position + filled);
      if (chunk.length === 0) throw changed(path);
      bytes.set(chunk, filled);
      filled += chunk.length;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

async function openAsChosen(path: string, chosen: BigIntStats): Promise<FileHandle> {
  const handle = await open(path, openFlags).catch((error: unknown) => {
    throw new FaultError(faultOf(error, path), { cause: error });
  });
  if (isSameContent(await handle.stat({ bigint: true }), chosen)) return handle;
  await handle.close();
  throw changed(path);
}

async function readChunk(
  handle: FileHandle,
  length: number,
  path: string,
  position: number | null = null,
): Promise<Uint8Array> {
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafeSlow(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new FaultError(fault('read.interrupted', { file: basename(path) }), { cause: error });
  }
}

function isSameContent(now: BigIntStats, chosen: BigIntStats): boolean {
  return now.isFile() && now.ino === chosen.ino && now.size === chosen.size && now.mtimeNs === chosen.mtimeNs;
}

function changed(path: string): FaultError {
  return new FaultError(fault('read.changed', { file: basename(path) }));
}

function faultOf(error: unknown, path: string): Fault {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return fault('read.file_missing', { file: path });
    case 'EACCES':
    case 'EPERM':
      return fault('read.not_permitted', { file: path });
    case 'ELOOP':
    case 'EISDIR':
    case 'ENXIO':
      return fault('read.not_a_file', { file: path });
    case undefined:
      throw error;
    default:
      return fault('read.interrupted', { file: basename(path) });
  }
}
