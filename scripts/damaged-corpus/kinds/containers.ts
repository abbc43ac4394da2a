import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { type DamageKind, type MadeFile, type Making, nothingElse, variantOf } from '../kind.ts';
import type { FileTruth } from '../truth.ts';
import { dialectKinds } from './dialects.ts';
import { dumpKinds } from './dumps.ts';
import { encodingKinds } from './encodings.ts';
import { recordKinds } from './records.ts';
import { rowKinds } from './rows.ts';
import { workbookKinds } from './workbooks.ts';

const noise = ({ random }: Making, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => random.whole(0, 255)));

/** Begin as pictures, documents and scans do, and go on with noise. */
const attachments: readonly (readonly [extension: string, make: (making: Making) => Buffer])[] = [
  [
    'png',
    (making) => Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), noise(making, 900)]),
  ],
  ['pdf', (making) => Buffer.concat([Buffer.from('%PDF-1.7\n%âãÏÓ\n', 'latin1'), noise(making, 900)])],
  [
    'jpg',
    (making) => Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100', 'hex'), noise(making, 900)]),
  ],
  ['dcm', (making) => Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), noise(making, 900)])],
];

async function pack(files: readonly (readonly [name: string, bytes: Uint8Array])[]): Promise<Buffer> {
  const zip = new ZipFile();
  // Local time, as archives keep it, so that the bytes are the same in every time zone.
  const mtime = new Date(2026, 1, 3, 11, 4);
  for (const [name, bytes] of files) zip.addBuffer(Buffer.from(bytes), name, { mtime, mode: 0o100644 });
  zip.end();
  return buffer(zip.outputStream);
}

function madeZip(bytes: Uint8Array, truth: Partial<FileTruth>): MadeFile {
  return {
    extension: 'zip',
    bytes,
    truth: { ...nothingElse, format: 'zip', outcomes: ['recognised'], tables: [], ...truth },
  };
}

const inside: readonly DamageKind[] = [
  dialectKinds[0]!,
  dialectKinds[1]!,
  rowKinds[0]!,
  encodingKinds[2]!,
  recordKinds[0]!,
  dumpKinds[0]!,
  workbookKinds[0]!,
];

interface Packed {
  readonly entries: (readonly [string, Uint8Array])[];
  readonly truth: Pick<FileTruth, 'tables' | 'leftOut' | 'tell' | 'ask'>;
}

/** Three files of other kinds, and two that hold no tables. */
async function entriesOf(making: Making, folder: string): Promise<Packed> {
  const entries: (readonly [string, Uint8Array])[] = [];
  const tables: FileTruth['tables'][number][] = [];
  for (let number = 0; number < 3; number += 1) {
    const kind = inside[(making.index + number) % inside.length]!;
    const made = await kind.make(making);
    entries.push([`${folder}${number + 1}-${kind.name}.${made.extension}`, made.bytes]);
    tables.push(...made.truth.tables);
  }
  const leftOut: string[] = [];
  for (const [extension, make] of [variantOf(making, attachments), attachments[3]!]) {
    const name = `${folder}scans/left ${leftOut.length + 1}.${extension}`;
    entries.push([name, make(making)]);
    leftOut.push(name);
  }
  return { entries, truth: { tables, leftOut, tell: [], ask: [] } };
}

const ofFiles: DamageKind = {
  name: 'zip-of-files',
  what: 'Tables of several formats with pictures, PDF and DICOM among them, mostly in a folder.',
  files: 12,
  make: async (making) => {
    const { entries, truth } = await entriesOf(
      making,
      variantOf(making, ['export/', '', 'Export 2026/data/']),
    );
    return madeZip(await pack(entries), truth);
  },
};

const nested: DamageKind = {
  name: 'zip-in-zip',
  what: 'An archive within the archive.',
  files: 12,
  make: async (making) => {
    const { entries, truth } = await entriesOf(making, '');
    const leftOut = truth.leftOut.map((name) => `all.zip/${name}`);
    return madeZip(await pack([['all.zip', await pack(entries)]]), { ...truth, leftOut });
  },
};

const truncatedZip: DamageKind = {
  name: 'zip-truncated',
  what: 'The archive ends early: its directory is missing.',
  files: 12,
  make: async (making) => {
    const whole = await pack((await entriesOf(making, '')).entries);
    const share = { start: 0.2, middle: 0.6, end: 0.98 }[making.place];
    return madeZip(whole.subarray(0, Math.floor(whole.length * share)), { outcomes: ['unreadable'] });
  },
};

const damagedEntry: DamageKind = {
  name: 'zip-damaged-entry',
  what: 'A byte of a packed entry is wrong; the others are intact.',
  files: 12,
  make: async (making) => {
    const { entries } = await entriesOf(making, '');
    const whole = await pack(entries);
    const from = whole.indexOf(entries[0]![0]) + entries[0]![0].length;
    const at = from + Math.floor((whole.indexOf(entries[1]![0]) - from) / 2);
    whole[at] = whole[at]! ^ 0x55;
    return madeZip(whole, { outcomes: ['unreadable', 'recognised'], tell: ['damaged entry'], leftOut: [] });
  },
};

const otherBeginning: DamageKind = {
  name: 'zip-other-beginning',
  what: 'Something stands before the archive, or its first bytes are wrong; its directory is intact.',
  files: 12,
  make: async (making) => {
    const { entries, truth } = await entriesOf(making, '');
    const whole = await pack(entries);
    if (making.index % 2 === 0) {
      return madeZip(Buffer.concat([Buffer.alloc(200, 'x'), whole]), { ...truth, tell: ['remnant'] });
    }
    whole.fill(0, 0, 4);
    return madeZip(whole, { outcomes: ['unreadable', 'recognised'], tell: ['damaged entry'], leftOut: [] });
  },
};

const single: DamageKind = {
  name: 'attachment',
  what: 'A picture, PDF or DICOM file by itself.',
  files: 12,
  make: (making) => {
    const [extension, make] = variantOf(making, attachments);
    return {
      extension,
      bytes: make(making),
      truth: { ...nothingElse, format: 'attachment', outcomes: ['excluded', 'unreadable'], tables: [] },
    };
  },
};

const noTable: DamageKind = {
  name: 'no-table',
  what: 'An empty file, blank lines only, a letter in prose, noise.',
  files: 12,
  make: (making) => {
    const contents: readonly (readonly [string, Uint8Array, FileTruth['outcomes'], readonly string[]])[] = [
      ['csv', Buffer.alloc(0), ['unreadable', 'excluded'], []],
      ['csv', Buffer.from('\r\n'.repeat(making.rows)), ['unreadable', 'excluded'], []],
      ['txt', Buffer.from(letter), ['unreadable', 'recognised'], ['one_column']],
      ['dat', noise(making, 20_000), ['unreadable', 'excluded'], []],
    ];
    const [extension, bytes, outcomes, ask] = variantOf(making, contents);
    return { extension, bytes, truth: { ...nothingElse, format: 'none', outcomes, tables: [], ask } };
  },
};

const letter = `Dear colleague,

Please find the export of our patients on the disk. It was made on Tuesday, after closing time.
If anything is missing, ring us; we are here until six.

Kind regards
The practice
`;

export const containerKinds: readonly DamageKind[] = [
  ofFiles,
  nested,
  truncatedZip,
  damagedEntry,
  single,
  noTable,
  otherBeginning,
];
