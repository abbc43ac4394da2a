import { commaCrLf, draftOf, print } from '../delimited-text.ts';
import { encodeText, fits } from '../encode-text.ts';
import { inAscii, type InventedTable, inventTable } from '../invent-table.ts';
import { type DamageKind, type MadeFile, type Making, nothingElse, placeIn, variantOf } from '../kind.ts';
import { mixedEncodingKinds, western } from './mixed-encodings.ts';

const central = ['Łukasz', 'Błaszczyk', 'Szabó', 'Žák', 'Dvořák', 'Kovács', 'Świątek', 'Őry'];

interface EncodingWish {
  readonly name: string;
  readonly what: string;
  readonly encoding: string;
  readonly also?: readonly string[];
  readonly byteOrderMark?: boolean;
  readonly words: readonly string[];
  /** A character that tells the encoding from its neighbours, put into a few rows. */
  readonly telling?: string;
}

/** Letters beyond ASCII stand in every third row, or only in ten rows at the place. */
function spread(table: InventedTable, wish: EncodingWish, making: Making): void {
  const { random, rows, place, index } = making;
  const around = placeIn(rows, place);
  for (const [number, cells] of table.rows.entries()) {
    for (const [column, cell] of cells.entries())
      if (!fits(cell, wish.encoding)) cells[column] = inAscii(cell);
    const isMarked = index % 2 === 0 ? number % 3 === 0 : Math.abs(number - around) <= 5;
    if (!isMarked) {
      if (index % 2 === 1) for (const [column, cell] of cells.entries()) cells[column] = inAscii(cell);
      continue;
    }
    cells[1] = random.pick(wish.words);
    cells[2] = random.pick(wish.words);
    if (wish.telling !== undefined) cells[7] = `1 ${wish.telling} Street`;
  }
}

function encodingKind(wish: EncodingWish): DamageKind {
  const { encoding, also = [], byteOrderMark = false } = wish;
  return {
    name: wish.name,
    what: wish.what,
    files: 13,
    make: (making): MadeFile => {
      const table = inventTable(making.random, making.rows);
      spread(table, wish, making);
      const dialect = { ...commaCrLf, delimiter: variantOf(making, [',', ';', '\t']) };
      const { text, truth } = print(draftOf(table, dialect), { encoding, encodingAlso: also });
      const bytes = encodeText(text, encoding, byteOrderMark);
      return { extension: 'csv', bytes, truth: { ...nothingElse, ...truth } };
    },
  };
}

const plain: readonly DamageKind[] = [
  { name: 'utf-8-without-mark', what: 'UTF-8.', encoding: 'utf-8', words: western },
  {
    name: 'utf-8-with-mark',
    what: 'UTF-8 with its byte order mark.',
    encoding: 'utf-8',
    byteOrderMark: true,
    words: central,
  },
  {
    name: 'utf-16le-with-mark',
    what: 'UTF-16LE with its mark.',
    encoding: 'utf-16le',
    byteOrderMark: true,
    words: central,
  },
  {
    name: 'utf-16be-with-mark',
    what: 'UTF-16BE with its mark.',
    encoding: 'utf-16be',
    byteOrderMark: true,
    words: western,
  },
  { name: 'utf-16le-without-mark', what: 'UTF-16LE without a mark.', encoding: 'utf-16le', words: western },
  { name: 'utf-16be-without-mark', what: 'UTF-16BE without a mark.', encoding: 'utf-16be', words: central },
  {
    name: 'utf-32-with-mark',
    what: 'UTF-32LE with its mark.',
    encoding: 'utf-32le',
    byteOrderMark: true,
    words: western,
  },
  { name: 'utf-32-without-mark', what: 'UTF-32BE without a mark.', encoding: 'utf-32be', words: central },
  {
    name: 'windows-1252',
    what: 'Windows-1252, with its curly apostrophe.',
    encoding: 'windows-1252',
    words: [...western, 'O’Brien'],
    telling: 'St. John’s',
  },
  {
    name: 'iso-8859-1',
    what: 'ISO-8859-1, which Windows-1252 reads the same.',
    encoding: 'iso-8859-1',
    also: ['windows-1252'],
    words: western,
  },
  {
    name: 'iso-8859-2',
    what: 'ISO-8859-2: names of Central Europe.',
    encoding: 'iso-8859-2',
    words: central,
  },
  {
    name: 'iso-8859-15',
    what: 'ISO-8859-15, with the characters that it has in place of those of ISO-8859-1.',
    encoding: 'iso-8859-15',
    words: [...western, 'Šimon', 'Žofia'],
    telling: 'Cœur',
  },
  {
    name: 'windows-1250',
    what: 'Windows-1250: names of Central Europe.',
    encoding: 'windows-1250',
    words: central,
  },
  {
    name: 'mac-roman',
    what: 'Mac Roman.',
    encoding: 'macintosh',
    words: [...western, 'O’Brien'],
  },
  { name: 'code-page-850', what: 'Code page 850 of DOS.', encoding: 'cp850', words: western },
].map(encodingKind);

function doubled(value: string, as: string): string {
  const twice = Buffer.from(value).toString('latin1');
  if (as === 'iso-8859-1') return twice;
  return new TextDecoder(as).decode(Buffer.from(value));
}

const doubleEncoded: DamageKind = {
  name: 'double-encoded',
  what: 'UTF-8 that was once read as Windows-1252 or the like and written as UTF-8 again, in all names or a few.',
  files: 13,
  make: (making) => {
    const as = variantOf(making, ['windows-1252', 'iso-8859-1', 'macintosh']);
    const table = inventTable(making.random, making.rows, { beyondAscii: 'none' });
    const at = placeIn(making.rows, making.place);
    for (const [number, cells] of table.rows.entries()) {
      const isMarked = making.index % 2 === 0 ? number % 3 === 0 || number === at : number === at;
      if (isMarked) cells[2] = doubled(making.random.pick(western), as);
    }
    const { text, truth } = print(draftOf(table));
    return {
      extension: 'csv',
      bytes: Buffer.from(text),
      truth: { ...nothingElse, ...truth, tell: ['double encoding'] },
    };
  },
};

const asian = [
  ['shift_jis', ['田中太郎', '視力検査', 'コンタクトレンズ', '東京都']],
  ['gbk', ['王小明', '视力检查', '隐形眼镜', '北京市']],
  ['euc-kr', ['김철수', '시력검사', '콘택트렌즈', '서울특별시']],
] as const;

const notRead: DamageKind = {
  name: 'encoding-not-read',
  what: 'Japanese, Chinese or Korean in an encoding that is not read.',
  files: 13,
  make: (making) => {
    const [encoding, words] = variantOf(making, asian);
    const table = inventTable(making.random, making.rows, { beyondAscii: 'none' });
    for (const cells of table.rows) cells[2] = making.random.pick(words);
    const { text } = print(draftOf(table));
    const truth = {
      format: 'delimited',
      outcomes: ['recognised'],
      tables: [],
      ask: ['the encoding'],
    } as const;
    return { extension: 'csv', bytes: encodeText(text, encoding), truth: { ...nothingElse, ...truth } };
  },
};

export const encodingKinds: readonly DamageKind[] = [...plain, ...mixedEncodingKinds, doubleEncoded, notRead];
