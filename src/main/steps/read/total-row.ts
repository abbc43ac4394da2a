const totalWords =
  /^(?:(?:grand|sub|report|overall|file|page|column|record|patient)[ -]?)?(?:totals?|totale|gesamt|summe|sums?)(?:\s*[:=].*|\s+(?:of|for|number|amount|count|records|rows|patients|items|entries)\b.*|\s*[\d(].*)?$/i;
const countWords =
  /^(?:(?:row|record|patient|line)s?[ -]?)?(?:count|number of [a-z ]+)\s*[:=]?\s*\d[\d,. ]*$/i;
const countedRecords = /^\(?\d[\d,. ]*\s(?:rows?|records?|entries|patients?|lines?|items?)\b/i;
const endOfReport = /^[\s*\-=#<]*end of (?:the )?(?:report|file|list|data|export|extract|table|document)\b/i;

/** Longer texts are no words under a column of figures, and need not be searched. */
const longest = 80;

/** At most half of the cells are filled, as in a row of sums and seldom in one of a patient. */
export function isSparse(filledCells: number, columns: number): boolean {
  return filledCells * 2 <= columns || filledCells === 1;
}

/**
 * Whether a row is rather the sum or the end of a report than a record: most of its cells are empty, and the first
 * that is not says so. A patient may be called “Total”: such a row is shown to a person, never left out.
 */
export function looksLikeTotal(cells: readonly string[]): boolean {
  const first = cells.find((cell) => cell !== '');
  if (first === undefined || !mayBeginTotal(first.charCodeAt(0)) || !saysTotal(first)) return false;
  return isSparse(cells.filter((cell) => cell !== '').length, cells.length);
}

const figure = /^[(+-]?\s?[£$€]?\s?\d[\d,. ]*[)%]?$/;

/**
 * Whether the last row of a table, which is read as a record, may be a total all the same: its first filled cell says
 * so, with as many others filled as in a record; or no cell is filled but with figures, and the first, where the
 * number or name of a record stands, is empty.
 */
export function mayBeTotal(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  const [first] = filled;
  if (first === undefined || cells.length < 2) return false;
  if (saysTotal(first)) return true;
  const isUnnamed = cells[0]!.trim() === '' && isSparse(filled.length, cells.length);
  return isUnnamed && filled.every((cell) => figure.test(cell.trim()));
}

export function saysTotal(cell: string): boolean {
  if (cell.length > longest) return false;
  const text = cell.trim();
  return [totalWords, countWords, countedRecords, endOfReport].some((words) => words.test(text));
}

/** Beginnings of the words above, and whatever is no letter. */
const beginnings = new Set(Array.from('tgsrofpclne', (letter) => letter.charCodeAt(0)));

/** Whether a cell that begins with this character or byte can say so: a quick look that lets most rows pass. */
export function mayBeginTotal(first: number): boolean {
  const letter = first | 0x20;
  return letter < 0x61 || letter > 0x7a || beginnings.has(letter);
}
