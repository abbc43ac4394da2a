import type { Format } from '../../format.ts';

/** What the columns of a table hold. */
export const columnsStrings = (f: Format) => ({
  title: (file: string) => `Columns of “${file}”`,
  lead: 'How much of each column is filled, and what stands in it, counted over every row.',
  back: 'Back to the files',
  count: 'Count the columns',
  notCounted: 'The columns were not counted yet',
  notCountedText: 'Counting looks at every row once and changes nothing.',
  tableLabel: 'What the columns hold',
  column: 'Column',
  filled: 'Filled',
  filledOf: (filled: number, rows: number) => `${f.number(filled)} of ${f.number(rows)}`,
  distinct: 'Different values',
  atLeast: (count: number) => `more than ${f.number(count)}`,
  shapes: 'Shapes',
  shapesHelp:
    'In a shape, 9 stands for a digit, A and a for a capital and a small letter; + for one or more of them.',
  otherShapes: (rows: number) => `and others: ${f.count(rows, 'row', 'rows')}`,
  shapeRows: (rows: number) => f.count(rows, 'row', 'rows'),
  range: 'Smallest and largest',
  length: 'Length',
  lengthOf: (shortest: number, longest: number) =>
    shortest === longest
      ? f.count(shortest, 'character', 'characters')
      : `${f.number(shortest)} to ${f.count(longest, 'character', 'characters')}`,
  examples: 'Examples',
  empty: 'Nothing but empty cells',
});
