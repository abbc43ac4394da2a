/**
 * How the files of a folder are recognised and read: a line for each of their tables, without any cell's value. For
 * looking over files that come from elsewhere, of which nobody has written down what is true.
 */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openFileSource } from '#main/steps/read/file-source';
import { type FileRead, readCorpusFile, type TableRead } from './damaged-corpus/read-corpus-file.ts';
import { readFlags } from './flags.ts';

const flags = readFlags('node scripts/recognise-folder.ts --folder path [--name part-of-a-name]', {
  folder: { type: 'string', default: '.' },
  name: { type: 'string', default: '' },
});

for (const path of filesOf(flags.folder)) {
  const file = relative(flags.folder, path);
  if (!file.includes(flags.name)) continue;
  for (const line of await linesOf(path)) console.log(`${file}\t${line}`);
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function linesOf(path: string): Promise<string[]> {
  const source = await openFileSource(path);
  if (!source.ok) return [`! ${source.fault.code}`];
  try {
    return linesOfRead(await readCorpusFile(source.value));
  } catch (error) {
    return [`CRASHED ${error instanceof Error ? error.stack!.split('\n', 2).join(' ') : 'unknown'}`];
  }
}

function linesOfRead({ parts, tables }: FileRead): string[] {
  const others = parts.flatMap((part) => {
    if (part.outcome === 'recognised') return [];
    return [`! ${part.outcome === 'unreadable' ? part.fault.code : part.outcome}`];
  });
  return [...others, ...tables.map(lineOfTable)];
}

function lineOfTable({ recognised, header, rows, findings, fault }: TableRead): string {
  const { layout, confidence, questions } = recognised;
  const asked = questions.map(({ code }) => `?${code}`);
  const found = [...new Set([...recognised.findings, ...findings].map(({ code }) => code))];
  return [
    ...writtenAs(layout),
    `${header.length} columns`,
    `${rows.length} rows`,
    ...countsOf(rows.flatMap((row) => row.fault ?? [])),
    confidence.toFixed(2),
    ...asked,
    ...found,
    ...(fault === null ? [] : [`! ${fault.code}`]),
  ].join(' ');
}

function writtenAs(layout: TableRead['recognised']['layout']): string[] {
  if (layout.format !== 'delimited') return [layout.format, 'encoding' in layout ? layout.encoding : ''];
  const { encoding, delimiter, quote, escape, newline, firstLine, lastLine, headerLines, comment } = layout;
  const signs = [delimiter, quote, escape, newline, comment].map((sign) => JSON.stringify(sign));
  return [layout.format, encoding, ...signs, `lines ${firstLine}–${lastLine ?? ''}`, `names ${headerLines}`];
}

function countsOf(codes: readonly string[]): string[] {
  return [...Map.groupBy(codes, (code) => code)].map(([code, all]) => `${all.length}×${code}`);
}
