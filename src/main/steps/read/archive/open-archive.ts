import { fault, type Fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { ByteSource } from '../byte-source.ts';
import { leftOutByName, type LeftOutFile } from '../named-files.ts';
import { entrySource, type EntrySource } from './entry-source.ts';
import { damaged, measureGzip, refuseToInflate, type PackedFile } from './inflate-entry.ts';
import type { InflationRoom } from './inflation-room.ts';
import { lastSegment, nameParts } from './part-names.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** One file in an archive: to be opened, or with the reason why not. */
export type ArchivePart = {
  /** Its place in the archive: safe to show, and no other's. */
  readonly name: string;
  readonly fileName: string;
  readonly sizeBytes: number;
} & (
  | { readonly outcome: 'file'; open(): EntrySource }
  | { readonly outcome: 'excluded'; readonly leftOut: LeftOutFile }
  | { readonly outcome: 'unreadable'; readonly fault: Fault }
);

export interface Archive {
  /** In the order of the archive's directory. */
  readonly parts: readonly ArchivePart[];
  /** Names as the archive has them, by which its kind is told. Hostile. */
  readonly rawNames: readonly string[];
  readonly strayBytes: number;
}

const stored = 0;
const deflated = 8;
const methods: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'BZip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  97: 'WavPack',
  98: 'PPMd',
  99: 'AES',
};
const typeOfMode = 0o170000;
const regularFile = 0o100000;
const folder = 0o040000;
const link = 0o120000;

/**
 * Opens a ZIP archive. Folders as such are no parts; everything else is one, whatever is wrong with it. Faults: those
 * of `readZipDirectory`. Throws FaultError as the source does.
 */
export async function openArchive(source: ByteSource, room: InflationRoom): Promise<Result<Archive>> {
  const directory = await readZipDirectory(source, room);
  if (!directory.ok) return directory;
  const entries = directory.value.entries.filter((entry) => !isFolder(entry));
  const rawNames = entries.map(({ rawName }) => rawName);
  const names = nameParts(rawNames);
  const parts = entries.map((entry, position) => partOf(source, entry, names[position]!, room));
  return ok({ parts, rawNames, strayBytes: directory.value.strayBytes });
}

/**
 * Opens a gzip file as an archive of the one file in it. It is unpacked once to learn its size, and its samples are
 * taken as they go by. Throws FaultError: those of `measureGzip`.
 */
export async function openGzip(source: ByteSource, room: InflationRoom): Promise<Archive> {
  const rawName = source.fileName.replace(/\.tgz$/iu, '.tar').replace(/\.gz$/iu, '');
  const [name = ''] = nameParts([rawName]);
  const fileName = lastSegment(name);
  const { file, samples } = await measureGzip(source, fileName, room);
  const open = (): EntrySource => entrySource(source, file, room, samples);
  const part = { name, fileName, sizeBytes: file.sizeBytes, outcome: 'file', open } as const;
  return { parts: [part], rawNames: [rawName], strayBytes: 0 };
}

/** A folder that has content is a file under a strange name: its bytes have to be accounted for. */
function isFolder({ rawName, sizeBytes, packedBytes, mode }: ZipEntry): boolean {
  const isNamedSo = rawName.endsWith('/') || (mode & typeOfMode) === folder;
  return isNamedSo && sizeBytes === 0 && packedBytes <= 2;
}

function partOf(archive: ByteSource, entry: ZipEntry, name: string, room: InflationRoom): ArchivePart {
  const fileName = lastSegment(name);
  const place = { name, fileName, sizeBytes: entry.sizeBytes };
  const leftOut = leftOutAsEntry(entry) ?? leftOutByName(entry.rawName);
  if (leftOut !== null) return { ...place, outcome: 'excluded', leftOut };
  const file = packedFile(entry, fileName);
  if (!file.ok) return { ...place, outcome: 'unreadable', fault: file.fault };
  const refused = refuseToInflate(file.value, room);
  if (refused !== null) return { ...place, outcome: 'unreadable', fault: refused };
  return { ...place, outcome: 'file', open: () => entrySource(archive, file.value, room) };
}

function packedFile(entry: ZipEntry, fileName: string): Result<PackedFile> {
  const { sizeBytes, packedBytes, crc32, method, isEncrypted, dataAt } = entry;
  if (isEncrypted) return failed(fault('read.archive_encrypted', { file: fileName }));
  if (method !== stored && method !== deflated) {
    const known = methods[method] ?? `method ${method}`;
    return failed(fault('read.archive_method', { file: fileName, method: known }));
  }
  const packing: PackedFile['packing'] = method === deflated ? 'deflated' : 'stored';
  const file = { fileName, sizeBytes, packedBytes, crc32, packing };
  return dataAt === null ? failed(damaged({ ...file, dataAt: 0 })) : ok({ ...file, dataAt });
}

function leftOutAsEntry({ mode }: ZipEntry): LeftOutFile | null {
  const type = mode & typeOfMode;
  if (type === link) {
    return {
      kind: 'link',
      sentence: 'It is a link to another file, and links are not followed. Choose that file itself.',
    };
  }
  if (type === 0 || type === regularFile || type === folder) return null;
  return {
    kind: 'device',
    sentence: 'It is no file but a device, a pipe or the like, and holds no records.',
  };
}
