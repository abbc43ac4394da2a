// an OpenDocument spreadsheet as one XML text → what of its sheets is hidden and what they are called

import type { LibrarySheet, LibraryWorkbook } from './spreadsheet-library.ts';
import { xmlText } from './xml-text.ts';

const tags =
  /<(\/?)(?:[\w-]+:)?(style|table-properties|table|table-column|table-row)(?=[\s/>])((?:[^<>"']|"[^"]*"|'[^']*')*)>/g;
/** As many as a sheet can have. */
const maxColumns = 16_384;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface HiddenParts {
  readonly isHidden: boolean;
  readonly columns: Stretch[];
  readonly rows: Stretch[];
  /** Columns and rows that were named so far. */
  columnCount: number;
  rowCount: number;
}

/** The library knows nothing hidden in such a document, and leaves the names of sheets as XML writes them. */
export function asDocumentSays(workbook: LibraryWorkbook, document: string): LibraryWorkbook {
  const parts = hiddenParts(document);
  const taken = new Set(workbook.sheets.map(({ name }) => name));
  const sheets = workbook.sheets.map((sheet) => {
    const hidden = withHidden(sheet, parts.get(sheet.name));
    const name = plainText(sheet.name);
    if (taken.has(name)) return hidden;
    taken.add(name);
    return { ...hidden, name };
  });
  return { ...workbook, sheets };
}

function withHidden(sheet: LibrarySheet, parts: HiddenParts | undefined): LibrarySheet {
  if (parts === undefined) return sheet;
  return {
    ...sheet,
    hidden: parts.isHidden,
    hiddenColumns: placesIn(parts.columns, maxColumns),
    // Rows below the last one are hidden by the hundred thousand.
    hiddenRows: new Set(placesIn(parts.rows, sheet.rows.length)),
  };
}

function placesIn(stretches: readonly Stretch[], end: number): number[] {
  const places: number[] = [];
  for (const { from, to } of stretches) {
    for (let place = from; place < Math.min(to, end); place += 1) places.push(place);
  }
  return places;
}

/** By the names of the sheets as they are written. A sheet is hidden by its style, columns and rows by an attribute of their own. */
function hiddenParts(document: string): ReadonlyMap<string, HiddenParts> {
  const found = new Map<string, HiddenParts>();
  const hiddenStyles = new Set<string>();
  const open: HiddenParts[] = [];
  let style = '';
  for (const [, closing, kind, attributes = ''] of document.matchAll(tags)) {
    const attribute = (name: string): string | null => attributeIn(attributes, name);
    const current = open.at(-1);
    if (closing === '/') {
      if (kind === 'table') open.pop();
    } else if (kind === 'style') {
      style = attribute('family') === 'table' ? (attribute('name') ?? '') : '';
    } else if (kind === 'table-properties') {
      if (attribute('display') === 'false') hiddenStyles.add(style);
    } else if (kind === 'table') {
      const isHidden = hiddenStyles.has(attribute('style-name') ?? '');
      const parts: HiddenParts = { isHidden, columns: [], rows: [], columnCount: 0, rowCount: 0 };
      const name = attribute('name') ?? '';
      if (!found.has(name)) found.set(name, parts);
      if (!attributes.endsWith('/')) open.push(parts);
    } else if (current !== undefined) {
      const isColumn = kind === 'table-column';
      const times =
        Number(attribute(isColumn ? 'number-columns-repeated' : 'number-rows-repeated') ?? 1) || 1;
      const from = isColumn ? current.columnCount : current.rowCount;
      if (isColumn) current.columnCount += times;
      else current.rowCount += times;
      // `collapse`, or `filter` for what a filter leaves out.
      const isShown = (attribute('visibility') ?? 'visible') === 'visible';
      if (!isShown) (isColumn ? current.columns : current.rows).push({ from, to: from + times });
    }
  }
  return found;
}

function attributeIn(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found?.[1] ?? found?.[2] ?? null;
}

function plainText(written: string): string {
  const bytes = Buffer.from(written);
  return xmlText(bytes, 0, bytes.length);
}
