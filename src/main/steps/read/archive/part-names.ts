import { getFileNameLowLevel } from 'yauzl';

/** Longer names are cut where they are shown; nothing is ever written under them. */
const maxNameCharacters = 400;
/** Control, format (zero width, direction of writing) and private characters, line ends, and our own mark. */
const hidden = /[\p{C}\u2028\u2029<>]/gu;

/** A segment of a path as it is shown: nothing in it can hide, turn the text around or lead out of the archive. */
export function safeSegment(segment: string): string {
  const shown = segment.replace(hidden, (character) => `<${codePoint(character)}>`);
  if (shown === '' || shown === '.' || shown === '..') return `<${shown}>`;
  // A drive (`C:`) or a stream of a file (`a.csv:b`).
  return shown.replaceAll(':', '<:>');
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * The name of a ZIP's entry as text, folders separated by `/`. The bytes are UTF-8 where the entry says so, and also
 * where they can be nothing else, as macOS writes them without saying so; code page 437 otherwise.
 */
export function decodeEntryName(
  raw: Buffer,
  flags: number,
  extraFields: readonly { id: number; data: Buffer }[],
): string {
  const isPlainUtf8 = raw.some((byte) => byte >= 0x80) && isUtf8(raw);
  const name = isPlainUtf8
    ? raw.toString('utf8')
    : getFileNameLowLevel(flags, raw, extraFields.slice(), true);
  return name.replaceAll('\\', '/');
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * Names under which entries are shown and asked for: safe, and each of them once. The second of a name is marked
 * `<2>`, and so is a file that has the name of another's folder, which could be taken for an archive's content.
 */
export function nameParts(names: readonly string[]): string[] {
  const safe = names.map((name) => cut(name.split('/').map(safeSegment).join('/')));
  const taken = new Set(safe.flatMap(foldersOf));
  return safe.map((name) => {
    let unique = name;
    for (let copy = 2; taken.has(unique); copy += 1) unique = mark(name, copy);
    taken.add(unique);
    return unique;
  });
}

function cut(name: string): string {
  if (name.length <= maxNameCharacters) return name;
  // The end holds the file's own name and kind.
  return `<…>${name.slice(-maxNameCharacters).toWellFormed()}`;
}

/** The folders that a file of this name lies in, the outermost first. */
export function foldersOf(name: string): string[] {
  const folders: string[] = [];
  for (let slash = name.indexOf('/'); slash !== -1; slash = name.indexOf('/', slash + 1)) {
    folders.push(name.slice(0, slash));
  }
  return folders;
}

function mark(name: string, copy: number): string {
  const dot = name.lastIndexOf('.');
  const end = dot > name.lastIndexOf('/') + 1 ? dot : name.length;
  return `${name.slice(0, end)}<${copy}>${name.slice(end)}`;
}

/** The last segment: the name without its folders. */
export function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
