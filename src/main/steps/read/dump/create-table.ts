import { endOfQuotation, skipBlanks } from './sql-lexing.ts';
import { type Decode, nameAt, nameListAt } from './sql-names.ts';

/** What CREATE TABLE says about a table; parts of names from the outermost. */
export interface CreatedTable {
  readonly parts: readonly string[];
  readonly columns: readonly string[];
  /** The table that it is a partition of. */
  readonly partitionOf: readonly string[] | null;
  /** Tables whose columns come before its own. */
  readonly inherits: readonly string[];
}

const head =
  /^create\s+(?:(?:global|local)\s+)?(?:temp(?:orary)?\s+|unlogged\s+|foreign\s+)?table\s+(?:if\s+not\s+exists\s+)?/i;
const noColumn = /^(?:constraint|primary|unique|check|foreign|exclude|like|key|index)\b/i;

/** Null when `text` creates no table. */
export function parseCreateTable(text: string, decode: Decode): CreatedTable | null {
  const found = head.exec(text);
  const name = found === null ? null : nameAt(text, found[0].length, decode);
  if (name === null) return null;
  const place = skipBlanks(text, name.end);
  const rest = place === -1 ? '' : text.slice(place);
  const partition = /^partition\s+of\s+/i.exec(rest);
  if (partition !== null) {
    const parent = nameAt(rest, partition[0].length, decode);
    return { parts: name.parts, columns: [], partitionOf: parent?.parts ?? null, inherits: [] };
  }
  if (!rest.startsWith('(')) return { parts: name.parts, columns: [], partitionOf: null, inherits: [] };
  const { items, end } = listItems(rest);
  const columns = items.flatMap((item) => columnOf(item, decode));
  const inherits = /^\s*inherits\s*/i.exec(rest.slice(end));
  const parents = inherits === null ? null : nameListAt(rest, end + inherits[0].length, decode);
  return { parts: name.parts, columns, partitionOf: null, inherits: parents?.names ?? [] };
}

function columnOf(item: string, decode: Decode): string[] {
  if (noColumn.test(item)) return [];
  const name = nameAt(item, 0, decode);
  return name === null ? [] : [name.parts.join('.')];
}

/** The items between the parentheses with which `text` begins, without the comments before them. */
function listItems(text: string): { items: string[]; end: number } {
  const items: string[] = [];
  let depth = 0;
  let start = 1;
  const take = (end: number) => {
    const from = skipBlanks(text, start);
    if (from !== -1 && from < end) items.push(text.slice(from, end));
    start = end + 1;
  };
  const token = /['"$(),\-/]/g;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '(') depth += 1;
    else if (found[0] === ')') depth -= 1;
    else if (found[0] !== ',') {
      const end = endOfQuotation(text, found.index, false);
      if (end === -1) break;
      if (end > 0) token.lastIndex = end;
    }
    if (depth === 0) {
      take(found.index);
      return { items, end: found.index + 1 };
    }
    if (depth === 1 && found[0] === ',') take(found.index);
  }
  return { items, end: text.length };
}

const attach = /^alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?/i;

/** ALTER TABLE parent ATTACH PARTITION child; null for anything else. */
export function parseAttachedPartition(
  text: string,
  decode: Decode,
): { parent: readonly string[]; child: readonly string[] } | null {
  const found = attach.exec(text);
  const parent = found === null ? null : nameAt(text, found[0].length, decode);
  if (parent === null) return null;
  const rest = text.slice(parent.end);
  const word = /^\s+attach\s+partition\s+/i.exec(rest);
  const child = word === null ? null : nameAt(rest, word[0].length, decode);
  return child === null ? null : { parent: parent.parts, child: child.parts };
}
