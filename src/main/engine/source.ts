import { fault } from '#contract/faults';
import type { FileSource } from '#contract/operations/files';
import { failed, ok, type Result } from '#contract/result';
import type { ByteSource } from '#main/steps/read/byte-source';
import { openFileSource } from '#main/steps/read/file-source';
import type { ReadableDb } from '#main/workspace/database';
import { getSpool, readSpool } from '#main/workspace/spool';

/** The bytes of a file: on disk, or handed over in pieces and complete. */
export async function openSource(db: ReadableDb, source: FileSource): Promise<Result<ByteSource>> {
  if (source.kind === 'path') return openFileSource(source.path);
  const spool = getSpool(db, source.spoolId);
  if (spool === null) return failed(fault('files.spool_unknown', { spool: source.spoolId }));
  const { fileName, sizeBytes, receivedBytes } = spool;
  if (receivedBytes < sizeBytes) return failed(fault('files.spool_incomplete', { file: fileName }));
  return ok({ fileName, sizeBytes, open: () => readSpool(db, source.spoolId) });
}
