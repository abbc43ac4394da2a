// a part of the workbook → calls for its tags and texts

import type { ReadLimits } from '../read-limits.ts';
import { utf8Pieces } from './utf8-pieces.ts';
import type { WorkbookZip } from './workbook-zip.ts';
import { nameCode, token, XmlScanner } from './xml-scanner.ts';
import { xmlText } from './xml-text.ts';

const extensions = nameCode('extLst');

/** Escaping can make a text six times as long as it is; tags and spaces come on top. */
export const longestEscape = 8;

export interface ScanOptions {
  readonly file: string;
  readonly limits: ReadLimits;
}

/** Whoever reads a part: called for every token in order. Answers true when it has seen enough. */
export type OnToken = (scanner: XmlScanner, kind: number) => boolean | void;

/**
 * Scans a part to its end, or until `onToken` has seen enough. True when the end was reached. Extensions are left out:
 * elements of other formats stand there under names that mean something else.
 */
export async function scanPart(
  zip: WorkbookZip,
  part: string,
  { file, limits }: ScanOptions,
  onToken: OnToken,
): Promise<boolean> {
  const scanner = new XmlScanner(file, part, limits.maxCellBytes * longestEscape);
  let extensionsFrom = Number.POSITIVE_INFINITY;
  for await (const piece of utf8Pieces(file, part, zip.bytesOf(part))) {
    scanner.push(piece);
    for (let kind = scanner.next(); kind !== token.more; kind = scanner.next()) {
      if (scanner.depth >= extensionsFrom) continue;
      extensionsFrom = Number.POSITIVE_INFINITY;
      if (kind === token.open && scanner.name === extensions) extensionsFrom = scanner.depth;
      else if (onToken(scanner, kind) === true) return false;
    }
  }
  scanner.finish();
  return true;
}

/** An attribute's value, or null. */
export function attributeText(scanner: XmlScanner, code: number): string | null {
  const place = scanner.attribute(code);
  if (place === -1) return null;
  return xmlText(scanner.buffer, scanner.attributeStart(place), scanner.attributeEnd(place));
}

/** Whether an attribute of truth is set: `1`, `true`, `on`. */
export function attributeIsTrue(scanner: XmlScanner, code: number): boolean {
  const value = attributeText(scanner, code);
  return value === '1' || value === 'true' || value === 'on';
}
