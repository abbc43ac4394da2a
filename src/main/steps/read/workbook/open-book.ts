// bytes of a file → the workbook in it, or null when there is none

import { fault, FaultError } from '#contract/faults';
import type { FileFinding } from '#main/model/file-finding';
import type { ByteSource } from '../byte-source.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { Book } from './book.ts';
import { hasWholeRecords } from './biff-records.ts';
import { leadsInCircles } from './compound-file.ts';
import { flatDocument } from './flat-document.ts';
import { asDocumentSays } from './hidden-in-document.ts';
import { findLeftOutParts } from './left-out-parts.ts';
import { LibraryBook, type LibraryBookOptions } from './library-book.ts';
import {
  type CompoundFileEntry,
  compoundFileEntries,
  isPasswordError,
  readWholeWorkbook,
} from './spreadsheet-library.ts';
import { attributeText, scanPart } from './scan-part.ts';
import {
  asXml,
  decodeTextWorkbook,
  endsInTable,
  kindOfTextWorkbook,
  withPlainTexts,
} from './text-workbook.ts';
import { findWorkbookPart } from './workbook-parts.ts';
import { damaged, WorkbookZip } from './workbook-zip.ts';
import { openXlsx } from './xlsx-book.ts';
import { nameCode, token } from './xml-scanner.ts';

const zipStart = Buffer.from('504b0304', 'hex');
const compoundStart = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const workbookName = /\.(?:xlsx|xlsm|xltx|xltm|xlsb|ods|ots)$/i;
/** What the archive of a workbook may begin with; a Word document is told by its directory. */
const workbookBeginning = /^(?:\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|mimetype$|META-INF\/)/i;
const mainParts = ['xl/workbook.xml', 'xl/workbook.bin', 'content.xml'];
const startBytes = 64 * 1024;

/**
 * Throws FaultError when it is a workbook that cannot be read: `read.workbook_protected`, `read.workbook_damaged`,
 * `read.web_page`, those of the limits and of the source.
 */
export async function openBook(source: ByteSource, limits: ReadLimits): Promise<Book | null> {
  const start = Buffer.from(await source.read(0, Math.min(startBytes, source.sizeBytes)));
  if (start.subarray(0, 4).equals(zipStart)) return openZip(source, start, limits);
  if (start.subarray(0, 8).equals(compoundStart)) return openCompound(source, limits);
  if (isBareBiff(start)) {
    const content = await wholeOf(source, limits);
    if (!hasWholeRecords(content)) throw damaged(source.fileName, 'its list of records');
    return readWhole(source, limits, content, {
      container: 'xls',
      formatReason: 'It begins as workbooks of the first versions of Excel do.',
    });
  }
  const kind = kindOfTextWorkbook(start, source.fileName);
  if (kind === null) return null;
  const text = decodeTextWorkbook(await wholeOf(source, limits));
  if (kind === 'web-page') {
    if (!/<table\b/i.test(text)) throw new FaultError(fault('read.web_page', { file: source.fileName }));
    return readWhole(source, limits, text, {
      container: 'xls',
      formatReason: 'It is a web page: the tables in it are read, and nothing else.',
      findings: [
        { code: 'workbook.web_page', params: {} },
        ...(endsInTable(text) ? [{ code: 'workbook.page_cut_off', params: {} }] : []),
      ],
    });
  }
  if (/<!(?:doctype|entity)/i.test(text)) {
    throw new FaultError(fault('read.workbook_unsafe', { file: source.fileName, part: source.fileName }));
  }
  if (!/<\/(?:[\w-]+:)?(?:Workbook|document)\s*>/.test(text)) {
    throw damaged(source.fileName, 'its end is missing');
  }
  return readWhole(source, limits, Buffer.from(asXml(kind === 'flat-ods' ? text : withPlainTexts(text))), {
    container: kind === 'flat-ods' ? 'ods' : 'xls',
    formatReason:
      kind === 'flat-ods'
        ? 'It is an OpenDocument spreadsheet in a single XML file.'
        : 'It is a workbook in the XML format of Excel 2003.',
  });
}

async function openZip(source: ByteSource, start: Buffer, limits: ReadLimits): Promise<Book | null> {
  const { fileName: file } = source;
  const options = { file, limits };
  let zip: WorkbookZip;
  try {
    zip = await WorkbookZip.open(source, limits);
  } catch (error) {
    // Without its directory an archive is taken for a workbook by its name or by what it begins with.
    if (workbookName.test(file) || workbookBeginning.test(firstEntryName(start))) throw error;
    return null;
  }
  if (zip.encrypted && mainParts.some((name) => zip.has(name))) {
    throw new FaultError(fault('read.workbook_protected', { file }));
  }
  if (zip.has('mimetype') && (await isSpreadsheetType(zip))) return openOpenDocument(source, zip, limits);
  const workbook = await findWorkbookPart(zip, options);
  if (workbook === null) {
    if (zip.parts.some(({ name }) => /^xl[\\/]/i.test(name))) throw damaged(file, 'its main part');
    if (workbookName.test(file) && zip.has('[Content_Types].xml')) throw damaged(file, 'its main part');
    return null;
  }
  if (!workbook.toLowerCase().endsWith('.bin')) return openXlsx(zip, workbook, source, limits);
  await countInflated(zip);
  return readWhole(source, limits, await wholeOf(source, limits), {
    container: 'xlsb',
    formatReason: 'It is a ZIP archive with the parts of a binary Excel workbook (.xlsb).',
    findings: findLeftOutParts(zip.parts),
  });
}

/** Name in the first local header, behind its 30 bytes. */
function firstEntryName(start: Buffer): string {
  return start.length < 30 ? '' : start.toString('latin1', 30, 30 + start.readUInt16LE(26));
}

async function isSpreadsheetType(zip: WorkbookZip): Promise<boolean> {
  for await (const piece of zip.bytesOf('mimetype')) return piece.includes('opendocument.spreadsheet');
  return false;
}

async function openOpenDocument(source: ByteSource, zip: WorkbookZip, limits: ReadLimits): Promise<Book> {
  const { fileName: file } = source;
  if (await isEncryptedDocument(zip, file, limits)) {
    throw new FaultError(fault('read.workbook_protected', { file }));
  }
  return readWhole(
    source,
    limits,
    async () => Buffer.from(asXml(await flatDocument(zip, { file, limits }))),
    {
      container: 'ods',
      formatReason: 'It is a ZIP archive with the parts of an OpenDocument spreadsheet (.ods).',
      findings: findLeftOutParts(zip.parts),
    },
  );
}

const encryptionData = nameCode('encryption-data');
const fullPath = nameCode('full-path');

async function isEncryptedDocument(zip: WorkbookZip, file: string, limits: ReadLimits): Promise<boolean> {
  const manifest = 'META-INF/manifest.xml';
  if (!zip.has(manifest)) return false;
  let encrypted = false;
  await scanPart(zip, manifest, { file, limits }, (scanner, kind) => {
    if (kind === token.text) return false;
    if (scanner.name === encryptionData) encrypted = true;
    else attributeText(scanner, fullPath);
    return encrypted;
  });
  return encrypted;
}

async function openCompound(source: ByteSource, limits: ReadLimits): Promise<Book | null> {
  const { fileName: file } = source;
  const isNamedWorkbook = /\.(?:xls|xlt|xla|xlsx|xlsm|xlsb)$/i.test(file);
  if (!isNamedWorkbook && source.sizeBytes > limits.maxWorkbookBytes) return null;
  const content = await wholeOf(source, limits);
  let entries: readonly CompoundFileEntry[];
  try {
    if (leadsInCircles(content)) throw new Error('one of its lists leads in circles');
    entries = compoundFileEntries(content);
  } catch (error) {
    if (isNamedWorkbook) throw damaged(file, 'its list of parts', error);
    return null;
  }
  if (entries.some(({ name }) => name === 'EncryptedPackage')) {
    throw new FaultError(fault('read.workbook_protected', { file }));
  }
  const books = entries.filter(({ name }) => /^(?:workbook|book)$/i.test(name));
  if (books.length === 0) {
    if (isNamedWorkbook) throw damaged(file, 'its main part');
    return null;
  }
  if (!books.every((book) => hasWholeRecords(book.content))) throw damaged(file, 'its list of records');
  const macros = entries.some(({ name }) => /^_?vba_project/i.test(name));
  return readWhole(source, limits, content, {
    container: 'xls',
    formatReason: 'It is an old Office file that holds an Excel workbook (.xls).',
    findings: macros ? [{ code: 'workbook.macros', params: { kind: 'macros', parts: 1, bytes: 0 } }] : [],
  });
}

/** The library inflates without counting: a part that grows too large must be found before. */
async function countInflated(zip: WorkbookZip): Promise<void> {
  for (const { name } of zip.parts) {
    for await (const piece of zip.bytesOf(name)) if (piece.length === 0) break;
  }
}

async function wholeOf(source: ByteSource, limits: ReadLimits): Promise<Buffer> {
  const { fileName: file, sizeBytes } = source;
  const limitBytes = limits.maxWorkbookBytes;
  if (sizeBytes > limitBytes) throw new FaultError(fault('read.workbook_too_large', { file, limitBytes }));
  const pieces: Uint8Array[] = [];
  for await (const piece of source.open()) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

type Recognised = Pick<LibraryBookOptions, 'container' | 'formatReason'> & {
  readonly findings?: readonly FileFinding[];
};

async function readWhole(
  source: ByteSource,
  limits: ReadLimits,
  content: Buffer | string | (() => Promise<Buffer>),
  { findings = [], ...recognised }: Recognised,
): Promise<Book> {
  const { fileName: file, sizeBytes } = source;
  try {
    const given = typeof content === 'function' ? await content() : content;
    const read = await readWholeWorkbook(given);
    const workbook = recognised.container === 'ods' ? asDocumentSays(read, given.toString()) : read;
    const comments = workbook.comments > 0 && !findings.some(({ code }) => code === 'workbook.comments');
    const all = comments
      ? [
          ...findings,
          { code: 'workbook.comments', params: { kind: 'comments', parts: workbook.comments, bytes: 0 } },
        ]
      : findings;
    return new LibraryBook(workbook, { file, limits, sizeBytes, findings: all, ...recognised });
  } catch (error) {
    if (error instanceof FaultError) throw error;
    if (isPasswordError(error))
      throw new FaultError(fault('read.workbook_protected', { file }), { cause: error });
    throw damaged(file, 'its content', error);
  }
}

/** Excel 2 to 4 wrote records without a container around them: a BOF record, with its length. */
function isBareBiff(start: Buffer): boolean {
  const isBof = start[0] === 0x09 && [0x00, 0x02, 0x04, 0x08].includes(start[1] ?? -1);
  return isBof && [4, 6, 8, 16].includes(start[2] ?? -1) && start[3] === 0;
}
