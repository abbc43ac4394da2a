/** Words that findings on files share. */

export function counted(count: string | number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${Number(count).toLocaleString('en-GB')} ${noun}s`;
}

/** `first` names some lines, such as "3, 17, 40", or none where no number is known; `all` is how many there are. */
export function linesNamed(all: string | number, first: string | number): string {
  if (first === '') return '';
  const named = String(first).split(', ').length;
  if (all === 1) return `: line ${first}`;
  return named < Number(all) ? `: lines ${first} and more` : `: lines ${first}`;
}

/** Where a sentence says on which line the first is; 0 where no number is known. */
export function firstOnLine(line: string | number): string {
  return line === 0 ? '' : `; the first is on line ${line}`;
}

export const endsInLine = {
  sentence: () =>
    'The last line has no line end. Some programs leave it out; if the export stopped half way, records are missing and the last cell is not whole.',
  remedy: 'Compare the last row, and the number of records, with the old system.',
};
