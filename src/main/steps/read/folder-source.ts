import { lstat } from 'node:fs/promises';
import { ok, type Result } from '#contract/result';
import type { ByteSource } from './byte-source.ts';
import type { ReadLimits } from './read-limits.ts';

export interface FolderExclusion {
  readonly part: string;
  readonly sizeBytes: number;
  readonly sentence: string;
}
export async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() ?? false;
}
export async function listFolder(
  _path: string,
  _limits: ReadLimits,
): Promise<Result<{ files: { name: string; source: ByteSource }[]; excluded: FolderExclusion[] }>> {
  return ok({ files: [], excluded: [] });
}
