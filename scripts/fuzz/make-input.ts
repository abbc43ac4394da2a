import { Random } from '../generate-sample/random.ts';

/** An intact or damaged file of the corpus from which inputs are made. */
export interface SeedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface FuzzInput {
  readonly fileName: string;
  readonly bytes: Buffer;
  /** Sizes of the pieces in which the file is read. */
  readonly pieceSize: number;
  /** What was done to it. */
  readonly how: string;
  /** The file of the corpus that it was made from; null when it is random. */
  readonly parent: SeedFile | null;
}

const maxBytes = 24 * 1024;

const fragments: readonly Buffer[] = [
  [
    '"',
    '""',
    "'",
    ',',
    ';',
    '\t',
    '|',
    '^',
    '~|~',
    '\n',
    '\r',
    '\r\n',
    '\0',
    '\u001a',
    '\\',
    '\\"',
    '\uFEFF',
    '#',
  ],
  [
    '\\.\n',
    '\\N',
    ')',
    '(',
    "';",
    'COPY public.x (a) FROM stdin;\n',
    '{',
    '}',
    '[',
    ']',
    ',\n]',
    '":',
    ']]>',
    '&',
  ],
  [
    '</',
    '<a>',
    'sep=;\n',
    '-----  ----\n',
    '<?xml version="1.0"?>',
    '€',
    'é',
    '𝔘',
    '\u2028',
    '=1+1',
    '1E+10',
    '00',
  ],
]
  .flat()
  .map((text) => Buffer.from(text));
/** Beginnings and ends of characters, and bytes that no UTF-8 has. */
const brokenCharacters = [
  'c3',
  'e2',
  'e282',
  'f09f',
  '80',
  'bf',
  'ff',
  'fe',
  'fffe',
  'feff',
  'eda080',
  'c080',
  '81',
  '8d',
].map((hex) => Buffer.from(hex, 'hex'));
const beginnings = [
  '504b0304',
  'd0cf11e0a1b11ae1',
  'fffe',
  'feff',
  'efbbbf',
  '5047444d50',
  '3c3f786d6c',
  '5b7b',
  '7b22',
].map((hex) => Buffer.from(hex, 'hex'));
const alphabets = [
  'a,b"\n',
  'a;0"\r\n ',
  "x\t1'\n",
  'ab|^#-\n',
  '{}[]":,a1\n ',
  '<>/a="& \n',
  "()',;aN\\.\n\t",
];

/** The input of that number. The same number gives the same input. */
export function makeInput(seed: number, run: number, seeds: readonly SeedFile[]): FuzzInput {
  const random = new Random(seed * 7_919 + run);
  const pieceSize = random.pick([1 << 16, 1 << 16, 1 << 12, 997, 61]);
  const draw = random.next();
  if (draw < 0.15) {
    const fileName = `random.${random.pick(['csv', 'txt', 'xlsx', 'xls', 'json', 'xml', 'sql', 'zip', 'dat'])}`;
    return { fileName, bytes: randomBytes(random), pieceSize, how: 'random', parent: null };
  }
  const parent = random.pick(seeds);
  const fileName = parent.name.split('/').at(-1)!;
  if (draw < 0.3) {
    const other = random.pick(seeds);
    const bytes = splice(random, parent.bytes, other.bytes);
    return { fileName, bytes, pieceSize, how: `spliced with ${other.name}`, parent };
  }
  let bytes: Buffer = parent.bytes;
  const done: string[] = [];
  for (let left = random.whole(1, 4); left > 0; left -= 1) {
    const [name, mutate] = random.pick(mutations);
    bytes = mutate(random, bytes);
    done.push(name);
  }
  return { fileName, bytes: bytes.subarray(0, maxBytes * 4), pieceSize, how: done.join(', '), parent };
}

function randomBytes(random: Random): Buffer {
  const length = random.chance(0.1) ? random.whole(0, 8) : random.whole(0, 1_500);
  const start = random.chance(0.25) ? random.pick(beginnings) : Buffer.alloc(0);
  const alphabet = random.chance(0.6) ? random.pick(alphabets) : null;
  const body = Buffer.from(
    Array.from({ length }, () =>
      alphabet === null ? random.whole(0, 255) : alphabet.charCodeAt(random.whole(0, alphabet.length - 1)),
    ),
  );
  return Buffer.concat([start, body]);
}

function splice(random: Random, one: Buffer, other: Buffer): Buffer {
  const head = one.subarray(0, random.whole(0, one.length));
  const tail = other.subarray(random.whole(0, other.length));
  return Buffer.concat(random.chance(0.5) ? [head, tail] : [head, tail, one.subarray(head.length)]);
}

type Mutation = (random: Random, bytes: Buffer) => Buffer;

function slice(random: Random, bytes: Buffer): readonly [start: number, end: number] {
  const start = random.whole(0, bytes.length);
  return [start, Math.min(bytes.length, start + random.whole(1, random.chance(0.3) ? 2_000 : 40))];
}

function insertAt(bytes: Buffer, place: number, inserted: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, place), inserted, bytes.subarray(place)]);
}

const mutations: readonly (readonly [name: string, mutate: Mutation])[] = [
  [
    'bits flipped',
    (random, bytes) => {
      const copy = Buffer.from(bytes);
      for (let left = random.whole(1, 4); left > 0 && copy.length > 0; left -= 1) {
        const place = random.whole(0, copy.length - 1);
        copy[place] = copy[place]! ^ (1 << random.whole(0, 7));
      }
      return copy;
    },
  ],
  ['cut off', (random, bytes) => bytes.subarray(0, random.whole(0, bytes.length))],
  ['beginning lost', (random, bytes) => bytes.subarray(random.whole(0, Math.min(bytes.length, 200)))],
  [
    'slice lost',
    (random, bytes) => {
      const [start, end] = slice(random, bytes);
      return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
    },
  ],
  [
    'slice repeated',
    (random, bytes) => {
      const [start, end] = slice(random, bytes);
      return insertAt(
        bytes,
        random.chance(0.5) ? end : random.whole(0, bytes.length),
        bytes.subarray(start, end),
      );
    },
  ],
  [
    'fragment inserted',
    (random, bytes) => insertAt(bytes, random.whole(0, bytes.length), random.pick(fragments)),
  ],
  [
    'fragment inserted',
    (random, bytes) => insertAt(bytes, random.whole(0, bytes.length), random.pick(fragments)),
  ],
  [
    'broken character',
    (random, bytes) => insertAt(bytes, random.whole(0, bytes.length), random.pick(brokenCharacters)),
  ],
  [
    'overwritten',
    (random, bytes) => {
      const [start, end] = slice(random, bytes);
      const copy = Buffer.from(bytes);
      return copy.fill(random.pick([0, 0x20, 0x22, 0x2c, 0x0a, 0xff]), start, end);
    },
  ],
];
