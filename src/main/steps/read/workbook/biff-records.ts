const endOfFile = 0x0a;
const headerBytes = 4;

/**
 * Records with formulas, and the bytes that they have up to the formula's length at the least: of Excel 2, of 3 and 4,
 * and of all later versions. In a shorter one SheetJS looks for the end of the formula without ever finding it.
 */
const formulaRecords: ReadonlyMap<number, readonly [number, number, number]> = new Map([
  [0x0006, [16, 18, 22]],
  [0x0206, [16, 18, 22]],
  [0x0406, [16, 18, 22]],
  [0x0021, [8, 10, 14]],
  [0x0221, [8, 10, 14]],
  [0x04bc, [10, 10, 10]],
]);

/**
 * Whether the records of an old Excel workbook follow one another to the end of its last sheet, each as long as it has
 * to be. A cheap look at their headers, without which a damaged stream may be read in part, or for ever.
 */
export function hasWholeRecords(stream: Buffer): boolean {
  let version = 2;
  let open = 0;
  let at = 0;
  while (at + headerBytes <= stream.length) {
    const type = stream.readUInt16LE(at);
    const length = stream.readUInt16LE(at + 2);
    const opens = isBeginning(type);
    // What follows the end of the last sheet is padding.
    if (open === 0 && !opens) return at > 0;
    if (at + headerBytes + length > stream.length) return false;
    if (opens && at === 0) version = versionOf(type);
    if (opens) open += 1;
    else if (type === endOfFile) open -= 1;
    else if (length < (formulaRecords.get(type)?.[version] ?? 0)) return false;
    at += headerBytes + length;
  }
  return at > 0 && open === 0;
}

function isBeginning(type: number): boolean {
  return (type & 0xff) === 0x09 && [0x00, 0x02, 0x04, 0x08].includes(type >> 8);
}

/** Place in the lists above. */
function versionOf(type: number): 0 | 1 | 2 {
  if (type === 0x0009) return 0;
  return type === 0x0809 ? 2 : 1;
}
