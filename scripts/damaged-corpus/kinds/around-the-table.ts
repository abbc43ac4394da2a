import {
  commaCrLf,
  type Dialect,
  type Draft,
  draftOf,
  insertOutside,
  rowStretch,
  writeLine,
} from '../delimited-text.ts';
import { inventTable } from '../invent-table.ts';
import { inventVisits } from '../invent-visits.ts';
import { type DamageKind, type Making, placeIn, variantOf } from '../kind.ts';
import { madeDraft } from '../made-text.ts';

const vendors = ['optix', 'occuco', 'acuity'] as const;
const delimiters = [',', ';', '\t', '|'] as const;

function usualDraft(making: Making, change: Partial<Dialect> = {}): Draft {
  const dialect = { ...commaCrLf, delimiter: variantOf(making, delimiters), ...change };
  return draftOf(inventTable(making.random, making.rows, { vendor: variantOf(making, vendors) }), dialect);
}

const titles: readonly (readonly string[])[] = [
  ['Patient list', ''],
  ['Northlight Optical Ltd', 'Report: all patients', 'Printed 03/02/2026 11:04', ''],
  ['Export of patients, all branches, all years'],
  ['', '', 'Patients'],
  ['Report;Patients;', 'Date;03/02/2026;', 'User;ADMIN;'],
  ['================', 'PATIENT EXPORT', '================', '', 'Branch: 01, 02, 03', ''],
];

const preamble: DamageKind = {
  name: 'preamble-title',
  what: 'Title, date and blank lines of a report above the header.',
  files: 18,
  make: (making) => {
    const draft = usualDraft(making);
    draft.stretches.unshift(
      ...variantOf(making, titles).map((text) => ({ text, outside: text === '' ? 'blank' : 'title' })),
    );
    return madeDraft(draft);
  },
};

const separatorLine: DamageKind = {
  name: 'preamble-sep',
  what: 'A first line such as sep=; for Excel.',
  files: 13,
  make: (making) => {
    const draft = usualDraft(making);
    draft.stretches.unshift({ text: `sep=${draft.dialect.delimiter}`, outside: 'sep' });
    return madeDraft(draft);
  },
};

const blankLines: DamageKind = {
  name: 'preamble-blank-lines',
  what: 'Blank lines above the header, and between rows.',
  files: 13,
  make: (making) => {
    const draft = usualDraft(making);
    insertOutside(draft, placeIn(making.rows, making.place), ['', ''], 'blank');
    draft.stretches.unshift(
      ...Array.from({ length: 1 + (making.index % 4) }, () => ({ text: '', outside: 'blank' })),
    );
    return madeDraft(draft);
  },
};

const headerOfTwoLines: DamageKind = {
  name: 'header-of-two-lines',
  what: 'A line of groups (Patient, Contact …) above the names of the columns.',
  files: 13,
  make: (making) => {
    const draft = usualDraft(making);
    const names = draft.header!;
    const groups = names.map((_, column) => (column < 4 ? 'Patient' : column < 8 ? 'Contact' : 'Other'));
    // Most programs name a group over its first column only.
    const written =
      making.index % 2 === 0
        ? groups
        : groups.map((group, column) => (groups[column - 1] === group ? '' : group));
    draft.stretches.unshift({ text: writeLine(written, draft.dialect), header: true });
    draft.header = names.map((name, column) => `${written[column]!} ${name}`.trim());
    return { ...madeDraft(draft, { ask: ['header'] }) };
  },
};

const headerMissing: DamageKind = {
  name: 'header-missing',
  what: 'The first line is a patient already.',
  files: 13,
  make: (making) => {
    const draft = usualDraft(making);
    draft.stretches.shift();
    draft.header = null;
    return madeDraft(draft, { ask: ['header'] });
  },
};

const headerDuplicates: DamageKind = {
  name: 'header-duplicate-names',
  what: 'Two or three columns have the same name.',
  files: 13,
  make: (making) => {
    const table = inventTable(making.random, making.rows, { vendor: 'occuco' });
    table.header[5] = 'Phone';
    table.header[6] = 'Phone';
    if (making.index % 3 === 0) table.header[4] = making.index % 2 === 0 ? 'Phone' : 'phone';
    return madeDraft(draftOf(table, { ...commaCrLf, delimiter: variantOf(making, delimiters) }), {
      tell: ['duplicate names'],
    });
  },
};

const emptyColumns: DamageKind = {
  name: 'columns-empty',
  what: 'Columns without a value in any row, some without a name.',
  files: 13,
  make: (making) => {
    const table = inventTable(making.random, making.rows);
    const empty = making.place === 'end' ? table.header.length - 1 : making.place === 'start' ? 5 : 8;
    for (const row of table.rows) row[empty] = '';
    // The last one without a name cannot be told from a delimiter at the end of every line.
    if (making.index % 2 === 0 && making.place !== 'end') table.header[empty] = '';
    return madeDraft(draftOf(table, { ...commaCrLf, delimiter: variantOf(making, delimiters) }));
  },
};

const oneColumn: DamageKind = {
  name: 'one-column',
  what: 'A list of one column: numbers, names or addresses.',
  files: 13,
  make: (making) => {
    const whole = inventTable(making.random, making.rows);
    const column = variantOf(making, [0, 2, 7]);
    const rows = whole.rows.map((cells) => [cells[column]!]);
    return madeDraft(draftOf({ header: [whole.header[column]!], rows }), { ask: ['one_column'] });
  },
};

const footers: readonly ((rows: number) => readonly string[])[] = [
  (rows) => [`Total: ${rows} patients`],
  (rows) => ['', `Records: ${rows}`, 'End of report'],
  (rows) => [`Total,${rows},,,,,,,,,,,,,`],
  () => ['', '*** END OF FILE ***'],
  (rows) => [`(${rows} rows affected)`],
];

const footer: DamageKind = {
  name: 'footer-totals',
  what: 'Totals, counts and "end of report" below the rows.',
  files: 15,
  make: (making) => {
    const draft = usualDraft(making, making.index % 5 === 2 ? { delimiter: ',' } : {});
    const lines = variantOf(making, footers)(making.rows);
    insertOutside(draft, making.rows, lines, 'footer');
    return madeDraft(draft, { tell: ['footer'] });
  },
};

const subtotals: DamageKind = {
  name: 'totals-between-rows',
  what: 'A line with a subtotal after every 20 rows or in the middle.',
  files: 13,
  make: (making) => {
    const draft = usualDraft(making);
    const width = draft.header!.length;
    const total = writeLine(['Subtotal', '20', ...Array<string>(width - 2).fill('')], draft.dialect);
    const step = making.index % 2 === 0 ? 20 : Math.max(1, Math.floor(making.rows / 2));
    for (let row = Math.floor(making.rows / step) * step; row >= step; row -= step) {
      insertOutside(draft, row, [total], 'total');
    }
    return madeDraft(draft, { tell: making.rows >= step ? ['total'] : [] });
  },
};

const comments: DamageKind = {
  name: 'comment-lines',
  what: 'Lines that begin with #, // or -- above or between the rows.',
  files: 15,
  make: (making) => {
    const draft = usualDraft(making);
    const mark = variantOf(making, ['#', '#', '//', '--', '#']);
    insertOutside(
      draft,
      placeIn(making.rows, making.place),
      [`${mark} checked by the front desk`],
      'comment',
    );
    const above = [`${mark} exported by the old system`, `${mark} do not edit, this file is made anew`];
    draft.stretches.unshift(...above.map((text) => ({ text, outside: 'comment' })));
    return madeDraft(draft, { tell: ['comment'] });
  },
};

const pageHeaders: DamageKind = {
  name: 'page-headers',
  what: 'The header is repeated on every page, on some with the page number above it.',
  files: 13,
  make: (making) => {
    const draft = usualDraft(making);
    const page = making.rows > 50 ? 50 : Math.max(1, Math.floor(making.rows / 2));
    const header = draft.stretches[0]!.text;
    for (let row = Math.floor((making.rows - 1) / page) * page; row >= page; row -= page) {
      const lines = making.index % 2 === 0 ? [header] : [`Page ${row / page + 1}`, header];
      insertOutside(draft, row, lines, 'page header');
    }
    return madeDraft(draft, { tell: ['page header'] });
  },
};

const concatenated: DamageKind = {
  name: 'exports-concatenated',
  what: 'Exports of the same columns put one after another, each with its header, some with a BOM inside.',
  files: 13,
  make: (making) => {
    const draft = usualDraft(making);
    const second = inventTable(making.random, Math.max(2, Math.floor(making.rows / 2)), {
      vendor: variantOf(making, vendors),
    });
    const mark = making.index % 3 === 1 ? '\uFEFF' : '';
    insertOutside(draft, making.rows, [mark + draft.stretches[0]!.text], 'second header');
    draft.stretches.push(...second.rows.map((cells) => rowStretch(cells, draft.dialect)));
    return madeDraft(draft, { tell: ['second header'] });
  },
};

const severalTables: DamageKind = {
  name: 'tables-in-one-file',
  what: 'Two tables of different columns, parted by a blank line and mostly a title.',
  files: 13,
  make: (making) => {
    const draft = usualDraft(making);
    const { header: names, rows: visits } = inventVisits(making);
    const above = making.index % 3 === 2 ? [''] : ['', 'Visits'];
    const { dialect } = draft;
    const first = madeDraft(draft);
    const second = draftOf({ header: names, rows: visits }, dialect);
    const joined: Draft = { dialect, header: draft.header, stretches: [...draft.stretches] };
    joined.stretches.push(...above.map((text) => ({ text, outside: text === '' ? 'blank' : 'title' })));
    joined.stretches.push(...second.stretches);
    const whole = madeDraft(joined);
    const all = whole.truth.tables[0]!;
    const from = first.truth.tables[0]!;
    const later = {
      ...from,
      header: names,
      rows: all.rows.slice(making.rows),
      layout: { ...from.layout, firstLine: all.rows[making.rows]!.line! - 1 },
    };
    const tables = [{ ...from, rows: all.rows.slice(0, making.rows) }, later];
    return { ...whole, truth: { ...whole.truth, tables, tell: ['several tables'] } };
  },
};

export const aroundTheTable: readonly DamageKind[] = [
  preamble,
  separatorLine,
  blankLines,
  headerOfTwoLines,
  headerMissing,
  headerDuplicates,
  emptyColumns,
  oneColumn,
  footer,
  subtotals,
  comments,
  pageHeaders,
  concatenated,
  severalTables,
];
