import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { doubleEncodings } from '#contract/layout';
import { fileFindingKind } from '#main/model/file-finding-catalogue';
import { findIssueKind } from '#main/steps/check/catalogue';
import {
  DoubleEncodedCells,
  findDoubleEncoding,
  settleDoubleEncoding,
  undoDoubleEncoding,
} from '#main/steps/read/text/double-encoding';

const rightTexts = [
  'Zoë Müller',
  'José Núñez',
  'Groß–Gerau',
  'CAFÉ…',
  'Weiß’s „Brille“',
  'Île d’Oléron',
  '£50 – 20 % off',
  'Łódź',
  'Șerban Țăran',
  'İpek Şahin',
  'Ærøskøbing',
  'São João',
  'Ô, là',
  '—é',
  'Привет',
  'Αθήνα',
  '√2 ≈ 1.41',
  '¬ A',
  'Ünïcödé',
];

test.each([
  ['Ã©', 'windows-1252', 'é'],
  ['Oâ€™Brien', 'windows-1252', 'O’Brien'],
  ['Ã\u0081lvaro', 'windows-1252', 'Álvaro'],
  ['Â£50', 'windows-1252', '£50'],
  ['ðŸ‘“', 'windows-1252', '👓'],
  ['Å\u0081ukasz', 'windows-1252', 'Łukasz'],
  ['Îœá¿–Î½', 'windows-1252', null],
  ['ÎœÎ±Ï�', 'windows-1252', null],
  ['ÎœÎ±Î½', 'windows-1252', 'Μαν'],
  ['O\u00E2\u0080\u0099Brien', 'iso-8859-1', 'O’Brien'],
  ['√©', 'macintosh', 'é'],
  ['O‚ÄôBrien', 'macintosh', 'O’Brien'],
  ['‚úÖ', 'macintosh', '✅'],
  ['├®', 'cp850', 'é'],
  ['┬ú50', 'cp850', '£50'],
] as const)('%s read as %s too many is turned back to %s', (cell, encoding, right) => {
  expect(undoDoubleEncoding(cell, encoding)).toBe(right);
});

test('what was converted twice or three times is turned back to the beginning', () => {
  let text = 'Zoë O’Brien';
  for (let time = 0; time < 3; time += 1) {
    text = iconv.decode(Buffer.from(text), 'iso-8859-1');
    expect(undoDoubleEncoding(text, 'iso-8859-1')).toBe('Zoë O’Brien');
  }
  expect(undoDoubleEncoding('Ã¢â‚¬â„¢', 'windows-1252')).toBe('’');
});

test('a cell that is only partly so is left as it is', () => {
  expect(undoDoubleEncoding('Ã© and é', 'windows-1252')).toBeNull();
  expect(undoDoubleEncoding('Ã© and 世', 'windows-1252')).toBeNull();
  expect(undoDoubleEncoding('Ã', 'windows-1252')).toBeNull();
});

test.each(rightTexts)('right text is left as it is: %s', (text) => {
  expect(doubleEncodings.map((encoding) => undoDoubleEncoding(text, encoding))).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(findDoubleEncoding(text)).toBeNull();
});

test('letters of Europe’s languages beside one another are never taken for something else', () => {
  const letters = Array.from('aeßéèêëàâäáãåæçìíîïñòóôõöøùúûüýÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜąćęłńśźżőű -');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...letters) }), (text) => {
      for (const encoding of ['windows-1252', 'iso-8859-1', 'macintosh'] as const) {
        expect(undoDoubleEncoding(text, encoding)).toBeNull();
      }
    }),
    { numRuns: 2000 },
  );
});

test('whatever is turned back gives the cell again when it is read wrongly again', () => {
  const unit = fc.constantFrom(...Array.from('aé£’ÃÂ©â€™¬√‚Äô├┬úÔÇÖ\u0081 ë'));
  const twice = fc.constantFrom(...doubleEncodings).chain((encoding) =>
    fc.tuple(
      fc.constant(encoding),
      fc.oneof(
        fc.string({ unit }),
        fc.string({ unit }).map((text) => iconv.decode(Buffer.from(text), encoding)),
      ),
    ),
  );
  let turnedBack = 0;
  fc.assert(
    fc.property(twice, ([encoding, cell]) => {
      const undone = undoDoubleEncoding(cell, encoding);
      if (undone === null) return;
      turnedBack += 1;
      let again = undone;
      for (let time = 0; time < 3 && again !== cell; time += 1) again = readWrongly(again, encoding);
      expect(again).toBe(cell);
    }),
    { numRuns: 3000 },
  );
  expect(turnedBack).toBeGreaterThan(300);
});

/** As browsers do: bytes without a character become the control character of the same number. */
function readWrongly(text: string, encoding: string): string {
  return Array.from(Buffer.from(text), (byte) => {
    const character = iconv.decode(Buffer.of(byte), encoding);
    return character === '\uFFFD' ? String.fromCharCode(byte) : character;
  }).join('');
}

test('the encoding that turns most of a text back is found', () => {
  expect(findDoubleEncoding('id,name\n1,Zoë\n2,ZoÃ«\n3,JosÃ©\n')).toBe('windows-1252');
  expect(findDoubleEncoding('1,Zoâ\u0080\u0099\n2,â\u0080\u009C\n')).toBe('iso-8859-1');
  expect(findDoubleEncoding('1,Zo√´\n2,Jos√©\n')).toBe('macintosh');
  expect(findDoubleEncoding('1,Zo├½\n2,Jos├®\n')).toBe('cp850');
  expect(findDoubleEncoding('id,name\n1,Smith\n')).toBeNull();
});

const row = { rowNo: 7, line: 9, cells: ['1', 'ZoÃ«', 'Zoë', '├®'], fault: null };

test('a table that nobody decided about is left as it is, with a note on each such cell', () => {
  const found = new DoubleEncodedCells();
  expect(settleDoubleEncoding(row, null, found)).toEqual({
    ...row,
    notes: [
      [1, 'cell.double_encoded'],
      [3, 'cell.double_encoded'],
    ],
  });
  // Each with the encoding that has to be undone.
  expect(found.findings().map(({ code, params }) => [code, params['cells'], params['option']])).toEqual([
    ['text.double_encoded', 1, 'windows-1252'],
    ['text.double_encoded', 1, 'cp850'],
  ]);
});

test('cells are turned back where a person chose so, and what stood there is kept', () => {
  const found = new DoubleEncodedCells();
  const before = { ...row, stored: [[0, '1.0']] as const, notes: [[0, 'x']] as const };
  expect(settleDoubleEncoding(before, 'windows-1252', found)).toEqual({
    ...row,
    cells: ['1', 'Zoë', 'Zoë', '├®'],
    stored: [
      [0, '1.0'],
      [1, 'ZoÃ«'],
    ],
    notes: [
      [0, 'x'],
      [1, 'cell.double_encoding_undone'],
      [3, 'cell.double_encoded'],
    ],
  });
  expect(found.findings().map(({ code }) => code)).toEqual([
    'text.double_encoded',
    'text.double_encoding_undone',
  ]);
});

test('a row with nothing to say is handed on as it is', () => {
  const found = new DoubleEncodedCells();
  const clean = { ...row, cells: ['1', 'Smith', 'Zoë'] };
  expect(settleDoubleEncoding(clean, 'windows-1252', found)).toBe(clean);
  expect(found.findings()).toEqual([]);
});

test('a control character in place of a sign is noted, whatever is turned back', () => {
  const found = new DoubleEncodedCells();
  const odd = { ...row, cells: ['O\u0092Brien', 'Smith', 'ZoÃ«'] };
  expect(settleDoubleEncoding(odd, 'windows-1252', found)).toMatchObject({
    cells: ['O\u0092Brien', 'Smith', 'Zoë'],
    notes: [
      [0, 'cell.control_character'],
      [2, 'cell.double_encoding_undone'],
    ],
  });
  expect(found.findings().at(-1)).toEqual({ code: 'text.control_characters', params: { cells: 1, line: 9 } });
});

test('each finding has its words', () => {
  for (const code of ['cell.double_encoded', 'cell.double_encoding_undone', 'cell.control_character']) {
    expect(findIssueKind(code)?.sentence('First name')).toContain('First name');
  }
  const params = { cells: 1, line: 4 };
  const named = { ...params, encoding: 'Windows-1252', option: 'windows-1252' };
  expect(fileFindingKind({ code: 'text.double_encoded', params }).sentence(named)).toMatch(
    /^1 cell has .* line 4.* Windows-1252 \(--undo-double-encoding windows-1252\)/,
  );
  expect(
    fileFindingKind({ code: 'text.double_encoding_undone', params }).sentence({ cells: 2000, line: 4 }),
  ).toMatch(/^2,000 cells that .* were/);
});
