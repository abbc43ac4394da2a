import { commaCrLf, type Dialect, type Draft, draftOf, rowsOf, writeLine } from '../delimited-text.ts';
import { type InventedTable, inventTable } from '../invent-table.ts';
import { type DamageKind, type MadeFile, type Making, placeIn, variantOf } from '../kind.ts';
import { madeDraft } from '../made-text.ts';

const delimiters = [',', ';', '\t'] as const;
/** Of the vendor `optix`. */
const occupation = 11;
const history = 12;

interface Damaging {
  readonly draft: Draft;
  readonly table: InventedTable;
  /** Number of the row that is to be damaged. */
  readonly at: number;
  readonly making: Making;
}

/** A kind in which one row, or a few, are damaged at the place. `prepare` changes cells before they are written. */
function rowKind(
  name: string,
  what: string,
  damage: (damaging: Damaging) => void,
  prepare: (table: InventedTable, at: number, making: Making) => void = () => undefined,
): DamageKind {
  return {
    name,
    what,
    files: 13,
    make: (making): MadeFile => {
      const table = inventTable(making.random, making.rows);
      const at = placeIn(making.rows, making.place);
      prepare(table, at, making);
      const dialect: Dialect = { ...commaCrLf, delimiter: variantOf(making, delimiters) };
      const draft = draftOf(table, dialect);
      damage({ draft, table, at, making });
      return madeDraft(draft);
    },
  };
}

function damageRow(draft: Draft, at: number, how: string, change: (text: string) => string): void {
  const stretch = rowsOf(draft)[at]!;
  const changed = change(stretch.text);
  if (changed === stretch.text) throw new Error(`the row was not damaged: ${how}`);
  stretch.text = changed;
  stretch.row.told = 'must';
  stretch.row.damage = how;
  // Whether a note of several lines above ends where it seems to is not certain any more.
  const rows = rowsOf(draft);
  for (let index = at - 1; rows[index]?.text.includes('\n') === true; index -= 1) doubt(rows[index]);
}

function doubt(row: ReturnType<typeof rowsOf>[number] | undefined): void {
  if (row?.row.told !== 'never') return;
  row.row.told = 'may';
  row.row.damage = 'next to a damaged row, or below a stray quotation mark';
}

/** After a lost or stray quotation mark, rows up to the next one with a mark can be doubted with good reason. */
function doubtBelow(draft: Draft, at: number): void {
  const rows = rowsOf(draft);
  for (let index = at + 1; index < rows.length; index += 1) {
    doubt(rows[index]);
    if (rows[index]!.text.includes('"')) break;
  }
}

const needsMarks = 'Driver; HGV, "night"\tshift';

const raggedShort = rowKind(
  'ragged-short',
  'A row has one to ten cells too few.',
  ({ draft, table, at, making }) => {
    const kept = table.header.length - 1 - (making.index % 10);
    damageRow(draft, at, 'cells missing', () => writeLine(table.rows[at]!.slice(0, kept), draft.dialect));
  },
);

const raggedLong = rowKind(
  'ragged-long',
  'A row has one to three cells too many.',
  ({ draft, at, making }) => {
    damageRow(
      draft,
      at,
      'cells too many',
      (text) => text + `${draft.dialect.delimiter}more`.repeat(1 + (making.index % 3)),
    );
  },
);

const lostClosing = rowKind(
  'quote-lost-closing',
  'The quotation mark that closes a cell is lost.',
  ({ draft, at }) => {
    const { delimiter } = draft.dialect;
    damageRow(draft, at, 'closing mark lost', (text) =>
      text.replace(`shift"${delimiter}`, `shift${delimiter}`),
    );
    doubtBelow(draft, at);
  },
  (table, at) => {
    table.rows[at]![occupation] = needsMarks;
    table.rows[at]![history] = 'None known';
  },
);

const lostOpening = rowKind(
  'quote-lost-opening',
  'The quotation mark that opens a cell is lost.',
  ({ draft, at }) => {
    damageRow(draft, at, 'opening mark lost', (text) => text.replace('"Driver', 'Driver'));
    doubtBelow(draft, at);
  },
  (table, at) => {
    table.rows[at]![occupation] = needsMarks;
    table.rows[at]![history] = 'None known';
  },
);

const lostBeforeQuote = rowKind(
  'delimiter-lost-before-quote',
  'The delimiter before a quoted cell is lost, and one inside it makes the number of cells right again.',
  ({ draft, at }) => {
    const { delimiter } = draft.dialect;
    damageRow(draft, at, 'delimiter lost', (text) => text.replace(`${delimiter}"Driver`, '"Driver'));
  },
  (table, at) => {
    table.rows[at]![occupation - 1] = 'Leeds';
    table.rows[at]![occupation] = needsMarks;
  },
);

const strayInMiddle = rowKind(
  'quote-not-doubled',
  'A quotation mark inside a quoted cell is not doubled.',
  ({ draft, at }) => {
    damageRow(draft, at, 'mark not doubled', (text) => text.replace('""night""', '"night"'));
    doubtBelow(draft, at);
  },
  (table, at) => {
    table.rows[at]![occupation] = needsMarks;
    table.rows[at]![history] = 'None known';
  },
);

const inches: DamageKind = rowKind(
  'quote-in-plain-cell',
  'Unquoted cells with a quotation mark in them, such as 14" or half of one at their beginning.',
  ({ draft, at, making }) => {
    if (making.index % 2 === 0) {
      // The mark stands inside: every reader agrees on the cell.
      damageRow(draft, at, 'mark within a cell', (text) => text.replace('"14"" screen"', '14" screen'));
      return;
    }
    damageRow(draft, at, 'lone mark at the beginning of a cell', (text) =>
      text.replace('"""chippy"', '"chippy'),
    );
    doubtBelow(draft, at);
  },
  (table, at, making) => {
    table.rows[at]![occupation] = making.index % 2 === 0 ? '14" screen' : '"chippy';
    table.rows[at]![history] = 'None known';
  },
);

const quotedLineEnds: DamageKind = {
  name: 'quoted-line-ends',
  what: 'Notes of several lines in quotation marks, in every third row; some notes look like rows.',
  files: 13,
  make: (making) => {
    const table = inventTable(making.random, making.rows);
    const newline = variantOf(making, ['\n', '\r\n', '\n\n']);
    for (let row = making.index % 3; row < making.rows; row += 3) {
      table.rows[row]![history] = ['Seen 2021', 'Stable; no change', 'see letter, "Dr Hall"'].join(newline);
    }
    return madeDraft(draftOf(table, { ...commaCrLf, delimiter: variantOf(making, delimiters) }));
  },
};

const brokenLines = rowKind(
  'line-end-in-plain-cell',
  'A line end in a cell without quotation marks cuts a row in two.',
  ({ draft, at }) => {
    damageRow(draft, at, 'cut in two by a line end', (text) => text.replace('seen again', 'seen\r\nagain'));
  },
  (table, at) => {
    table.rows[at]![history] = 'seen again';
  },
);

const nulBytes = rowKind(
  'nul-bytes',
  'NUL bytes in a cell, or a run of them in place of a row.',
  ({ draft, at, making }) => {
    const row = rowsOf(draft)[at]!;
    if (making.index % 2 === 0) {
      damageRow(draft, at, 'NUL in a cell', (text) => text.replace('High', 'Hi\0gh'));
      return;
    }
    const { length } = row.text;
    damageRow(draft, at, 'overwritten with NUL', () => '\0'.repeat(length));
  },
  (table, at) => {
    table.rows[at]![7] = '1 High Street';
  },
);

const dosEnd: DamageKind = {
  name: 'dos-end-mark',
  what: 'The last byte is the mark of the end that DOS wrote (0x1A).',
  files: 13,
  make: (making) => {
    const draft = draftOf(inventTable(making.random, making.rows));
    const made = madeDraft(draft, { tell: ['mark of the end'] });
    return { ...made, bytes: Buffer.concat([made.bytes, Buffer.from([0x1a])]) };
  },
};

const shifted = rowKind(
  'delimiter-in-plain-cell',
  'A comma (semicolon, tab) in a text without quotation marks shifts the cells after it.',
  ({ draft, at }) => {
    damageRow(draft, at, 'delimiter in a text', (text) =>
      text.replace('High Street', `High${draft.dialect.delimiter} Street`),
    );
  },
  (table, at) => {
    table.rows[at]![7] = '1 High Street';
  },
);

/**
 * A reader cannot know: the row is right when it is staged as it stands. That a town is in the column of postcodes is
 * found by the checks of values, which this corpus does not measure.
 */
const shiftedAndShort: DamageKind = {
  name: 'shift-hidden-by-count',
  what: 'A delimiter in a text shifts the cells, and a lost one at the end makes the number right again.',
  files: 13,
  make: (making) => {
    const table = inventTable(making.random, making.rows);
    const cells = table.rows[placeIn(making.rows, making.place)]!;
    cells.splice(7, 1, '1 High', ' Street');
    cells.pop();
    return madeDraft(draftOf(table, { ...commaCrLf, delimiter: variantOf(making, delimiters) }));
  },
};

export const rowKinds: readonly DamageKind[] = [
  raggedShort,
  raggedLong,
  lostClosing,
  lostOpening,
  lostBeforeQuote,
  strayInMiddle,
  inches,
  quotedLineEnds,
  brokenLines,
  nulBytes,
  dosEnd,
  shifted,
  shiftedAndShort,
];
