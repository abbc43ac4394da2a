// parts of an OpenDocument spreadsheet → the same as a single XML document

import type { WorkbookZip } from './workbook-zip.ts';

const root = /<((?:[\w-]+:)?)document-content\b([^<>]*)>/;
const rootEnd = /<\/((?:[\w-]+:)?)document-content\s*>/;
const namedStyles = /<(?:[\w-]+:)?styles\b(?:[^<>]*[^<>/])?>[\s\S]*?<\/(?:[\w-]+:)?styles>/;
const valueAlone = /<((?:[\w-]+:)?table-cell)\b([^<>]*\s(?:[\w-]+:)?value-type=[^<>]*)\/>/g;

/**
 * The library reads the single document as it reads the parts, but for cells that have a value and no text to show
 * it, which it leaves out where they are written as one tag.
 */
export async function flatDocument(zip: WorkbookZip): Promise<string> {
  const styles = namedStyles.exec(await textOf(zip, 'styles.xml'))?.[0] ?? '';
  const content = await textOf(zip, 'content.xml');
  return content
    .replace(root, (_all, prefix: string, attributes: string) => `<${prefix}document${attributes}>${styles}`)
    .replace(rootEnd, '</$1document>')
    .replaceAll(valueAlone, '<$1$2></$1>');
}

async function textOf(zip: WorkbookZip, part: string): Promise<string> {
  if (!zip.has(part)) return '';
  const pieces: Uint8Array[] = [];
  for await (const piece of zip.bytesOf(part)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
}
