import { fileFindingKind } from '#main/model/file-finding-catalogue';
import { rowFaultKind } from '#main/steps/check/row-faults';
import { hashOf } from '../damaged-corpus/truth.ts';
import { type FileRead, readCorpusFile, type TableRead } from '../damaged-corpus/read-corpus-file.ts';
import { memorySource } from '../damaged-corpus/memory-source.ts';
import {
  copiedText,
  decodeWhole,
  lostWords,
  unaccounted,
  unnamedLines,
  withoutDeclaration,
} from './accounting.ts';
import type { FuzzInput, SeedFile } from './make-input.ts';

/** What an input shows to be wrong with the reader, in words that are the same for inputs of the same kind. */
export interface Violation {
  readonly code: string;
  readonly detail: string;
}

type Input = Pick<FuzzInput, 'fileName' | 'bytes' | 'pieceSize' | 'parent'>;

/** Reads an input and asserts what must be true of every reading. Null when all is well. */
export async function checkInput(input: Input): Promise<Violation | null> {
  let read: FileRead;
  try {
    read = await readCorpusFile(memorySource(input.fileName, input.bytes, input.pieceSize));
  } catch (error) {
    const frame =
      error instanceof Error ? (error.stack ?? '').split('\n').find((line) => line.includes('/src/')) : '';
    const place = frame?.replace(/^.*\/src\//, 'src/').replace(/:\d+\)?$/, '') ?? '';
    return {
      code: `throws ${error instanceof Error ? error.name : typeof error} at ${place}`,
      detail: String(error),
    };
  }
  const code =
    read.tables.map(countedWrong).find((found) => found !== null) ?? (await passedSilently(input, read));
  return code === null ? null : { code, detail: formatsOf(read) };
}

function countedWrong({ rows, rowsCounted, fault }: TableRead): string | null {
  if (fault === null && rowsCounted !== rows.length) return 'rows counted are not rows delivered';
  if (rows.some(({ rowNo }, index) => rowNo !== index + 1)) return 'rows are not numbered one after another';
  if (rows.some(({ line }, index) => index > 0 && line < rows[index - 1]!.line)) return 'lines go backwards';
  // Each throws when the code has no words.
  for (const { fault: code } of rows) if (code !== null) rowFaultKind(code);
  return null;
}

async function passedSilently({ bytes, parent }: Input, read: FileRead): Promise<string | null> {
  const [part] = read.parts;
  if (part === undefined) return 'no outcome at all';
  if (isPacked(bytes)) return parent === null ? null : differsFromParent(read, parent);
  if (read.parts.length > 1 || part.outcome !== 'recognised') return null;
  for (const table of read.tables) {
    const { layout } = table.recognised;
    if (layout.format === 'delimited' && table.fault === null) {
      const found = unaccounted(bytes, layout, table);
      if (found !== null) return `delimited: ${found}`;
    }
  }
  const { format } = part.file;
  if (format === 'delimited') return unnamedLines(bytes, read);
  if (format === 'workbook' || saysSomething(read)) return null;
  // A dump always has statements that are no rows; of records, what stands outside of them is a note.
  if (format !== 'pg-dump' && hasFindings(read)) return null;
  const { layout } = read.tables[0]?.recognised ?? {};
  if (layout === undefined) return `${format}: recognised, and no table`;
  const encoding = 'encoding' in layout ? layout.encoding : 'utf-8';
  const text = decodeWhole(bytes, { encoding, newline: '\n' });
  const lost = lostWords(format === 'pg-dump' ? copiedText(text) : withoutDeclaration(text), read.tables);
  return lost === null ? null : `${format}: ${lost}`;
}

function hasFindings({ tables }: FileRead): boolean {
  return tables.some(({ findings, recognised }) => findings.length + recognised.findings.length > 0);
}

/** A person is told that something is not as it should be. Notes on what is always left out do not count. */
function saysSomething({ parts, tables }: FileRead): boolean {
  if (parts.some(({ outcome }) => outcome !== 'recognised')) return true;
  const files = parts.flatMap((part) => (part.outcome === 'recognised' ? [part.file] : []));
  const recognised = files.flatMap((file) => file.tables);
  const findings = [...files, ...recognised, ...tables].flatMap((each) => each.findings);
  return (
    recognised.some(({ questions }) => questions.length > 0) ||
    findings.some((finding) => fileFindingKind(finding).severity !== 'note') ||
    tables.some(({ fault, rows }) => fault !== null || rows.some((row) => row.fault !== null))
  );
}

function isPacked(bytes: Buffer): boolean {
  return bytes.subarray(0, 2).toString('latin1') === 'PK';
}

const rowsOfParents = new Map<SeedFile, Promise<string | null>>();

/** Archives and most workbooks carry checksums: what was changed in them is found, or has changed nothing. */
async function differsFromParent(read: FileRead, parent: SeedFile): Promise<string | null> {
  if (saysSomething(read) || !isPacked(parent.bytes)) return null;
  let rows = rowsOfParents.get(parent);
  if (rows === undefined) {
    rows = readCorpusFile(memorySource(parent.name, parent.bytes)).then((whole) => rowsHash(whole));
    rowsOfParents.set(parent, rows);
  }
  return (await rows) === rowsHash(read) ? null : `${formatsOf(read)}: a damaged archive reads as other rows`;
}

function rowsHash({ tables }: FileRead): string {
  return hashOf(tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)));
}

function formatsOf({ parts }: FileRead): string {
  return [
    ...new Set(parts.map((part) => (part.outcome === 'recognised' ? part.file.format : part.outcome))),
  ].join(' ');
}
