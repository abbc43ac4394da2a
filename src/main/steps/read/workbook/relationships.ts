// a part's .rels → where the parts are that it refers to

import { attributeText, type ScanOptions, scanPart } from './scan-part.ts';
import type { WorkbookZip } from './workbook-zip.ts';
import { nameCode, token } from './xml-scanner.ts';

export interface Relationship {
  readonly id: string;
  /** Last part of the type, such as `worksheet`: the same in the transitional and the strict standard. */
  readonly type: string;
  /** Name of the part; empty when it points outside of the file. */
  readonly target: string;
}

const relationship = nameCode('Relationship');
const idCode = nameCode('Id');
const typeCode = nameCode('Type');
const targetCode = nameCode('Target');
const modeCode = nameCode('TargetMode');

/** None when the part has no relationships of its own. `part` is empty for those of the package. */
export async function readRelationships(
  zip: WorkbookZip,
  part: string,
  options: ScanOptions,
): Promise<Relationship[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const rels = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const found: Relationship[] = [];
  if (!zip.has(rels)) return found;
  await scanPart(zip, rels, options, (scanner, kind) => {
    if (kind === token.text || kind === token.close || scanner.name !== relationship) return;
    const type = attributeText(scanner, typeCode) ?? '';
    const target = attributeText(scanner, targetCode) ?? '';
    const external = attributeText(scanner, modeCode) === 'External';
    found.push({
      id: attributeText(scanner, idCode) ?? '',
      type: type.slice(type.lastIndexOf('/') + 1),
      target: external ? '' : resolveTarget(folder, target),
    });
  });
  return found;
}

/** `../sheets/s.xml` beside the referring part, or `/xl/s.xml` from the root; careless writers use backslashes. */
function resolveTarget(folder: string, target: string): string {
  const written = decoded(target).replaceAll('\\', '/');
  const path = written.startsWith('/') ? written : folder + written;
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
