import { cellType, type CellType, isValueType } from './cell-type.ts';

/** A row as far as its cells tell. */
interface Row {
  readonly cells: readonly string[];
}

export interface HeaderGuess {
  readonly headerLines: number;
  /** A person need not be asked. */
  readonly isCertain: boolean;
  /** 0 to 1: how often such a guess is right. */
  readonly confidence: number;
}

const names =
  /(?:^|[^\p{L}])(?:id|nos?|nr|num|number|key|uid|pid|index|name|fname|lname|first|last|middle|surname|forename|title|salutation|dob|born|birth|birthday|date|time|timestamp|address|addr|street|road|town|city|county|region|state|country|post|postcode|pcode|zip|phone|telephone|tel|mobile|cell|fax|email|mail|sex|gender|nhs|mrn|notes?|comments?|remarks?|status|type|kind|code|value|amount|price|cost|qty|quantity|description|text|practice|patient|client|customer|record|ref|reference|age|left|right|sph|sphere|cyl|cylinder|axis|add|prism|base|va|iop|pd|lens|frame|recall|exam|visit|appointment|practitioner|doctor|store|branch|site|created|updated|modified|year|month|day|category|group|user|source|occupation|allerg\p{L}*|history|medication|nom|prénom|prenom|vorname|nachname|straße|strasse|ort|plz|geburtsdatum|geboren|datum|adresse|ville|naissance|nombre|apellidos?|fecha|teléfono|telefono|cognome|nome|data|indirizzo|naam|voornaam|achternaam|geboortedatum|woonplaats)(?:$|[^\p{L}])/iu;
const identifier = /^[a-z]+(?:[A-Z][a-z]*)+$|^[\p{L}]+(?:_[\p{L}\d]+)+$/u;

const judgedRows = 80;
const longestName = 60;
const repeatsFrom = 8;

const certain = { isCertain: true, confidence: 0.99 };
const likely = { isCertain: false, confidence: 0.9 };
const open = { isCertain: false, confidence: 0.6 };

/** Whether the first rows of a table name its columns, judged by the rows below. All have the table's width. */
export function findHeader(all: readonly Row[]): HeaderGuess {
  const rows = all.slice(0, judgedRows + 2);
  const [first, second] = rows;
  if (first === undefined) return { headerLines: 1, ...certain };
  if (second === undefined) {
    return first.cells.some(isValue) ? { headerLines: 0, ...likely } : { headerLines: 1, ...certain };
  }
  if (rows.length > 2 && isGroupLine(first, second) && evidenceFor(second, rows.slice(2)).isHeader) {
    return { headerLines: 2, ...likely };
  }
  const { isHeader, isClear } = evidenceFor(first, rows.slice(1));
  if (!isHeader) return { headerLines: 0, ...(isClear ? likely : open) };
  if (isUnitLine(second, rows.slice(2)) || isLineOfParts(first, second, rows.slice(2)))
    return { headerLines: 2, ...likely };
  return { headerLines: 1, ...(isClear && !lacksNames(first, rows.slice(1)) ? certain : open) };
}

function isValue(cell: string): boolean {
  return isValueType(cellType(cell));
}

/** A word that columns are often called by, or one written as programs name them. */
export function isUsualName(cell: string): boolean {
  return names.test(cell) || identifier.test(cell);
}

interface Evidence {
  readonly isHeader: boolean;
  /** Hardly anything speaks for the contrary. */
  readonly isClear: boolean;
}

function evidenceFor(row: Row, below: readonly Row[]): Evidence {
  const body = below.slice(0, judgedRows).filter((other) => !repeats(other, row));
  let forIt = 0;
  let strong = 0;
  let against = 0;
  for (const [column, name] of row.cells.entries()) {
    const weight = weightOf(
      name,
      body.map(({ cells }) => cells[column] ?? ''),
    );
    if (weight > 0) forIt += weight;
    if (weight > weak) strong += weight;
    if (weight < 0) against -= weight;
  }
  if (forIt < against) return { isHeader: false, isClear: against >= clear && against >= forIt * 3 };
  // One value that is missing or written in words makes no names of the rest of a record.
  const enough = row.cells.length > 2 ? clear * 2 : clear;
  return { isHeader: true, isClear: strong >= enough && forIt >= against * 3 };
}

/** The same line again, as on every page of a report or where exports were joined. */
function repeats(row: Row, header: Row): boolean {
  const filled = header.cells.filter((cell) => cell !== '').length;
  const same = row.cells.filter((cell, column) => cell !== '' && cell === header.cells[column]).length;
  return filled > 1 && same >= filled * 0.7;
}

/** Above 0 when the cell is rather the name of a column than a value of it. */
function weightOf(name: string, column: readonly string[]): number {
  const values = column.filter((cell) => cell.trim() !== '');
  const type = cellType(name);
  if (type === 'empty') return 0;
  const usual = usualTypeOf(values);
  if (isValueType(type)) return usual === type || usual === null ? -1.5 : -0.5;
  if (values.includes(name)) return -1;
  if (name.length > longestName) return -0.3;
  let weight = names.test(name) ? 0.7 : 0;
  if (identifier.test(name)) weight += 0.5;
  if (usual !== null && isValueType(usual)) weight += 1;
  else if (usual !== null && usual !== type && usual !== 'text') weight += weak;
  else if (values.length >= repeatsFrom && new Set(values).size <= values.length / 4) weight += weak;
  return weight;
}

const weak = 0.4;
const clear = 0.6;
const usualShare = 0.7;

/** The type that most of the values have; null when no type is usual. */
export function usualTypeOf(values: readonly string[]): CellType | null {
  const counts = new Map<CellType, number>();
  for (const type of values.map(cellType)) counts.set(type, (counts.get(type) ?? 0) + 1);
  for (const [type, count] of counts) if (count >= values.length * usualShare) return type;
  return null;
}

/** Headings over several columns: words, some of them repeated or left out, above a line that is filled throughout. */
function isGroupLine(line: Row, below: Row): boolean {
  const filled = line.cells.filter((cell) => cell.trim() !== '');
  if (filled.length < 2 || line.cells.length < 3 || filled.some(isValue)) return false;
  const isRepeated = line.cells.some((cell, column) => column > 0 && cell === line.cells[column - 1]);
  const namesBelow = below.cells.filter((cell) => cell.trim() !== '');
  const distinctShare = new Set(namesBelow).size / namesBelow.length;
  return (
    isRepeated &&
    new Set(filled).size < namesBelow.length &&
    namesBelow.length >= below.cells.length * 0.8 &&
    namesBelow.every((cell) => !isValue(cell)) &&
    distinctShare > 0.9
  );
}

/**
 * Names of the parts of a heading, such as Road and Town below Address, in a line that is empty otherwise: words where the
 * line of the names is empty or its heading goes on, and none where rows begin.
 */
function isLineOfParts(names: Row, line: Row, below: readonly Row[]): boolean {
  const filled = line.cells.flatMap((cell, column) => (isEmpty(cell) ? [] : [column]));
  if (below.length < 2 || filled.length < 2 || !isEmpty(line.cells[0])) return false;
  const goesOn = (column: number): boolean =>
    isEmpty(names.cells[column]) || (column + 1 < names.cells.length && isEmpty(names.cells[column + 1]));
  return (
    filled.every((column) => goesOn(column) && !isValue(line.cells[column]!)) &&
    filled.some((column) => isEmpty(names.cells[column])) &&
    below.filter(({ cells }) => !isEmpty(cells[0])).length * 2 >= below.length
  );
}

function isEmpty(cell: string | undefined): boolean {
  return cell === undefined || cell.trim() === '';
}

/** Columns with values but without a name: the names rather stand on another line. */
function lacksNames({ cells }: Row, below: readonly Row[]): boolean {
  const unnamed = cells.filter(
    (name, column) =>
      isEmpty(name) && below.filter((row) => !isEmpty(row.cells[column])).length * 2 >= below.length,
  );
  return unnamed.length >= 2 && unnamed.length * 4 >= cells.length;
}

/** Units or kinds under the names: words in every column that holds values below. */
function isUnitLine(line: Row, below: readonly Row[]): boolean {
  if (below.length < 3) return false;
  const valueColumns = line.cells.flatMap((cell, column) => {
    const usual = usualTypeOf(below.map(({ cells }) => cells[column] ?? '').filter((each) => each !== ''));
    return usual !== null && isValueType(usual) ? [cell] : [];
  });
  return (
    valueColumns.length >= 2 &&
    valueColumns.every((cell) => cell.trim() !== '' && !isValue(cell) && !/\d/.test(cell))
  );
}
