import { basename } from 'node:path';
import { fault } from '#contract/faults';
import type { FileSource, SingleSource } from '#contract/operations/file-views';
import { failed, ok, type Result } from '#contract/result';
import type { ByteSource } from '#main/steps/read/byte-source';
import { foldersOf } from '#main/steps/read/archive/part-names';
import { openFileSource } from '#main/steps/read/file-source';
import { isFolder, listFolder, type FolderExclusion } from '#main/steps/read/folder-source';
import type { ReadLimits } from '#main/steps/read/read-limits';
import type { ReadableDb } from '#main/workspace/database';
import { getSourceFile, SourceFileReader } from '#main/workspace/source-file';

/** One file of what a person handed over. */
export interface HandedFile {
  /** Its name with the folders above it, within the folder handed over; empty for a file handed over by itself. */
  readonly place: string;
  readonly source: ByteSource;
  /** Where its bytes lie in the workspace already. */
  readonly sourceFileId: number | null;
}

export interface HandedOver {
  readonly name: string;
  readonly isFolder: boolean;
  readonly files: readonly HandedFile[];
  readonly excluded: readonly FolderExclusion[];
}

/**
 * The files at a path (one, or all of a folder), or one that a browser handed over in pieces and completely, which
 * lies in the open workspace.
 */
export async function openHandedOver(
  db: ReadableDb | null,
  source: FileSource,
  limits: ReadLimits,
): Promise<Result<HandedOver>> {
  if (source.kind === 'several') return openSeveral(db, source.sources, limits);
  if (source.kind === 'spool') {
    return db === null ? failed(fault('workspace.not_open', {})) : openSpool(db, source.spoolId);
  }
  if (await isFolder(source.path)) return openFolder(source.path, limits);
  const opened = await openFileSource(source.path);
  return opened.ok ? ok(single({ place: '', source: opened.value, sourceFileId: null })) : opened;
}

/** A file that is in the workspace, kept or received completely. */
export function openKeptFile(db: ReadableDb, sourceFileId: number): HandedFile | null {
  const file = getSourceFile(db, sourceFileId);
  if (file === null || file.receivedBytes < file.sizeBytes) return null;
  const { fileName, sizeBytes } = file;
  const reader = new SourceFileReader(db, sourceFileId);
  const read = async (position: number, length: number): Promise<Uint8Array> => reader.read(position, length);
  // No number is given twice in a workspace, and the readers of one end with it.
  const identity = `kept:${sourceFileId}`;
  return {
    place: '',
    sourceFileId,
    source: { fileName, sizeBytes, identity, read, open: () => inBlocks(read, sizeBytes) },
  };
}

function openSpool(db: ReadableDb, spoolId: number): Result<HandedOver> {
  const file = getSourceFile(db, spoolId);
  if (file === null || file.state === 'known') {
    return failed(fault('files.spool_unknown', { spool: spoolId }));
  }
  const handed = openKeptFile(db, spoolId);
  if (handed === null) return failed(fault('files.spool_incomplete', { file: file.fileName }));
  return ok(single(handed));
}

/**
 * Each keeps its own name as its place; a name that comes again is told apart by a number, and so is one that is the
 * folder of another: the files of a folder `x.zip` would be taken for those in an archive of that name.
 */
async function openSeveral(
  db: ReadableDb | null,
  sources: readonly SingleSource[],
  limits: ReadLimits,
): Promise<Result<HandedOver>> {
  const files: HandedFile[] = [];
  const excluded: FolderExclusion[] = [];
  const taken = new PlaceNames();
  for (const source of sources) {
    const opened = await openHandedOver(db, source, limits);
    if (!opened.ok) return opened;
    const { isFolder: above, name, ...found } = opened.value;
    const own = taken.nameApart(name);
    const placeOf = (place: string): string => (above ? `${own}/${place}` : own);
    files.push(...found.files.map((file) => ({ ...file, place: placeOf(file.place) })));
    excluded.push(...found.excluded.map((one) => ({ ...one, part: placeOf(one.part) })));
  }
  const name = taken.names.slice(0, 3).join(', ');
  return ok({ name: taken.names.length > 3 ? `${name} …` : name, isFolder: true, files, excluded });
}

/** Names with folders in them, none of which is another or the folder of another. */
class PlaceNames {
  readonly #names = new Set<string>();
  readonly #folders = new Set<string>();

  get names(): readonly string[] {
    return [...this.#names];
  }

  nameApart(name: string): string {
    // A folder that is called like a file beside it is told apart itself, with all that is in it.
    const marked = foldersOf(name).find((folder) => this.#names.has(folder)) ?? name;
    let apart = name;
    for (let number = 2; !this.#isFree(apart); number += 1) {
      apart = `${marked} (${number})${name.slice(marked.length)}`;
    }
    this.#names.add(apart);
    for (const folder of foldersOf(apart)) this.#folders.add(folder);
    return apart;
  }

  #isFree(name: string): boolean {
    if (this.#names.has(name) || this.#folders.has(name)) return false;
    return !foldersOf(name).some((folder) => this.#names.has(folder));
  }
}

async function openFolder(path: string, limits: ReadLimits): Promise<Result<HandedOver>> {
  const listed = await listFolder(path, limits);
  if (!listed.ok) return listed;
  const files = listed.value.files.map(({ name, source }) => ({ place: name, source, sourceFileId: null }));
  return ok({ name: basename(path), isFolder: true, files, excluded: listed.value.excluded });
}

function single(file: HandedFile): HandedOver {
  return { name: file.source.fileName, isFolder: false, files: [file], excluded: [] };
}

const blockBytes = 256 * 1024;

async function* inBlocks(
  read: (position: number, length: number) => Promise<Uint8Array>,
  sizeBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = 0; position < sizeBytes; position += blockBytes) yield await read(position, blockBytes);
}
