import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import type { ByteSource } from '#main/steps/read/byte-source';
import { defaultReadLimits, type ReadLimits } from '#main/steps/read/read-limits';
import { surveyParts, type SurveyedPart } from '#main/steps/read/survey';

export const patients = 'id,name,town\n1,Test,Leeds\n2,Probe,York\n';

/** A file in memory under a name. */
export function named(fileName: string, content: string | Uint8Array): ByteSource {
  const bytes = Buffer.from(content as Uint8Array);
  return {
    fileName,
    sizeBytes: bytes.length,
    async *open() {
      yield bytes;
    },
    read: async (position, length) => Buffer.from(bytes.subarray(position, position + length)),
  };
}

/** An archive as an ordinary program packs it. */
export async function pack(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: { compress?: boolean; forceZip64Format?: boolean } = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) {
    if (name.endsWith('/')) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(content as Uint8Array), name, options);
  }
  zip.end({ forceZip64Format: options.forceZip64Format ?? false, comment: '' });
  return buffer(zip.outputStream);
}

/** An entry of an archive made by hand; what is not given is as it should be. */
export interface MadeEntry {
  readonly name: string | Buffer;
  readonly content: string | Uint8Array;
  readonly flags?: number;
  readonly method?: number;
  readonly size?: number;
  readonly packedSize?: number;
  readonly crc?: number;
  readonly mode?: number;
  readonly packed?: Buffer;
  readonly descriptor?: boolean;
  /** Where its header is said to be. */
  readonly offset?: number;
  readonly isUnlisted?: boolean;
}

export function make(
  entries: readonly MadeEntry[],
  end: { count?: number; disk?: number; comment?: string; directoryShift?: number } = {},
): Buffer {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const write = (...parts: Buffer[]): void => {
    for (const part of parts) {
      body.push(part);
      at += part.length;
    }
  };
  for (const entry of entries) {
    const offset = entry.offset ?? at;
    const { local, central, packed } = headersOf(entry, offset);
    write(local, packed);
    if (entry.descriptor) write(words(4, 0x08074b50), central.subarray(16, 28));
    if (!entry.isUnlisted) directory.push(central);
  }
  const directoryAt = at + (end.directoryShift ?? 0);
  write(...directory);
  const count = end.count ?? directory.length;
  const disk = end.disk ?? 0;
  const comment = Buffer.from(end.comment ?? '');
  const size = directory.reduce((sum, each) => sum + each.length, 0);
  write(
    words(4, 0x06054b50),
    words(2, disk, disk, count, count),
    words(4, size, directoryAt),
    words(2, comment.length),
    comment,
  );
  return Buffer.concat(body);
}

function headersOf(entry: MadeEntry, offset: number): { local: Buffer; central: Buffer; packed: Buffer } {
  const name = Buffer.from(entry.name as Uint8Array);
  const content = Buffer.from(entry.content as Uint8Array);
  const method = entry.method ?? 8;
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(content) : content);
  const flags = (entry.flags ?? 0) | (entry.descriptor ? 8 : 0);
  const sums = words(
    4,
    entry.crc ?? crc32(content),
    entry.packedSize ?? packed.length,
    entry.size ?? content.length,
  );
  const shared = Buffer.concat([
    words(2, 20, flags, method, 0, 0),
    entry.descriptor ? Buffer.alloc(12) : sums,
  ]);
  const local = Buffer.concat([words(4, 0x04034b50), shared, words(2, name.length, 0), name]);
  const central = Buffer.concat([
    words(4, 0x02014b50),
    words(2, (3 << 8) | 20, 20, flags, method, 0, 0),
    sums,
    words(2, name.length, 0, 0, 0, 0),
    words(4, ((entry.mode ?? 0o100644) << 16) >>> 0, offset),
    name,
  ]);
  return { local, central, packed };
}

function words(size: 2 | 4, ...values: number[]): Buffer {
  const bytes = Buffer.alloc(size * values.length);
  for (const [position, value] of values.entries()) {
    if (size === 2) bytes.writeUInt16LE(value, position * 2);
    else bytes.writeUInt32LE(value, position * 4);
  }
  return bytes;
}

export async function survey(source: ByteSource, limits: Partial<ReadLimits> = {}): Promise<SurveyedPart[]> {
  const parts: SurveyedPart[] = [];
  for await (const part of surveyParts(source, { ...defaultReadLimits, ...limits })) parts.push(part);
  return parts;
}

/** Each part's place and what became of it: the format, the kind left out, or the fault. */
export async function outcomes(
  source: ByteSource,
  limits: Partial<ReadLimits> = {},
): Promise<Record<string, string>> {
  const parts = await survey(source, limits);
  return Object.fromEntries(parts.map((part) => [part.part, outcomeOf(part)]));
}

export function outcomeOf(part: SurveyedPart): string {
  switch (part.outcome) {
    case 'recognised':
      return part.file.format;
    case 'excluded':
      return `excluded: ${part.kind}`;
    case 'unreadable':
      return part.fault.code;
  }
}
