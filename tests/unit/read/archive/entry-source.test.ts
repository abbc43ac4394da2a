import fc from 'fast-check';
import { crc32, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ByteSource } from '#main/steps/read/byte-source';
import { entrySource, type EntrySource } from '#main/steps/read/archive/entry-source';
import { InflationRoom } from '#main/steps/read/archive/inflation-room';
import type { PackedFile } from '#main/steps/read/archive/inflate-entry';
import { defaultReadLimits, type ReadLimits } from '#main/steps/read/read-limits';
import { named } from './zips.ts';

/** Bytes that pack well and are different everywhere. */
function content(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) bytes.writeUInt32LE((at * 2654435761) >>> 16, at);
  return bytes;
}

interface Opened {
  readonly source: EntrySource;
  /** Packed bytes that were asked for. */
  readonly asked: () => number;
}

function open(
  bytes: Buffer,
  isDeflated: boolean,
  change: Partial<PackedFile> = {},
  limits: Partial<ReadLimits> = {},
): Opened {
  const packed = isDeflated ? deflateRawSync(bytes, { level: 1 }) : bytes;
  const before = Buffer.from('before it');
  const inner = named('x.zip', Buffer.concat([before, packed, Buffer.from('after it')]));
  let asked = 0;
  const archive: ByteSource = {
    ...inner,
    read: async (position, length) => {
      asked += length;
      return inner.read(position, length);
    },
  };
  const file: PackedFile = {
    fileName: 'a.csv',
    sizeBytes: bytes.length,
    packedBytes: packed.length,
    crc32: crc32(bytes),
    packing: isDeflated ? 'deflated' : 'stored',
    dataAt: before.length,
    ...change,
  };
  const room = new InflationRoom({ ...defaultReadLimits, ...limits });
  return { source: entrySource(archive, file, room), asked: () => asked };
}

async function whole(source: ByteSource): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source.open()) pieces.push(piece);
  return Buffer.concat(pieces);
}

const large = content(3_000_000);

test.each([true, false])('an entry is read as it was packed (deflated: %s)', async (isDeflated) => {
  for (const bytes of [Buffer.alloc(0), content(1), content(1000), content(256 * 1024), large]) {
    const { source } = open(bytes, isDeflated);
    expect(bytes.equals(await whole(source))).toBe(true);
    expect(bytes.equals(await source.read(0, bytes.length + 10))).toBe(true);
    expect((await source.read(bytes.length, 10)).length).toBe(0);
  }
});

test.each([true, false])(
  'any bytes may be read in any order, also at once (deflated: %s)',
  async (isDeflated) => {
    const place = fc.record({ position: fc.nat(large.length + 1000), length: fc.nat(400_000) });
    await fc.assert(
      fc.asyncProperty(fc.array(place, { maxLength: 8 }), async (places) => {
        const { source } = open(large, isDeflated);
        const read = await Promise.all(places.map(({ position, length }) => source.read(position, length)));
        for (const [at, { position, length }] of places.entries()) {
          expect(large.subarray(position, position + length).equals(read[at]!)).toBe(true);
        }
      }),
      { numRuns: 8 },
    );
  },
);

test('reading on, and looking at the beginning again, unpacks once', async () => {
  const { source, asked } = open(large, true);
  await source.read(0, 256 * 1024);
  await source.read(1_000_000, 65_536);
  await source.read(0, 65_536);
  await source.read(2_900_000, 100_000);
  await source.read(100, 1000);
  expect(asked()).toBeLessThan(large.length * 1.1);
});

test('what is read here and there is held, if it is small enough', async () => {
  const { source, asked } = open(large, true);
  const unpackedOnce = deflateRawSync(large, { level: 1 }).length;
  for (let at = 40; at > 4; at -= 1) await source.read(at * 70_000, 1000);
  expect(asked()).toBeLessThan(unpackedOnce * 4);
});

test('a large one that is read here and there is a fault, not a standstill', async () => {
  const { source } = open(large, true, {}, { maxReaderMegabytes: 1 });
  const readBackwards = async (): Promise<void> => {
    for (let at = 40; at > 4; at -= 1) await source.read(at * 70_000, 1000);
  };
  await expect(readBackwards()).rejects.toMatchObject({ fault: { code: 'read.archive_unpack_first' } });
});

test.each([
  ['checksum', { crc32: 1 }],
  ['size too small', { sizeBytes: large.length - 1 }],
  ['size too large', { sizeBytes: large.length + 1 }],
  ['packed size too small', { packedBytes: 5000 }],
  ['packed size too large', { packedBytes: deflateRawSync(large, { level: 1 }).length + 3 }],
])('what is not as the archive says is a fault at its end at the latest: %s', async (_what, change) => {
  const { source } = open(large, true, change);
  const damaged = { fault: { code: 'read.entry_damaged' } };
  await expect(whole(source)).rejects.toMatchObject(damaged);
  await expect(source.read(source.sizeBytes - 10, 10)).rejects.toMatchObject(damaged);
  // And again: nothing that came before hides it.
  await expect(source.read(source.sizeBytes - 10, 10)).rejects.toMatchObject(damaged);
});

test('a stored one that is not what the archive says is a fault for whoever asks for its end', async () => {
  const damaged = Buffer.from(large);
  damaged[1_500_000]! ^= 1;
  const { source } = open(damaged, false, { crc32: crc32(large) });
  const fault = { fault: { code: 'read.entry_damaged' } };
  expect(large.subarray(0, 10).equals(await source.read(0, 10))).toBe(true);
  await expect(source.read(large.length - 10, 10)).rejects.toMatchObject(fault);
  await expect(source.read(0, large.length + 10)).rejects.toMatchObject(fault);
  await expect(whole(source)).rejects.toMatchObject(fault);
});

test('a stored one is compared with its checksum once', async () => {
  const { source, asked } = open(large, false);
  for (let time = 0; time < 20; time += 1) await source.read(large.length - 1000, 1000);
  expect(asked()).toBe(large.length + 20 * 1000);
});

test('bytes are counted once however often they are unpacked, and beyond the limit are a fault', async () => {
  const { source } = open(large, true, {}, { maxInflatedBytes: large.length });
  await whole(source);
  await whole(source);
  await source.read(2_000_000, 10);
  const tight = open(large, true, {}, { maxInflatedBytes: large.length - 1 });
  await expect(whole(tight.source)).rejects.toMatchObject({ fault: { code: 'read.archive_too_large' } });
});

test('a reading that is not finished lets go', async () => {
  const { source } = open(large, true);
  await source.read(0, 10);
  await source.release();
  expect(large.subarray(1_000_000, 1_000_010).equals(await source.read(1_000_000, 10))).toBe(true);
  for await (const piece of source.open()) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
});
