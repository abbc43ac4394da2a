import type { BigIntStats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fault, FaultError } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { safeSegment } from './archive/part-names.ts';
import type { ByteSource } from './byte-source.ts';
import { openFileSource } from './file-source.ts';
import { leftOutByName, type LeftOutFile } from './named-files.ts';
import type { ReadLimits } from './read-limits.ts';

/** What of a folder is not read, and why. */
export interface FolderExclusion {
  /** Place within the folder, with `/` between folders. */
  readonly part: string;
  readonly sizeBytes: number;
  /** As of files that are left out by their name; `refused` is what could not be opened. */
  readonly kind: string;
  readonly sentence: string;
}

interface FolderFile {
  readonly name: string;
  readonly source: ByteSource;
}

interface Listing {
  readonly files: FolderFile[];
  readonly excluded: FolderExclusion[];
}

/** A folder below the one handed over, as it was when it was found. */
interface Folder {
  readonly path: string;
  /** As it is shown; empty for the one handed over. */
  readonly place: string;
  /** As it is on the disk. */
  readonly rawPlace: string;
  readonly stats: BigIntStats;
}

/** A link to a folder is none. */
export async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() ?? false;
}

/**
 * Every file of a folder and of the folders in it, in the order of their names, as sources that are still to be
 * opened. Links are not followed, devices and pipes not opened; they, hidden and system files and what may not be read
 * are named. Faults: `read.folder_unreadable`, `read.folder_too_many`, `read.folder_empty`.
 */
export async function listFolder(path: string, limits: ReadLimits): Promise<Result<Listing>> {
  const folder = basename(path);
  const stats = await lstat(path, { bigint: true }).catch(() => null);
  if (!stats?.isDirectory()) return failed(fault('read.folder_unreadable', { folder }));
  try {
    const lister = new FolderLister(folder, limits.maxFolderFiles);
    await lister.list({ path, place: '', rawPlace: '', stats });
    const { files, excluded } = lister.listing;
    if (files.length === 0 && excluded.length === 0) return failed(fault('read.folder_empty', { folder }));
    files.sort((one, other) => byPlace(one.name, other.name));
    excluded.sort((one, other) => byPlace(one.part, other.part));
    return ok({ files, excluded });
  } catch (error) {
    if (error instanceof FaultError) return failed(error.fault);
    throw error;
  }
}

/** By code units: the same order on every computer. */
function byPlace(one: string, other: string): number {
  return one < other ? -1 : 1;
}

class FolderLister {
  readonly listing: Listing = { files: [], excluded: [] };
  readonly #name: string;
  readonly #limit: number;
  #seen = 0;

  constructor(name: string, limit: number) {
    this.#name = name;
    this.#limit = limit;
  }

  async list(root: Folder): Promise<void> {
    const toList = [root];
    for (let folder = toList.pop(); folder !== undefined; folder = toList.pop()) {
      const found = await this.#listOne(folder);
      if (found !== null) toList.push(...found);
      else if (folder.place === '') throw this.#unreadable();
      else this.#exclude(folder.place, 0, fault('read.folder_unreadable', { folder: folder.place }).message);
    }
  }

  /** The folders in it; null when it cannot be listed, or is no longer the folder that was found. */
  async #listOne(folder: Folder): Promise<Folder[] | null> {
    if (!(await isStill(folder))) return null;
    const names = await readdir(folder.path).catch(() => null);
    if (names === null) return null;
    this.#seen += names.length;
    if (this.#seen > this.#limit) {
      throw new FaultError(fault('read.folder_too_many', { folder: this.#name, limit: this.#limit }));
    }
    const folders: Folder[] = [];
    const listing: Listing = { files: [], excluded: [] };
    for (const name of names) {
      const inner = await take(folder, name, listing);
      if (inner !== null) folders.push(inner);
    }
    // Somebody may have put another folder in its place: what was seen then is not what was handed over.
    if (!(await isStill(folder))) return null;
    this.listing.files.push(...listing.files);
    this.listing.excluded.push(...listing.excluded);
    return folders;
  }

  #exclude(part: string, sizeBytes: number, sentence: string): void {
    this.listing.excluded.push({ part, sizeBytes, kind: 'refused', sentence });
  }

  #unreadable(): FaultError {
    return new FaultError(fault('read.folder_unreadable', { folder: this.#name }));
  }
}

/** Adds one name of a folder to the listing; answers it when it is a folder itself. */
async function take(folder: Folder, name: string, { files, excluded }: Listing): Promise<Folder | null> {
  const path = join(folder.path, name);
  const place = joined(folder.place, safeSegment(name));
  const rawPlace = joined(folder.rawPlace, name);
  const stats = await lstat(path, { bigint: true }).catch(() => null);
  if (stats === null) {
    const sentence = 'It could not be looked at, because of its name or because it is gone. Rename it.';
    excluded.push({ part: place, sizeBytes: 0, kind: 'refused', sentence });
    return null;
  }
  if (stats.isDirectory()) return { path, place, rawPlace, stats };
  const sizeBytes = Number(stats.size);
  const leftOut = whyLeftOut(stats) ?? leftOutByName(rawPlace);
  if (leftOut !== null) {
    excluded.push({ part: place, sizeBytes, ...leftOut });
    return null;
  }
  const source = await openFileSource(path, place);
  if (source.ok) files.push({ name: place, source: source.value });
  else excluded.push({ part: place, sizeBytes, kind: 'refused', sentence: source.fault.message });
  return null;
}

async function isStill({ path, stats }: Folder): Promise<boolean> {
  const now = await lstat(path, { bigint: true }).catch(() => null);
  return now !== null && now.isDirectory() && now.ino === stats.ino && now.dev === stats.dev;
}

function whyLeftOut(stats: BigIntStats): LeftOutFile | null {
  if (stats.isFile()) return null;
  return stats.isSymbolicLink()
    ? {
        kind: 'link',
        sentence: 'It is a link to something else, and links are not followed. Choose what it leads to.',
      }
    : { kind: 'device', sentence: 'It is no file but a device, a pipe or a socket, and holds no records.' };
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
