/** Why a file is left out without looking into it. */
export interface LeftOutFile {
  readonly kind: string;
  readonly sentence: string;
}

const systemFiles = new Set(['.ds_store', 'thumbs.db', 'ehthumbs.db', 'desktop.ini', '.localized', 'icon\r']);
const systemFolders = new Set([
  '__macosx',
  '$recycle.bin',
  'system volume information',
  '.trashes',
  '.spotlight-v100',
]);

/**
 * Files that an operating system or a program makes beside others, told by their place and name; null for all others.
 * `path` has `/` between folders.
 */
export function leftOutByName(path: string): LeftOutFile | null {
  const segments = path.toLowerCase().split('/');
  const name = segments.at(-1)!;
  if (systemFiles.has(name) || segments.some((segment) => systemFolders.has(segment))) {
    return { kind: 'system', sentence: 'The operating system made it for itself. It holds no records.' };
  }
  if (name.startsWith('~$') || name.startsWith('.~lock.')) {
    return {
      kind: 'system',
      sentence: 'An Office program made it while a document was open. It holds no records.',
    };
  }
  if (name.endsWith('.lnk') || name.endsWith('.url')) {
    return { kind: 'link', sentence: 'It is a shortcut to something else. Choose that file itself.' };
  }
  if (segments.some((segment) => segment.startsWith('.') && segment !== '.' && segment !== '..')) {
    return {
      kind: 'hidden',
      sentence: 'It is hidden, or lies in a hidden folder. If it holds records, give it another name.',
    };
  }
  return null;
}
