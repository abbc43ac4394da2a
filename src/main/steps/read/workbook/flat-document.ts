// parts of an OpenDocument spreadsheet → the same as a single XML document

import { fault, FaultError } from '#contract/faults';
import type { ReadLimits } from '../read-limits.ts';
import type { WorkbookZip } from './workbook-zip.ts';

const root = /<((?:[\w-]+:)?)document-content\b([^<>]*)>/;
const rootEnd = /<\/((?:[\w-]+:)?)document-content\s*>/;
const namedStyles = /<(?:[\w-]+:)?styles\b(?:[^<>]*[^<>/])?>[\s\S]*?<\/(?:[\w-]+:)?styles>/;
const rowOrCell = /<(?:[\w-]+:)?table-(row|cell)\b[^<>]*>/g;
const repeated = /[\s:]number-(?:rows|columns)-repeated=["'](\d+)["']/;
/** More than any spreadsheet of this size could be worth, and more than memory holds. */
const maxCells = 20_000_000;
const valueAlone = /<((?:[\w-]+:)?table-cell)\b([^<>]*\s(?:[\w-]+:)?value-type=[^<>]*)\/>/g;

interface Reading {
  readonly file: string;
  readonly limits: ReadLimits;
}

/**
 * The library reads the single document as it reads the parts, but for cells that have a value and no text to show
 * it, which it leaves out where they are written as one tag. Throws FaultError: `read.workbook_inflates_too_large` when
 * cells that repeat would come to too many, and those of the parts.
 */
export async function flatDocument(zip: WorkbookZip, { file, limits }: Reading): Promise<string> {
  const styles = namedStyles.exec(await textOf(zip, 'styles.xml'))?.[0] ?? '';
  const content = await textOf(zip, 'content.xml');
  if (countCells(content) > maxCells) {
    const limitBytes = limits.maxInflatedBytes;
    throw new FaultError(fault('read.workbook_inflates_too_large', { file, limitBytes }));
  }
  return content
    .replace(root, (_all, prefix: string, attributes: string) => `<${prefix}document${attributes}>${styles}`)
    .replace(rootEnd, '</$1document>')
    .replaceAll(valueAlone, '<$1$2></$1>');
}

/** Of cells that hold something, as often as they and their rows are said to repeat. */
function countCells(content: string): number {
  let count = 0;
  let rows = 1;
  for (const [tag, kind] of content.matchAll(rowOrCell)) {
    const times = Number(repeated.exec(tag)?.[1] ?? 1);
    if (kind === 'row') rows = times;
    else if (!tag.endsWith('/>') || tag.includes('value-type=')) count += rows * times;
  }
  return count;
}

async function textOf(zip: WorkbookZip, part: string): Promise<string> {
  if (!zip.has(part)) return '';
  const pieces: Uint8Array[] = [];
  for await (const piece of zip.bytesOf(part)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
}
