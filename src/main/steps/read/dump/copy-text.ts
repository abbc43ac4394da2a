/** What one cell of a COPY row says. Texts hold one character a byte. */
export interface CopyCell {
  readonly text: string;
  readonly isNull: boolean;
  /** A backslash before a character that needs none: Postgres leaves the backslash out. */
  readonly oddEscape: boolean;
}

const escape = /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|([\s\S])|$)/g;
const letters = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** Takes the escapes of COPY's text format out of a cell (PostgreSQL documentation, COPY, “Text Format”). */
export function copyCell(raw: string, nullText: string, delimiter: string): CopyCell {
  if (raw === nullText) return { text: '', isNull: true, oddEscape: false };
  if (!raw.includes('\\')) return { text: raw, isNull: false, oddEscape: false };
  let oddEscape = false;
  const text = raw.replace(
    escape,
    (_, octal: string | undefined, hex: string | undefined, letter: string | undefined) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (letter === undefined) {
        oddEscape = true;
        return '';
      }
      const control = letters.get(letter);
      oddEscape ||=
        control === undefined && letter !== '\\' && letter !== delimiter && !/[\r\n]/.test(letter);
      return control ?? letter;
    },
  );
  return { text, isNull: false, oddEscape };
}

/** Whether a line ends with a backslash that is not itself escaped: its line end belongs to the cell. */
export function endsEscaped(line: string): boolean {
  let first = line.length;
  while (first > 0 && line.charCodeAt(first - 1) === 0x5c) first -= 1;
  return (line.length - first) % 2 === 1;
}

/** The cells of a row as written; a delimiter after a backslash belongs to its cell. */
export function splitCopyRow(line: string, delimiter: string): string[] {
  const pieces = line.split(delimiter);
  if (!line.includes(`\\${delimiter}`)) return pieces;
  const cells: string[] = [];
  let open: string | null = null;
  for (const piece of pieces) {
    const cell: string = open === null ? piece : `${open}${delimiter}${piece}`;
    if (endsEscaped(piece)) open = cell;
    else {
      cells.push(cell);
      open = null;
    }
  }
  if (open !== null) cells.push(open);
  return cells;
}
