// names of a workbook's parts → findings on what has no cells and is not read

import type { FileFinding } from '#main/model/file-finding';
import type { SheetEntry } from './workbook-parts.ts';
import type { WorkbookPart } from './workbook-zip.ts';

/** Kinds of parts by their place. What matches none of these, nor the structure, is named as other parts. */
const kinds: readonly (readonly [code: string, kind: string, place: RegExp])[] = [
  ['workbook.comments', 'comments', /(?:^|\/)(?:threaded)?comments?\d*\.(?:xml|bin)$|threadedcomments\//],
  ['workbook.macros', 'macros', /vbaproject|vbadata|macrosheets\/|(?:^|\/)basic\//],
  ['workbook.parts_left_out', 'pictures', /(?:^|\/)(?:media|pictures)\/|thumbnail/],
  ['workbook.parts_left_out', 'charts and drawings', /charts?\/|chartsheets\/|drawings?\/|diagrams\/|\.vml$/],
  ['workbook.parts_left_out', 'links to other files', /externallinks?\//],
  ['workbook.parts_left_out', 'pivot tables', /pivot(?:tables|cache)/],
  ['workbook.parts_left_out', 'connections to databases', /connections\.xml$|querytables\/|model\/item/],
  [
    'workbook.parts_left_out',
    'embedded files and controls',
    /embeddings\/|activex\/|ctrlprops\/|(?:^|\/)object/,
  ],
];

/** Parts that say how the sheets are to be read or shown, or who wrote the file. */
const structure =
  /_rels\/|^\[content_types\]\.xml$|^docprops\/|^meta-inf\/|^mimetype$|(?:^|\/)(?:workbook\d*|styles\d*|sharedstrings\d*|calcchain|metadata|content|settings|meta|manifest|persons?\d*)\.(?:xml|bin|rdf)$|worksheets\/[^/]+\.(?:xml|bin)$|theme\/|tables\/|printersettings|customxml\/|configurations2\/|persons\/|richdata\/|featurepropertybag|docmetadata|_xmlsignatures\/|slicers?|timelines?/;

export function findLeftOutParts(parts: readonly WorkbookPart[]): FileFinding[] {
  const found = new Map<string, { code: string; kind: string; parts: number; bytes: number }>();
  for (const { name, sizeBytes } of parts) {
    const place = name.toLowerCase();
    const isRelationships = place.endsWith('.rels');
    const known = isRelationships ? undefined : kinds.find(([, , pattern]) => pattern.test(place));
    if (known === undefined && (isRelationships || structure.test(place))) continue;
    const [code, kind] = known ?? ['workbook.parts_left_out', 'other parts'];
    const entry = found.get(kind) ?? { code, kind, parts: 0, bytes: 0 };
    entry.parts += 1;
    entry.bytes += sizeBytes;
    found.set(kind, entry);
  }
  return [...found.values()].map(({ code, ...params }) => ({ code, params }));
}

/** Sheets of the book that have no cells, or are not in the file. */
export function findSheetsWithoutCells(sheets: readonly SheetEntry[]): FileFinding[] {
  return sheets.flatMap(({ name, part, type }) => {
    if (type !== 'worksheet')
      return [{ code: 'workbook.sheet_without_cells', params: { sheet: name, type } }];
    return part === null ? [{ code: 'workbook.sheet_missing', params: { sheet: name } }] : [];
  });
}
