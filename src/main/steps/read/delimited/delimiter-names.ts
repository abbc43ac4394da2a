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

export function columnReason(delimiter: string, columns: number, fitting: number, judged: number): string {
  if (columns === 1) return 'No sign separates columns: every line is one cell.';
  const separated = `Columns are separated by ${delimiterName(delimiter)}`;
  return `${separated}: ${fitting} of ${judged} rows then have ${columns} columns.`;
}
