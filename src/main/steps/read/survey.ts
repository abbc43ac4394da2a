import { fault, FaultError, type Fault } from '#contract/faults';
import { formatNoun } from '#contract/fault-catalogue/read-text';
import type { LayoutOverride, TableFormat } from '#contract/layout';
import { failed, ok, type Result } from '#contract/result';
import { openContainer, type Container } from './archive/container.ts';
import { InflationRoom } from './archive/inflation-room.ts';
import type { ArchivePart } from './archive/open-archive.ts';
import type { ByteSource } from './byte-source.ts';
import { kindOfFile, kindOfName, outcomeOf } from './file-kind.ts';
import { takeBeginning, takeSamples } from './file-samples.ts';
import { formats } from './formats.ts';
import { type FoundPart, LookMemory, type PartMemory } from './look-memory.ts';
import type { ReadLimits } from './read-limits.ts';
import type { RecognisedFile } from './recognition.ts';
import { faultOfEncoding, heldIfMisread } from './text/chosen-encoding.ts';
import { unfitSettings } from './unfit-settings.ts';

/** What one file, or one entry of an archive, was recognised as. */
export type SurveyedPart = {
  /** Place within the archive; empty for the file itself. */
  readonly part: string;
  readonly fileName: string;
  readonly sizeBytes: number;
} & Outcome;

type Outcome =
  | { readonly outcome: 'recognised'; readonly file: RecognisedFile }
  /** Left out on purpose, with the reason in words. */
  | { readonly outcome: 'excluded'; readonly kind: string; readonly sentence: string }
  | { readonly outcome: 'unreadable'; readonly fault: Fault };

/** A file on the way through archives: how many of them lie around it, and where it is in the outermost. */
interface Place {
  readonly source: ByteSource;
  readonly part: string;
  readonly depth: number;
}

/** Faults of content that is no text and nothing else that is known. */
const unknownContent: readonly string[] = ['read.binary', 'read.not_text'];
/** Faults that may come of an encoding which is not that of the file. */
const ofContent: readonly string[] = [
  ...unknownContent,
  'read.empty',
  'read.one_column',
  'read.wrong_delimiter',
  'read.header_only',
  'read.damaged_header',
  'read.no_records',
];

/**
 * Looks at a file, or at every entry of one that is an archive, in the order of its directory. Each entry has exactly
 * one outcome, also where its archive within the archive cannot be opened. Throws nothing but bugs.
 */
export async function* surveyParts(
  source: ByteSource,
  limits: ReadLimits,
  memory = new LookMemory(),
): AsyncGenerator<SurveyedPart> {
  const room = new InflationRoom(limits);
  yield* surveyAt({ source, part: '', depth: 0 }, room, (part) => memory.of(source, part, limits));
}

async function* surveyAt(
  { source: plain, part: here, depth }: Place,
  room: InflationRoom,
  memoryOf: (part: string) => PartMemory,
): AsyncGenerator<SurveyedPart> {
  const memory = memoryOf(here);
  const place = { source: memory.remembering(plain), part: here, depth };
  const container = await caught(() => openContainer(place.source, room, depth));
  if (!container.ok || container.value.kind !== 'archive') {
    memory.found = foundAs(place);
    yield surveyed(
      place,
      await lookInto(place.source, container, { override: {}, limits: room.limits, memory }),
    );
    return;
  }
  const { parts, strayBytes } = container.value.archive;
  if (strayBytes > 0) yield { ...surveyed(place, stray(strayBytes)), sizeBytes: strayBytes };
  for (const part of parts) {
    const name = within(place.part, part.name);
    if (part.outcome === 'file') {
      const source = part.open();
      try {
        yield* surveyAt({ source, part: name, depth: depth + 1 }, room, memoryOf);
      } finally {
        await source.release();
      }
    } else {
      yield { part: name, fileName: part.fileName, sizeBytes: part.sizeBytes, ...outcomeOfPart(part) };
    }
  }
}

/**
 * Looks at one file, or at the entry of an archive that lies at `part`, as a person wants it read. Looked at again
 * with the same memory, it is neither read nor unpacked again as far as that remembers it. The fault `read.no_such_part` and those of the file itself are in the outcome.
 */
export async function inspectPart(
  source: ByteSource,
  part: string,
  override: LayoutOverride,
  limits: ReadLimits,
  memories = new LookMemory(),
): Promise<SurveyedPart> {
  const room = new InflationRoom(limits);
  const memory = memories.of(source, part, limits);
  const find = (): Promise<Result<Found>> => caught(() => findPart(source, part, room));
  const found = memory.found === null ? await find() : ok(again(memory.found, part, find));
  if (!found.ok) return surveyed({ source, part, depth: 0 }, unreadable(found.fault));
  const { place: plain, part: closed } = found.value;
  if (closed !== null) {
    const { fileName, sizeBytes } = closed;
    return { ...surveyed(plain, outcomeOfPart(closed)), fileName, sizeBytes };
  }
  memory.found = foundAs(plain);
  const place = { ...plain, source: memory.remembering(plain.source) };
  const container =
    override.format === undefined
      ? await caught(() => openContainer(place.source, room, place.depth))
      : ok<Container>({ kind: 'none' });
  const looked = await lookInto(place.source, container, { override, limits, memory });
  const { format } = override;
  if (format === undefined || hasColumns(looked)) return surveyed(place, looked);
  const free = await caught(() => openContainer(place.source, room, place.depth));
  const undecided = await lookInto(place.source, free, { override: {}, limits, memory });
  return surveyed(place, unfit(place.source.fileName, format, { looked, plain: undecided }));
}

function hasColumns(outcome: Outcome): boolean {
  return outcome.outcome === 'recognised' && outcome.file.tables.some(({ header }) => header.length > 0);
}

/**
 * A format that a person chose does not fit the file: said with what the file is in its place, `plain`. What is wrong
 * with a file of that very format is a matter of its own.
 */
function unfit(
  file: string,
  format: TableFormat,
  { looked, plain }: Readonly<Record<'looked' | 'plain', Outcome>>,
): Outcome {
  const isOfFormat =
    plain.outcome === 'recognised'
      ? plain.file.format === format
      : looked.outcome === 'unreadable' &&
        plain.outcome === 'unreadable' &&
        looked.fault.code === plain.fault.code;
  return isOfFormat
    ? looked
    : unreadable(fault('read.not_of_format', { file, format, instead: saidOf(plain) }));
}

function saidOf(plain: Outcome): string {
  switch (plain.outcome) {
    case 'recognised':
      return `It was recognised as ${formatNoun(plain.file.format)}: leave the format to the program, or choose that one.`;
    case 'excluded':
      return plain.sentence;
    case 'unreadable':
      return plain.fault.message;
  }
}

function foundAs({ source, depth }: Place): FoundPart {
  return { fileName: source.fileName, sizeBytes: source.sizeBytes, depth };
}

/** A part that was found before: its archives are opened only when bytes are wanted that nobody remembers. */
function again(
  { fileName, sizeBytes, depth }: FoundPart,
  part: string,
  find: () => Promise<Result<Found>>,
): Found {
  let opened: Promise<ByteSource> | null = null;
  const open = (): Promise<ByteSource> => (opened ??= find().then(sourceOf));
  const source: ByteSource = {
    fileName,
    sizeBytes,
    async *open() {
      yield* (await open()).open();
    },
    read: async (position, length) => (await open()).read(position, length),
  };
  return { place: { source, part, depth }, part: null };
}

/** The file at `part`. Throws FaultError: `read.no_such_part`, `read.excluded`, and those of archives. */
export async function openPart(source: ByteSource, part: string, limits: ReadLimits): Promise<ByteSource> {
  return sourceOf(await findPart(source, part, new InflationRoom(limits)));
}

function sourceOf(found: Result<Found>): ByteSource {
  if (!found.ok) throw new FaultError(found.fault);
  const { place, part: closed } = found.value;
  if (closed === null) return place.source;
  if (closed.outcome === 'unreadable') throw new FaultError(closed.fault);
  throw new FaultError(fault('read.excluded', { file: closed.fileName, reason: closed.leftOut.sentence }));
}

type ClosedPart = Exclude<ArchivePart, { outcome: 'file' }>;

interface Found {
  readonly place: Place;
  /** An entry that cannot be opened, in place of its source. */
  readonly part: ClosedPart | null;
}

async function findPart(source: ByteSource, part: string, room: InflationRoom): Promise<Result<Found>> {
  let place: Place = { source, part, depth: 0 };
  for (let rest = part; rest !== '';) {
    const container = await openContainer(place.source, room, place.depth);
    if (!container.ok) return container;
    const parts = container.value.kind === 'archive' ? container.value.archive.parts : [];
    // No name of an entry is the folder of another (see nameParts), so at most one of them fits.
    const entry = parts.find(({ name }) => rest === name || rest.startsWith(`${name}/`));
    if (entry === undefined) return failed(fault('read.no_such_part', { file: source.fileName, part }));
    if (entry.outcome !== 'file') {
      if (rest !== entry.name) return failed(fault('read.no_such_part', { file: source.fileName, part }));
      return ok({ place, part: entry });
    }
    place = { source: entry.open(), part, depth: place.depth + 1 };
    rest = rest.slice(entry.name.length + 1);
  }
  return ok({ place, part: null });
}

interface Looking {
  readonly override: LayoutOverride;
  readonly limits: ReadLimits;
  readonly memory: PartMemory;
}

async function lookInto(
  source: ByteSource,
  container: Result<Container>,
  looking: Looking,
): Promise<Outcome> {
  if (!container.ok) return unreadable(container.fault);
  const { fileName: file } = source;
  switch (container.value.kind) {
    case 'archive':
      return unreadable(fault('read.archive_chosen', { file, files: container.value.archive.parts.length }));
    case 'document':
      return outcomeOfKind(outcomeOf(container.value.document, file));
    case 'none': {
      const looked = await caught(async () => ok(await recognise(source, looking)));
      const outcome = looked.ok ? looked.value : unreadable(looked.fault);
      return looking.override.format === undefined ? orByName(file, outcome) : outcome;
    }
  }
}

async function recognise(source: ByteSource, { override, limits, memory }: Looking): Promise<Outcome> {
  const { fileName: file } = source;
  if (source.sizeBytes === 0) return unreadable(fault('read.empty', { file }));
  const wanted = override.format;
  // Most kinds show at once: a picture in an archive is not unpacked to its end to be left out.
  const early = wanted === undefined ? kindOfFile(file, await takeBeginning(source)) : null;
  if (early !== null) return outcomeOfKind(early);
  const samples = await takeSamples(source);
  const other = wanted === undefined ? kindOfFile(file, samples) : null;
  if (other !== null) return outcomeOfKind(other);
  const inEncoding = (found: Fault): Fault =>
    (ofContent.includes(found.code) ? faultOfEncoding(file, samples, override.encoding) : null) ?? found;
  for (const { format, recognise } of formats) {
    if (wanted !== undefined && format !== wanted) continue;
    const found = await recognise(source, samples, override, limits, memory);
    if (found === null) continue;
    if (!found.ok) return unreadable(inEncoding(found.fault));
    const unfit = unfitSettings(file, override, found.value);
    if (unfit !== null) return unreadable(unfit);
    const held = heldIfMisread(found.value, samples, override.encoding);
    return { outcome: 'recognised', file: withNamesApart(held) };
  }
  return unreadable(inEncoding(fault('read.not_text', { file })));
}

/** Tables are chosen by their names: the second of a name is “Patients (2)”. */
function withNamesApart(file: RecognisedFile): RecognisedFile {
  const own = new Set(file.tables.map(({ name }) => name));
  if (own.size === file.tables.length) return file;
  const taken = new Set<string>();
  const tables = file.tables.map((table) => {
    let { name } = table;
    for (let copy = 2; taken.has(name) || (name !== table.name && own.has(name)); copy += 1) {
      name = `${table.name} (${copy})`.trim();
    }
    taken.add(name);
    return { ...table, name };
  });
  return { ...file, tables };
}

/** What no reader knows is told by its name, if by anything. */
function orByName(fileName: string, outcome: Outcome): Outcome {
  const isUnknown = outcome.outcome === 'unreadable' && unknownContent.includes(outcome.fault.code);
  const other = isUnknown ? kindOfName(fileName) : null;
  return other === null ? outcome : outcomeOfKind(other);
}

function outcomeOfPart(part: ClosedPart): Outcome {
  if (part.outcome === 'unreadable') return unreadable(part.fault);
  return { outcome: 'excluded', ...part.leftOut };
}

function outcomeOfKind(other: ReturnType<typeof outcomeOf>): Outcome {
  return other.outcome === 'excluded' ? { outcome: 'excluded', ...other.leftOut } : unreadable(other.fault);
}

function stray(bytes: number): Outcome {
  const sentence = `${bytes} bytes of the archive belong to none of its files, such as to one that was deleted from it. They are not read. If a file is missing, have the archive packed again.`;
  return { outcome: 'excluded', kind: 'remnant', sentence };
}

function unreadable(value: Fault): Outcome {
  return { outcome: 'unreadable', fault: value };
}

function surveyed({ source, part }: Place, outcome: Outcome): SurveyedPart {
  return { part, fileName: source.fileName, sizeBytes: source.sizeBytes, ...outcome };
}

function within(archive: string, name: string): string {
  return archive === '' ? name : `${archive}/${name}`;
}

async function caught<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FaultError) return failed(error.fault);
    throw error;
  }
}
