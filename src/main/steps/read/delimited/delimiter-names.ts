const delimiterNames = new Map<string, string>([
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
  ['^', 'carets'],
  ['~', 'tildes'],
  [':', 'colons'],
  [' ', 'blanks'],
  ['#', 'number signs'],
]);

/** What people call a delimiter, in the plural. */
export function delimiterName(delimiter: string): string {
  const shown = Array.from(delimiter, (sign) =>
    sign < ' ' ? `U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}` : sign,
  );
  return delimiterNames.get(delimiter) ?? `“${shown.join('')}”`;
}

export interface ColumnEvidence {
  /** A person chose the delimiter. */
  readonly isChosen: boolean;
  readonly columns: number;
  /** Rows that have so many, of those that were looked at. */
  readonly fitting: number;
  readonly judged: number;
  readonly isWhole: boolean;
}

export function columnReason(
  delimiter: string,
  { isChosen, columns, fitting, judged, isWhole }: ColumnEvidence,
): string {
  if (columns === 1) {
    return isChosen
      ? `With ${delimiterName(delimiter)} between the columns, as you chose, most lines are one cell.`
      : 'No sign separates columns: every line is one cell.';
  }
  const separated = `Columns are separated by ${delimiterName(delimiter)}`;
  return `${separated}: ${fitting} of ${judged} rows ${isWhole ? '' : 'looked at '}then have ${columns} columns.`;
}
