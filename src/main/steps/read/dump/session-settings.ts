import type { TextEncoding } from '#contract/layout';

/** Names that Postgres gives to encodings, without punctuation, and what they are called here. */
const encodings = new Map<string, TextEncoding>([
  ['UTF8', 'utf-8'],
  ['UNICODE', 'utf-8'],
  ['LATIN1', 'iso-8859-1'],
  ['ISO88591', 'iso-8859-1'],
  ['LATIN2', 'iso-8859-2'],
  ['ISO88592', 'iso-8859-2'],
  ['LATIN3', 'iso-8859-3'],
  ['LATIN4', 'iso-8859-4'],
  ['ISO88595', 'iso-8859-5'],
  ['ISO88597', 'iso-8859-7'],
  ['LATIN5', 'iso-8859-9'],
  ['LATIN6', 'iso-8859-10'],
  ['LATIN7', 'iso-8859-13'],
  ['LATIN8', 'iso-8859-14'],
  ['LATIN9', 'iso-8859-15'],
  ['ISO885915', 'iso-8859-15'],
  ['LATIN10', 'iso-8859-16'],
  ['WIN', 'windows-1251'],
  ['WIN1250', 'windows-1250'],
  ['WIN1251', 'windows-1251'],
  ['WIN1252', 'windows-1252'],
  ['WIN1253', 'windows-1253'],
  ['WIN1254', 'windows-1254'],
  ['WIN1257', 'windows-1257'],
]);

function plain(name: string): string {
  return name
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^WINDOWS/, 'WIN');
}

/** Null for an encoding that is not read; bytes without a declared encoding are `undefined`. */
export function encodingOfPostgres(name: string): TextEncoding | null | undefined {
  if (plain(name) === 'SQLASCII') return undefined;
  return encodings.get(plain(name)) ?? null;
}

export interface Setting {
  readonly name: string;
  readonly value: string;
}

const set = /^set\s+(?:session\s+|local\s+)?([a-z_]+)\s*(?:=|\sto\s)\s*([\s\S]*?)\s*;?$/i;
const names = /^set\s+names\s+([\s\S]*?)\s*;?$/i;
const setConfig = /^select\s+(?:pg_catalog\.)?set_config\s*\(\s*'([a-z_]+)'\s*,\s*'([^']*)'/i;

/** What SET or set_config() sets; null for any other statement. Names are lower case. */
export function parseSetting(text: string): Setting | null {
  const encoding = names.exec(text);
  if (encoding !== null) return { name: 'client_encoding', value: unquoted(encoding[1]!) };
  const found = set.exec(text);
  if (found !== null) return { name: found[1]!.toLowerCase(), value: unquoted(found[2]!) };
  const config = setConfig.exec(text);
  return config === null ? null : { name: config[1]!.toLowerCase(), value: config[2]! };
}

function unquoted(value: string): string {
  return /^'[^']*'$/.test(value) ? value.slice(1, -1) : value;
}

/** The schema in which tables without one are; null when the path says none. */
export function schemaOfPath(path: string): string | null {
  for (const part of path.split(',')) {
    const name = part.trim().replace(/^["']|["']$/g, '');
    if (name !== '' && name !== '$user' && name !== 'pg_catalog') return name;
  }
  return null;
}

/** Database of `\connect`; null when the line says none. */
export function connectedDatabase(line: string): string | null {
  const found = /^\\c(?:onnect)?\s+(?:-\S+\s+)*(.+?)\s*$/.exec(line);
  if (found === null) return null;
  const target = found[1]!;
  const keyed = /dbname='((?:[^'\\]|\\.)*)'/.exec(target);
  if (keyed !== null) return keyed[1]!.replace(/\\(.)/g, '$1');
  const quoted = /^"((?:[^"]|"")*)"/.exec(target);
  if (quoted !== null) return quoted[1]!.replaceAll('""', '"');
  const plainName = /^\S+/.exec(target)?.[0] ?? '';
  return plainName === '-' || plainName === '' ? null : plainName;
}
