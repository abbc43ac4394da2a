// the package's relationships and xl/workbook.xml → its sheets and the parts that reading needs

import { fault, FaultError } from '#contract/faults';
import { readRelationships, type Relationship } from './relationships.ts';
import { attributeIsTrue, attributeText, type ScanOptions, scanPart } from './scan-part.ts';
import { damaged, type WorkbookZip } from './workbook-zip.ts';
import { nameCode, token, type XmlScanner } from './xml-scanner.ts';

export interface SheetEntry {
  /** Unique in the book, whatever the file says. */
  readonly name: string;
  /** Null: the book names the sheet and its part is not there. */
  readonly part: string | null;
  /** `worksheet`, or `chartsheet` and others, which have no cells. */
  readonly type: string;
  readonly hidden: boolean;
}

export interface WorkbookParts {
  readonly sheets: readonly SheetEntry[];
  readonly date1904: boolean;
  readonly sharedStrings: string | null;
  readonly styles: string | null;
}

const sheet = nameCode('sheet');
const workbookPr = nameCode('workbookPr');
const nameAttribute = nameCode('name');
const idAttribute = nameCode('id');
const stateAttribute = nameCode('state');
const date1904Attribute = nameCode('date1904');
const usualWorkbook = 'xl/workbook.xml';

/** Name of the main part, or null when the package is none with a workbook in it. */
export async function findWorkbookPart(zip: WorkbookZip, options: ScanOptions): Promise<string | null> {
  const main = (await readRelationships(zip, '', options)).find(({ type }) => type === 'officeDocument');
  if (main !== undefined && zip.has(main.target)) {
    return /workbook|xl\//i.test(main.target) ? main.target : null;
  }
  return zip.has(usualWorkbook) ? usualWorkbook : null;
}

/** Throws FaultError: `read.workbook_damaged`, `read.workbook_too_many_sheets`, those of the parts. */
export async function readWorkbookParts(
  zip: WorkbookZip,
  workbook: string,
  options: ScanOptions,
): Promise<WorkbookParts> {
  const { file, limits } = options;
  const relationships = await readRelationships(zip, workbook, options);
  const sheets: SheetEntry[] = [];
  let date1904 = false;
  await scanPart(zip, workbook, options, (scanner, kind) => {
    if (kind === token.text || kind === token.close) return;
    if (scanner.name === workbookPr) date1904 = attributeIsTrue(scanner, date1904Attribute);
    if (scanner.name !== sheet) return;
    if (sheets.length === limits.maxSheets) {
      throw new FaultError(fault('read.workbook_too_many_sheets', { file, limit: limits.maxSheets }));
    }
    sheets.push(sheetOf(zip, scanner, sheets, relationships));
  });
  if (sheets.length === 0) throw damaged(file, 'its list of sheets');
  const partOf = (type: string, usual: string): string | null => {
    const target = relationships.find((each) => each.type === type)?.target ?? usual;
    return zip.has(target) ? target : null;
  };
  return {
    sheets,
    date1904,
    sharedStrings: partOf('sharedStrings', 'xl/sharedStrings.xml'),
    styles: partOf('styles', 'xl/styles.xml'),
  };
}

function sheetOf(
  zip: WorkbookZip,
  scanner: XmlScanner,
  before: readonly SheetEntry[],
  relationships: readonly Relationship[],
): SheetEntry {
  const id = attributeText(scanner, idAttribute);
  const relationship = relationships.find((each) => each.id === id);
  const number = before.length + 1;
  const target = relationship?.target ?? `xl/worksheets/sheet${number}.xml`;
  const state = attributeText(scanner, stateAttribute) ?? 'visible';
  return {
    name: uniqueName(attributeText(scanner, nameAttribute) ?? `Sheet${number}`, before),
    part: zip.has(target) ? target : null,
    type: relationship?.type ?? 'worksheet',
    hidden: state !== 'visible',
  };
}

function uniqueName(name: string, before: readonly SheetEntry[]): string {
  const isTaken = (other: string): boolean => before.some((each) => each.name === other);
  if (!isTaken(name)) return name;
  for (let number = 2; ; number += 1) if (!isTaken(`${name} (${number})`)) return `${name} (${number})`;
}
