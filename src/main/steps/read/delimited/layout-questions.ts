import { encodingName } from '#contract/encoding-names';
import { isLinewise, type LayoutOverride } from '#contract/layout';
import { otherTable } from '../other-table.ts';
import type { LayoutQuestion } from '../recognition.ts';
import type { EncodingGuess } from '../text/detect-encoding.ts';
import type { DialectChoice } from './choose-dialect.ts';
import { delimiterName } from './delimiter-names.ts';
import type { LocatedTable } from './locate-tables.ts';

/** What a person has to say about the file as a whole. */
export function fileQuestions(encoding: EncodingGuess, choice: DialectChoice, override: LayoutOverride) {
  const questions: LayoutQuestion[] = [];
  if (override.encoding === undefined && encoding.uncertain) questions.push(encodingQuestion(encoding));
  const isChosen = override.delimiter !== undefined;
  const { best, rival } = choice;
  if (!isChosen && best.width > 1 && rival !== null) {
    questions.push(delimiterQuestion(best.dialect.delimiter, rival.dialect.delimiter));
  } else if (!isChosen && best.width > 1 && isDoubtful(best)) {
    questions.push(doubtfulQuestion(best.dialect.delimiter));
  }
  return questions;
}

const doubtfulScore = 0.35;
const maxDoubtfulColumns = 4;

/** Wide rows are not of equal width by chance. */
function isDoubtful({ isLoose, score, width }: DialectChoice['best']): boolean {
  return isLoose || (score < doubtfulScore && width <= maxDoubtfulColumns);
}

const strangeEncoding =
  'The text is in none of the encodings that are known here, as Japanese or Chinese text may be. Ask for the file in UTF-8. If names are right in the preview all the same, confirm it, or choose the encoding in which they are.';

function encodingQuestion({ encoding, alternatives, isStrange, reasons }: EncodingGuess): LayoutQuestion {
  if (isStrange === true) return { code: 'encoding', sentence: strangeEncoding };
  const choices = [encoding, ...alternatives].map(encodingName).join(', ');
  const evidence = isLinewise(encoding) ? `${reasons.join(' ')} ` : '';
  return {
    code: 'encoding',
    sentence: `${evidence}How the letters with accents are written is not certain. Look at names in the preview and choose the encoding in which they are right: ${choices}.`,
  };
}

function delimiterQuestion(best: string, rival: string): LayoutQuestion {
  return {
    code: 'delimiter',
    sentence: `The columns may be separated by ${delimiterName(best)} or by ${delimiterName(rival)}. Look at the preview and choose the delimiter with which every value stands in its own column.`,
  };
}

function doubtfulQuestion(delimiter: string): LayoutQuestion {
  return {
    code: 'delimiter',
    sentence: `It is not certain that ${delimiterName(delimiter)} separate columns here; they may belong to names, addresses or sentences. Look at the preview, and choose the delimiter or confirm it.`,
  };
}

/** What a person has to say about one table. */
export function tableQuestions(table: LocatedTable, override: LayoutOverride): LayoutQuestion[] {
  const questions: LayoutQuestion[] = [];
  const columns = table.width - (table.trailingDelimiter ? 1 : 0);
  if (columns === 1 && (override.delimiter === undefined || table.width === 1)) questions.push(oneColumn);
  if (override.headerLines === undefined && !table.header.isCertain) questions.push(headerQuestion(table));
  if (table.unequal !== null && override.firstLine === undefined)
    questions.push(unequalQuestion(table.unequal));
  const isPlaced = override.firstLine !== undefined || override.lastLine !== undefined;
  if (table.doubtfulLine !== null && !isPlaced) questions.push(otherTable(`Line ${table.doubtfulLine}`));
  if (table.otherKind !== null) questions.push(otherKindQuestion(table, table.otherKind));
  return questions;
}

const oneColumn: LayoutQuestion = {
  code: 'one_column',
  sentence:
    'Only one column was recognised. If the file has more, choose the sign that stands between them; if it is a list of one column, confirm that.',
};

function headerQuestion({ header: { headerLines } }: LocatedTable): LayoutQuestion {
  const sentences = [
    'No line seems to name the columns: the first row looks like the others. Confirm that it is a record, or say how many lines name the columns.',
    'It is not certain that the first line names the columns. Confirm that it does, or choose 0 lines of names if it is a record like the others.',
  ];
  const several = `The first ${headerLines} lines seem to name the columns together. Look at the names and confirm them, or say how many lines name the columns.`;
  return { code: 'header', sentence: sentences[headerLines] ?? several };
}

const onlyRowsEnd =
  'Every row ends with a sign after its last value, and the line of the names does not. Look at the preview: if each name stands above its values, confirm it; if not, a sign between two names is missing, so export the file again.';

function unequalQuestion({ names, cells }: NonNullable<LocatedTable['unequal']>): LayoutQuestion {
  if (names === cells) return { code: 'columns', sentence: onlyRowsEnd };
  return {
    code: 'columns',
    sentence: `The first line names ${names} columns, and most rows have ${cells}. Choose the line on which the table begins and how many lines name its columns, or export the file again.`,
  };
}

function otherKindQuestion(
  { fitting, width }: LocatedTable,
  { rows, cells }: NonNullable<LocatedTable['otherKind']>,
): LayoutQuestion {
  return {
    code: 'row_kinds',
    sentence: `Of the rows looked at, ${fitting} have ${width} columns and ${rows} have ${cells}. The file may hold records of several kinds, one below the other: then ask for a file for each kind. Rows that do not have ${width} columns are kept, and not carried over. If they are damaged ones, confirm it.`,
  };
}

export const severalTables: LayoutQuestion = {
  code: 'several_tables',
  sentence:
    'The file seems to hold several tables, and not all of them can be told apart from its beginning. Choose the first and the last line of the one to read, or export each table into a file of its own.',
};
