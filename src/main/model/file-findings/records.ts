import type { FileFindingKind } from '../file-finding.ts';
import { counted, linesNamed } from './wording.ts';

/** What JSON and XML files hold besides whole records. */
export const recordsFindings: readonly FileFindingKind[] = [
  {
    code: 'records.other_table',
    severity: 'note',
    sentence: ({ table, records = 0 }) =>
      `The file also holds ${counted(records, 'record')} at “${table}”, not part of this table.`,
    remedy: 'Read that table too if its records are wanted.',
  },
  {
    code: 'records.nested_table',
    severity: 'note',
    sentence: ({ column, records = 0 }) =>
      `“${column}” holds ${counted(records, 'record')} inside the records of this table, kept there as text.`,
    remedy: 'Read them as a table of their own if they are wanted, such as a patient’s examinations.',
  },
  {
    code: 'records.values_outside',
    severity: 'note',
    sentence: ({ count = 0 }) =>
      `${counted(count, 'single value')} outside of the records, such as the date of the export, ${count === 1 ? 'is' : 'are'} left out.`,
    remedy: 'Nothing to do, unless the table looks incomplete.',
  },
  {
    code: 'records.comments',
    severity: 'note',
    sentence: ({ count = 0 }) =>
      count === 1
        ? 'A comment or an instruction to a program is left out.'
        : `${count} comments or instructions to programs are left out.`,
    remedy: 'Nothing to do.',
  },
  {
    code: 'records.document_type',
    severity: 'warn',
    sentence: () =>
      'The file has a document type (DOCTYPE). Nothing of it was carried out, and nothing it names was fetched.',
    remedy: 'Look at the cells that are held because they contain an abbreviation between & and ;.',
  },
  {
    code: 'records.several_documents',
    severity: 'warn',
    sentence: ({ count }) => `The file is made of ${count} documents one after the other. All are read.`,
    remedy: 'Check that the same export was not added to the file twice.',
  },
  {
    code: 'records.commas',
    severity: 'warn',
    sentence: ({ count = 0 }) =>
      `Between the records, commas are missing or stand twice in ${counted(count, 'place')}. The records themselves are whole.`,
    remedy: 'Check the number of records against the old system.',
  },
  {
    code: 'records.damaged',
    severity: 'warn',
    sentence: ({ count = 0, first = '' }) =>
      `The file is damaged in ${counted(count, 'place')}: ${first}${Number(count) > String(first).split('; ').length ? ' and more' : ''}. What could not be read there is kept as it stands, as a row that is rejected.`,
    remedy: 'Look at the rejected rows. Export the file again; a text editor may have damaged it.',
  },
  {
    code: 'records.unread_text',
    severity: 'warn',
    sentence: ({ count = 0 }) =>
      `${counted(count, 'character')} outside of the records could not be made out.`,
    remedy: 'Check the number of records against the old system, and export the file again.',
  },
  {
    code: 'records.cut_off',
    severity: 'hold',
    sentence: () =>
      'The file ends in the middle: the records at its end are missing. Those before it can be read.',
    remedy:
      'Ask for the file again and compare its size with the original. Go on only if the missing records are known not to matter.',
  },
  {
    // Found by earlier versions, and kept in workspaces; now these rows are held, as those of text are.
    code: 'records.damaged_characters',
    severity: 'warn',
    sentence: ({ lines = 0, first = '' }) =>
      `${counted(lines, 'line')} of the file ${lines === 1 ? 'has' : 'have'} characters that do not exist in its encoding, or characters in two encodings${linesNamed(lines, first)}.`,
    remedy: 'Choose the encoding that the file was written in, or look at those characters in the rows.',
  },
  {
    code: 'records.column_renamed',
    severity: 'note',
    sentence: ({ column, name }) =>
      `Column ${column} is called “${name}” here, because its own name has several lines or belongs to another column already.`,
    remedy: 'Nothing to do. Both columns are kept.',
  },
];
