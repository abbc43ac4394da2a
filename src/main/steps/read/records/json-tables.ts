import type { TextEncoding } from '#contract/layout';
import type { ByteSource } from '../byte-source.ts';
import type { ReadLimits } from '../read-limits.ts';
import { JsonRecords } from './json-records.ts';
import { scanJson, skipJsonSpace } from './json-scan.ts';
import { lookThrough } from './look-through.ts';
import { tableName } from './outside.ts';
import type { RecordTexts } from './record-samples.ts';

export interface JsonTablePlace {
  readonly lines: boolean;
  readonly path: readonly string[];
  /** False: seen in the middle or at the end only, so that where it stands is a guess. */
  readonly certain: boolean;
}

const maxLookedAtLines = 50;
/** No document has this key. */
const nowhere = ['\0'];

export async function findJsonTables(
  source: ByteSource,
  texts: RecordTexts,
  encoding: TextEncoding,
  limits: ReadLimits,
): Promise<JsonTablePlace[]> {
  if (isSequence(texts)) return [{ lines: true, path: [], certain: true }];
  const start = texts.start.text;
  if (start[skipJsonSpace(start, 0)] !== '{') return [{ lines: false, path: [], certain: true }];
  const walk = new JsonRecords({ lines: false, path: nowhere }, source.fileName, limits, {
    record: () => {},
    unread: () => {},
  });
  const { toTheEnd } = texts.whole
    ? { toTheEnd: true }
    : await lookThrough(source, encoding, (text) => walk.push(text));
  if (texts.whole) walk.push(start);
  const found = [...walk.outside.tables.values()].map(({ keys }) => keys);
  const places = found.map((path) => ({ lines: false, path, certain: true }));
  if (!toTheEnd) places.push(...laterTables(texts, found));
  return places.length === 0 ? [{ lines: false, path: [], certain: true }] : places;
}

/** Whether the document itself is all that can be a record: an object without a list of records in it. */
export function isOneRecord(
  { lines, path }: Pick<JsonTablePlace, 'lines' | 'path'>,
  { start: { text } }: RecordTexts,
): boolean {
  return !lines && path.length === 0 && text[skipJsonSpace(text, 0)] === '{';
}

/** Whether records stand one after the other, with nothing around them. */
function isSequence({ start: { text: start }, whole }: RecordTexts): boolean {
  const first = skipJsonSpace(start, 0);
  const scan = scanJson(start, first, whole);
  if (scan.outcome === 'whole') {
    const next = start[skipJsonSpace(start, scan.end)];
    if (start[first] === '{') return next === '{';
    if (next === '[') return start[skipJsonSpace(start, first + 1)] !== '{';
  }
  const lines = start.split(/\r\n?|\n/, maxLookedAtLines).slice(0, whole ? undefined : -1);
  const filled = lines.filter((line) => line.trim() !== '');
  const wholeLines = filled.filter((line) => {
    const at = skipJsonSpace(line, 0);
    const one = scanJson(line, at, true);
    return line[at] === '{' && one.outcome === 'whole' && skipJsonSpace(line, one.end) === line.length;
  });
  return filled.length > 1 && wholeLines.length * 2 >= filled.length;
}

/** Tables that begin in the later samples: taken to stand beside those at the start. */
function laterTables({ middle, end, start }: RecordTexts, found: readonly (readonly string[])[]) {
  const names = new Set(found.map(tableName));
  const beside = found[0]?.slice(0, -1) ?? [];
  const later: { lines: boolean; path: string[]; certain: boolean }[] = [];
  for (const { text } of [middle, end]) {
    for (const [, quoted] of text.matchAll(/\]\s*,\s*("(?:[^"\\]|\\.){1,200}")\s*:\s*\[\s*\{/g)) {
      if (start.text.includes(quoted!)) continue;
      const path = [...beside, keyOf(quoted!)];
      if (names.has(tableName(path))) continue;
      names.add(tableName(path));
      later.push({ lines: false, path, certain: false });
    }
  }
  return later;
}

function keyOf(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}
