import { findEntity } from '#main/model/entities/ils2';
import type { ReadableDb } from '#main/workspace/database';
import type { StoredJob } from '#main/workspace/job';
import { getMapping } from '#main/workspace/mapping';
import { getStagedRow } from '#main/workspace/staged-row';

/** How a person finds a record again: its number in the old system and its line in the file. */
export interface RecordRef {
  readonly externalId: string;
  readonly rowNo: number;
  readonly line: number;
}

export function refOfRow(db: ReadableDb, job: StoredJob, rowNo: number): RecordRef {
  const mapping = getMapping(db, job.mappingId);
  const key = findEntity(mapping?.content.entity ?? '')?.fields[0]?.name;
  const column = mapping?.content.columns.find(({ field }) => field === key)?.column ?? -1;
  const row = getStagedRow(db, job.sourceTableId, rowNo);
  return { externalId: row?.cells[column] ?? '', rowNo, line: row?.line ?? 0 };
}
