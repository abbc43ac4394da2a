import type { Fault } from '#contract/faults';
import { FaultError } from '#contract/faults';
import type { FileFinding } from '#main/model/file-finding';
import type { StagedRow } from '#main/model/staged-row';
import type { ByteSource } from '#main/steps/read/byte-source';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { readTable } from '#main/steps/read/read-table';
import type { RecognisedTable } from '#main/steps/read/recognition';
import { openPart, surveyParts, type SurveyedPart } from '#main/steps/read/survey';

/** A table as it was recognised and then read to its end in that layout. */
export interface TableRead {
  readonly recognised: RecognisedTable;
  readonly header: readonly string[];
  readonly rows: readonly StagedRow[];
  /** As the summary says; null when a fault came before it. */
  readonly rowsCounted: number | null;
  readonly findings: readonly FileFinding[];
  readonly fault: Fault | null;
}

export interface FileRead {
  readonly parts: readonly SurveyedPart[];
  readonly tables: readonly TableRead[];
}

/** Recognises a file and reads every table of it. Throws only what is a bug of the reader. */
export async function readCorpusFile(source: ByteSource): Promise<FileRead> {
  const parts: SurveyedPart[] = [];
  const tables: TableRead[] = [];
  for await (const part of surveyParts(source, defaultReadLimits)) parts.push(part);
  for (const part of parts) {
    if (part.outcome !== 'recognised') continue;
    for (const table of part.file.tables) {
      tables.push(await readWhole(await openPart(source, part.part, defaultReadLimits), table));
    }
  }
  return { parts, tables };
}

async function readWhole(source: ByteSource, recognised: RecognisedTable): Promise<TableRead> {
  const rows: StagedRow[] = [];
  try {
    const pages = readTable(source, recognised.layout, defaultReadLimits);
    for (;;) {
      const next = await pages.next();
      if (next.done) {
        const { header, rows: rowsCounted, findings } = next.value;
        return { recognised, header, rows, rowsCounted, findings, fault: null };
      }
      rows.push(...next.value.rows);
    }
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const { header } = recognised;
    return { recognised, header, rows, rowsCounted: null, findings: [], fault: error.fault };
  }
}
