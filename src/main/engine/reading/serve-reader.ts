import { fault, FaultError } from '#contract/faults';
import { splitRun, type Splitting } from '#main/model/line-run';
import {
  encodeRowPage,
  encodeKeptPage,
  encodeRunPage,
  maxPageCharacters,
  maxPageRows,
  type RowPage,
} from '#main/model/row-page';
import type { StagedRow } from '#main/model/staged-row';
import type { ByteSource } from '#main/steps/read/byte-source';
import type { RunPage } from '#main/steps/read/recognition';
import type { RowFaults } from '#main/steps/read/row-fault';
import { LookMemory } from '#main/steps/read/look-memory';
import { readInRuns } from '#main/steps/read/read-table';
import { inspectPart, openPart, surveyParts } from '#main/steps/read/survey';
import { damagedRows } from '../damaged-rows.ts';
import { hashOf } from '../hash-of-bytes.ts';
import { describePlaces } from '../report-bug.ts';
import {
  maxBytesUnderWay,
  maxPagesUnderWay,
  type FromReader,
  type ReaderLine,
  type ReaderRequest,
  type ToReader,
} from './protocol.ts';
import { RemoteBytes } from './remote-source.ts';

type Line = ReaderLine<FromReader, ToReader>;

/**
 * The work of a reader's process: one request after another, over the line that it was started with. It gets bytes
 * and gives pages of rows; it opens no file, knows no key, and may be ended at any moment.
 */
export function serveReader(line: Line): void {
  const bytes = new RemoteBytes(line);
  const room: Room = { line, pages: new PageSender(line), memory: new LookMemory() };
  line.onMessage((message) => {
    switch (message.kind) {
      case 'run':
        void run(room, bytes.source(message.request.file), message.request);
        return;
      case 'taken':
        room.pages.taken(message.pages);
        return;
      case 'bytes':
      case 'no_bytes':
        bytes.receive(message);
    }
  });
  line.post({ kind: 'ready' });
}

interface Room {
  readonly line: Line;
  readonly pages: PageSender;
  readonly memory: LookMemory;
}

async function run(room: Room, source: ByteSource, request: ReaderRequest): Promise<void> {
  const { line } = room;
  try {
    line.post({ kind: 'done', value: await answer(room, source, request) });
  } catch (error) {
    if (error instanceof FaultError) line.post({ kind: 'failed', fault: error.fault });
    else line.post({ kind: 'bug', places: describePlaces(error) });
  }
}

async function answer(
  { line, pages, memory }: Room,
  source: ByteSource,
  request: ReaderRequest,
): Promise<unknown> {
  const { limits } = request;
  switch (request.kind) {
    case 'inspect':
      return inspectPart(source, request.part, request.override, limits, memory);
    case 'survey':
      for await (const part of surveyParts(source, limits, memory)) line.post({ kind: 'part', part });
      return null;
    case 'hash':
      return hashOf(await openPart(source, request.part, limits));
    case 'read': {
      // Reading wants the room for itself.
      memory.forget();
      const part = await openPart(source, request.part, limits);
      pages.begin({
        file: part.fileName,
        limitBytes: limits.maxStagedBytes,
        stagedBytes: request.stagedBytes ?? 0,
      });
      const { reading, splitting } = readInRuns(part, request.layout, limits);
      for (;;) {
        const { done, value } = await reading.next();
        if (done) {
          await pages.finish();
          const { rowFaults, stagedBytes } = pages;
          const findings = [...value.findings, ...damagedRows(rowFaults)];
          return { ...value, rowFaults, findings, stagedBytes };
        }
        if ('rows' in value) await pages.send(value.rows, value.bytesRead);
        else await pages.sendRun(value, splitting!, request.part === '');
      }
    }
  }
}

/** Of a run that becomes a page of its own. */
const leastRunRows = 100;

/** How much the rows of a file hold, and how much they may. */
interface Allowance {
  readonly file: string;
  readonly limitBytes: number;
  readonly stagedBytes: number;
}

/**
 * Sends rows in full pages, and no more of them than the engine has room for. Throws FaultError `read.all_rows_too_large`:
 * a workbook or XML may have one long text stand in thousands of rows. Rows that stay in the kept file take no room.
 */
class PageSender {
  readonly #line: Line;
  #rows: StagedRow[] = [];
  #characters = 0;
  #bytesRead = 0;
  #faults: Record<string, number> = {};
  #allowance: Allowance = { file: '', limitBytes: Infinity, stagedBytes: 0 };
  #stagedBytes = 0;
  /** Bytes of each page on its way, in their order. */
  #underWay: number[] = [];
  #mayGoOn: (() => void) | null = null;

  constructor(line: Line) {
    this.#line = line;
  }

  /** A table before may have ended with a fault: nothing of it is left for this one. */
  begin(allowance: Allowance): void {
    this.#allowance = allowance;
    this.#stagedBytes = allowance.stagedBytes;
    this.#rows = [];
    this.#characters = 0;
    this.#faults = {};
  }

  async send(rows: readonly StagedRow[], bytesRead: number): Promise<void> {
    this.#bytesRead = bytesRead;
    for (const row of rows) {
      this.#rows.push(row);
      for (const cell of row.cells) this.#characters += cell.length;
      for (const [, stored] of row.stored ?? []) this.#characters += stored.length;
      if (row.fault !== null) this.#faults[row.fault] = (this.#faults[row.fault] ?? 0) + 1;
      const isFull = this.#rows.length === maxPageRows || this.#characters >= maxPageCharacters;
      if (isFull) await this.finish();
    }
  }

  /** `isKept`: the source is the very file that the workspace keeps. */
  async sendRun({ run, position, bytesRead }: RunPage, splitting: Splitting, isKept: boolean): Promise<void> {
    // Short runs between rows that are not sound would make a page of each.
    if (run.rowCount < leastRunRows) return this.send(splitRun(run, splitting), bytesRead);
    await this.finish();
    this.#bytesRead = bytesRead;
    if (!isKept) this.#count(run.text.length);
    await this.#post(isKept ? encodeKeptPage(run, position, splitting) : encodeRunPage(run, splitting));
  }

  async finish(): Promise<void> {
    const rows = this.#rows;
    this.#count(this.#characters);
    this.#rows = [];
    this.#characters = 0;
    if (rows.length > 0) await this.#post(encodeRowPage(rows));
  }

  get stagedBytes(): number {
    return this.#stagedBytes;
  }

  /** Characters are counted for bytes where nobody has counted the bytes: as a guard that is as good. */
  #count(bytes: number): void {
    this.#stagedBytes += bytes;
    const { file, limitBytes } = this.#allowance;
    if (this.#stagedBytes > limitBytes)
      throw new FaultError(fault('read.all_rows_too_large', { file, limitBytes }));
  }

  /** Of the table that was sent to its end. */
  get rowFaults(): RowFaults {
    return this.#faults;
  }

  taken(pages: number): void {
    this.#underWay = this.#underWay.slice(pages);
    this.#mayGoOn?.();
    this.#mayGoOn = null;
  }

  async #post(page: RowPage): Promise<void> {
    while (!this.#hasRoomFor(page)) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#mayGoOn = resolve;
      await promise;
    }
    this.#underWay.push(page.bytes.length);
    this.#line.post({ kind: 'page', page: { ...page, bytesRead: this.#bytesRead } });
  }

  #hasRoomFor({ bytes }: RowPage): boolean {
    if (this.#underWay.length === 0) return true;
    const sum = this.#underWay.reduce((all, each) => all + each, bytes.length);
    return this.#underWay.length < maxPagesUnderWay && sum <= maxBytesUnderWay;
  }
}
