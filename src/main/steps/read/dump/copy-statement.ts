import { endOfString, isEscapeString, skipBlanks } from './sql-lexing.ts';
import { type Decode, nameAt, nameListAt } from './sql-names.ts';

/** How the rows of a COPY block are written. */
export interface CopyFormat {
  readonly kind: 'text' | 'csv' | 'binary';
  readonly delimiter: string;
  readonly nullText: string;
  readonly quote: string;
  readonly escape: string;
  readonly header: boolean;
  /** Each row begins with its object identifier, which is no column. */
  readonly oids: boolean;
}

export interface CopyStatement {
  readonly parts: readonly string[];
  readonly columns: readonly string[] | null;
  readonly format: CopyFormat;
  readonly from: 'stdin' | 'elsewhere';
}

/** A COPY statement that brings rows in; null when it is something else, such as COPY … TO. `text` is the statement. */
export function parseCopy(text: string, decode: Decode): CopyStatement | null {
  const start = skipBlanks(text, 'COPY'.length);
  const binary = /^binary\s/i.exec(text.slice(start));
  const name = nameAt(text, binary === null ? start : skipBlanks(text, start + 6), decode);
  if (name === null) return null;
  let place = skipBlanks(text, name.end);
  const list = text[place] === '(' ? nameListAt(text, place, decode) : null;
  if (text[place] === '(' && list === null) return null;
  if (list !== null) place = skipBlanks(text, list.end);
  const tail = /^(with\s+oids\s+)?from\s+(stdin\b)?([\s\S]*)$/i.exec(text.slice(place));
  if (tail === null) return null;
  const oids = tail[1] !== undefined;
  return {
    parts: name.parts,
    columns: list?.names ?? null,
    format: { ...formatOf(tail[2] === undefined ? '' : (tail[3] ?? ''), binary !== null), oids },
    from: tail[2] === undefined ? 'elsewhere' : 'stdin',
  };
}

function formatOf(options: string, binary: boolean): CopyFormat {
  const word = (pattern: RegExp) => pattern.test(options);
  const csv = word(/\bcsv\b/i);
  const kind = binary || word(/\bbinary\b/i) ? 'binary' : csv ? 'csv' : 'text';
  const quote = optionText(options, 'quote') ?? '"';
  return {
    kind,
    delimiter: optionText(options, 'delimiters?') ?? (csv ? ',' : '\t'),
    nullText: optionText(options, 'null') ?? (csv ? '' : '\\N'),
    quote,
    escape: optionText(options, 'escape') ?? quote,
    header: word(/\bheader\b(?!\s+(?:false|off|0))/i),
    oids: word(/\boids\b(?!\s+(?:false|off|0))/i),
  };
}

/** `DELIMITER '|'`, also with AS, and in E''. */
function optionText(options: string, name: string): string | null {
  const found = new RegExp(`\\b${name}\\s+(?:as\\s+)?e?'`, 'i').exec(options);
  if (found === null) return null;
  const open = found.index + found[0].length - 1;
  const end = endOfString(options, open, isEscapeString(options, open));
  const inside = options.slice(open + 1, end - 1).replaceAll("''", "'");
  if (!isEscapeString(options, open)) return inside;
  return inside.replace(/\\(.)/g, (_, letter: string) => (letter === 't' ? '\t' : letter));
}
