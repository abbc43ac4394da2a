// samples and one pass over a dump → its tables, how they would be read, and what else is in it

import { encodingName } from '#contract/encoding-names';
import type { DumpLayout, TextEncoding } from '#contract/layout';
import { fault, FaultError } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { FileFinding } from '#main/model/file-finding';
import type { ByteSource } from '../byte-source.ts';
import type { Sample } from '../file-samples.ts';
import { PartMemory } from '../look-memory.ts';
import type { ReadLimits } from '../read-limits.ts';
import type { LayoutQuestion, Recognise, RecognisedFile, RecognisedTable } from '../recognition.ts';
import { detectEncoding, type EncodingGuess } from '../text/detect-encoding.ts';
import { TextDecoding } from '../text/decode-text.ts';
import { isWide } from '../text/wide-text.ts';
import { distinctHeader } from '../header.ts';
import { foundInParts } from '../sample-findings.ts';
import { DumpListing, type Listing } from './dump-listing.ts';
import { DumpSession } from './dump-session.ts';
import { cellEncoding, dumpText, latin1 } from './dump-text.ts';
import { faultOfOtherDump, isScript, looksLikeSql, otherWriter } from './other-dumps.ts';

/**
 * Lists every table of a plain SQL dump that has rows. That takes one pass over the whole file: a table may begin
 * anywhere, and one that is not listed would be lost. Faults: `read.dump_custom`, `read.dump_packed`,
 * `read.other_sql`, `read.dump_no_rows`, `read.dump_encoding`, `read.dump_too_many_tables`, the limits' and those of
 * the source.
 */
export const recogniseDump: Recognise = async (
  source,
  samples,
  override,
  limits,
  memory = new PartMemory(),
) => {
  const file = source.fileName;
  const chosen = override.format === 'pg-dump';
  if (override.format !== undefined && !chosen) return null;
  const other = await faultOfOtherDump(file, samples);
  if (other !== null) return failed(other);
  const bytes = samples.start.bytes;
  const mayBeWide = bytes.subarray(0, 64).includes(0);
  const isNamedSql = isScript(file, latin1(bytes));
  if (!chosen && !isNamedSql && !mayBeWide && !looksLikeSql(latin1(bytes))) return null;
  const guess = detectEncoding(samples);
  const wide = [override.encoding, guess.encoding].find((each) => each !== undefined && isWide(each));
  const start = textOf(samples.start, wide ?? null);
  if (!chosen && !isNamedSql && !looksLikeSql(start)) return null;
  const writer = otherWriter(start);
  if (writer !== null) return failed(fault('read.other_sql', { file, writer }));
  const encodings = encodingsOf(guess, override.encoding ?? null, wide ?? null);
  const own = `${encodings.fixed} ${encodings.fallback}`;
  const once = (about: string): Promise<Listed> =>
    memory.once(
      `dump: ${wide ?? ''} ${about}`,
      async () => ({ own, listing: await listDump(source, encodings, wide ?? null, limits) }),
      ({ listing }) => listing.sizeBytes,
    );
  try {
    const known = await once('first');
    const isTrueHere = known.listing.namesAreAscii || known.own === own;
    const { listing } = isTrueHere ? known : await once(own);
    return recognised(file, listing, {
      start,
      lacksEnd: lacksEnd(start, samples.whole ? start : textOf(samples.end, wide ?? null)),
      wide: wide ?? null,
      encodings,
      questionable: encodings.guessed && override.encoding === undefined,
      undo: override.undoDoubleEncoding ?? null,
    });
  } catch (error) {
    if (error instanceof FaultError) return failed(error.fault);
    throw error;
  }
};

interface Listed {
  readonly listing: DumpListing;
  /** In which encodings. */
  readonly own: string;
}

async function listDump(
  source: ByteSource,
  { fixed, fallback }: Encodings,
  wide: TextEncoding | null,
  limits: ReadLimits,
): Promise<DumpListing> {
  const listing = new DumpListing(source.fileName, new DumpSession(fixed, fallback), limits);
  for await (const { text } of dumpText(source, wide ?? fallback, limits)) listing.push(text);
  listing.finish();
  return listing;
}

function textOf({ bytes }: Sample, wide: TextEncoding | null): string {
  return wide === null ? latin1(bytes) : new TextDecoding(wide, '\n').decode(bytes).text;
}

/** What pg_dump wrote ends with a line that says so, and what pg_dumpall wrote with another. */
function lacksEnd(start: string, end: string): boolean {
  const begun = /^-- PostgreSQL database( cluster)? dump\s*$/m.exec(start);
  return begun !== null && !end.includes(`-- PostgreSQL database${begun[1] ?? ''} dump complete`);
}

interface Encodings {
  /** Of a person's choice, or because it is UTF-16: whatever the dump says. */
  readonly fixed: TextEncoding | null;
  readonly fallback: TextEncoding;
  /** The fallback is a guess for bytes that are no UTF-8. */
  readonly guessed: boolean;
}

function encodingsOf(
  guess: EncodingGuess,
  chosen: TextEncoding | null,
  wide: TextEncoding | null,
): Encodings {
  if (wide !== null) return { fixed: 'utf-8', fallback: 'utf-8', guessed: false };
  if (chosen !== null) return { fixed: cellEncoding(chosen), fallback: chosen, guessed: false };
  return { fixed: null, fallback: guess.encoding, guessed: guess.encoding !== 'utf-8' || guess.uncertain };
}

interface Circumstances {
  readonly start: string;
  readonly lacksEnd: boolean;
  readonly wide: TextEncoding | null;
  readonly encodings: Encodings;
  readonly questionable: boolean;
  readonly undo: DumpLayout['undoDoubleEncoding'];
}

function recognised(file: string, listing: DumpListing, about: Circumstances): Result<RecognisedFile> {
  if (listing.unknownEncoding !== null && about.encodings.fixed === null) {
    const encoding = /^[\w .:-]{1,40}$/.exec(listing.unknownEncoding)?.[0] ?? '?';
    return failed(fault('read.dump_encoding', { file, encoding }));
  }
  const tables = listing.tables();
  if (tables.length === 0) return failed(fault('read.dump_no_rows', { file }));
  const databases = new Set(tables.map(({ database }) => database));
  const several = databases.size > 1;
  const findings: FileFinding[] = [...listing.findings()];
  const saysCutOff = [...findings, ...tables.flatMap((table) => table.findings)].some(({ code }) =>
    code.endsWith('cut_off'),
  );
  if (about.lacksEnd && !saysCutOff) findings.push({ code: 'dump.no_end_mark', params: {} });
  if (several) findings.unshift({ code: 'dump.databases', params: { databases: databases.size } });
  return ok({
    format: 'pg-dump',
    formatReason: /^-- PostgreSQL database/m.test(about.start)
      ? 'It begins like a dump of a Postgres database in SQL.'
      : 'It is SQL that brings in rows (COPY or INSERT statements).',
    tables: tables.map((each) => recognisedTable(each, several, about)),
    findings,
  });
}

function recognisedTable(listing: Listing, several: boolean, about: Circumstances): RecognisedTable {
  const { table, database, parent } = listing;
  const { wide, encodings } = about;
  const [encoding, other] = distinctEncodings(listing, encodings);
  const name = several ? listing.fullName : listing.name;
  const findings: FileFinding[] = [...listing.findings];
  if (other !== undefined) {
    const params = { first: encodingName(encoding), other: encodingName(other) };
    findings.unshift({ code: 'dump.encodings_differ', params });
  }
  if (parent !== null) findings.push({ code: 'dump.partition', params: { parent } });
  if (table.copyBlocks > 1)
    findings.push({ code: 'dump.several_blocks', params: { blocks: table.copyBlocks } });
  if (!table.named) findings.push({ code: 'dump.unnamed_columns', params: { columns: table.header.length } });
  if (table.otherColumns > 0) {
    findings.push({ code: 'dump.other_columns', params: { statements: table.otherColumns } });
  }
  const { preview, rowFaults, isWhole, findings: found } = table.looked(encoding);
  findings.push(...(isWhole ? found : foundInParts(found)));
  return {
    name,
    layout: { format: 'pg-dump', encoding: wide ?? encoding, undoDoubleEncoding: about.undo, table: name },
    confidence: asksForEncoding(listing, about) || !table.named ? 0.7 : 1,
    reasons: reasonsOf(listing, database !== null && several, wide ?? encoding, wide !== null),
    questions: asksForEncoding(listing, about) ? [encodingQuestion(encoding)] : [],
    header: distinctHeader(table.header),
    preview,
    rowsEstimate: table.rowCount,
    isWhole,
    rowFaults,
    findings,
  };
}

/** Of a table's blocks; the first one's is that of the table. */
function distinctEncodings(
  { declared }: Listing,
  { fixed, fallback }: Encodings,
): readonly [TextEncoding, ...TextEncoding[]] {
  const [first, ...others] = new Set(declared.map((each) => fixed ?? each ?? fallback));
  return [first!, ...others];
}

function asksForEncoding({ declared }: Listing, { questionable }: Circumstances): boolean {
  return questionable && declared[0] === null;
}

function encodingQuestion(encoding: TextEncoding): LayoutQuestion {
  return {
    code: 'encoding',
    sentence: `The dump does not say in which encoding it is written, and it is not UTF-8 throughout. It is shown as ${encodingName(encoding)}: look at names with accents, then confirm or choose another encoding.`,
  };
}

function reasonsOf(
  { table, database, parent }: Listing,
  several: boolean,
  encoding: TextEncoding,
  isWide: boolean,
): string[] {
  const how = table.copyBlocks > 0 ? 'a COPY block' : 'INSERT statements';
  return [
    `Its rows stand in ${how} of the dump.`,
    table.named ? 'The dump names its columns.' : 'The dump does not name its columns; they are numbered.',
    ...(several && database !== null ? [`It belongs to the database “${database}”.`] : []),
    ...(parent === null ? [] : [`It is a partition of “${parent}”.`]),
    isWide
      ? `Its text is read as ${encodingName(encoding)}, as PowerShell writes what it redirects.`
      : `Its text is read as ${encodingName(encoding)}.`,
  ];
}
