import { fault } from '#contract/faults';
import type { KeptReason } from '#contract/operations/upload';
import { failed, ok, type Result } from '#contract/result';
import type { FrozenBatch, Receipt } from '#main/model/batch';
import type { About, Bound, CentralCaller } from './caller.ts';

/*
 * All that a device may ask of the central database, one function each; the other side of each is in
 * resources/sql/central. Faults: any of `central.*`, as faults.ts maps them. Postgres sends a bigint as text and a
 * bytea as a Buffer; counts are numbers here, times ISO 8601 text, uuids lower-case text.
 */

export interface Identity {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly companyId: string;
  readonly schemaVersion: string;
  /** ISO 8601, by the server's clock. */
  readonly serverTime: string;
  /** Made once with the central schema: the same practice in another database has another. */
  readonly databaseId: string;
}

export async function whoami(central: CentralCaller): Promise<Result<Identity>> {
  type Row = Record<'tenant_id' | 'tenant_name' | 'company_id' | 'schema_version' | 'database_id', string> & {
    server_time: Date;
  };
  const text = `
    SELECT tenant_id, tenant_name, company_id, schema_version, server_time, database_id FROM api.whoami()`;
  return mapResult(await askOne<Row>(central, text, []), (row) => ({
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    companyId: row.company_id,
    schemaVersion: row.schema_version,
    serverTime: row.server_time.toISOString(),
    databaseId: row.database_id,
  }));
}

export interface JobOpening {
  readonly jobId: string;
  readonly entity: string;
  readonly sourceSystem: string;
  readonly preset: string;
}

/** Opens a job, or finds it open already. `number` is such as MIG-001-2026, given once and for good. */
export async function openJob(
  central: CentralCaller,
  job: JobOpening,
): Promise<Result<{ number: string; state: string }>> {
  const text = `
    SELECT number, state
      FROM api.open_job(p_job => $1, p_entity => $2, p_source_system => $3, p_preset => $4)`;
  const values = [job.jobId, job.entity, job.sourceSystem, job.preset];
  return askOne<{ number: string; state: string }>(central, text, values, { job: job.jobId });
}

export type BatchToSend = Pick<FrozenBatch, 'number' | 'batchId' | 'contentSha256' | 'recordCount'> & {
  readonly payload: string;
};

/**
 * Sends one frozen batch. Applied exactly once however often it is sent: the ledger's primary key decides, and the
 * answer to a repeat is `duplicate` with the same figures.
 */
export async function putBatch(
  central: CentralCaller,
  jobId: string,
  batch: BatchToSend,
): Promise<Result<Receipt>> {
  type Row = { outcome: Receipt['outcome']; inserted: number; unchanged: string[]; different: string[] };
  const text = `
    SELECT outcome, inserted, unchanged, different
      FROM api.put_batch(
        p_job => $1, p_number => $2, p_batch => $3, p_sha256 => $4, p_record_count => $5, p_payload => $6)`;
  const values = [jobId, batch.number, batch.batchId, batch.contentSha256, batch.recordCount, batch.payload];
  return askOne<Row>(central, text, values, { job: jobId, batch: batch.number });
}

export interface CentralJob {
  readonly number: string;
  readonly state: string;
  readonly batches: number;
  readonly records: number;
}

export async function jobState(central: CentralCaller, jobId: string): Promise<Result<CentralJob>> {
  type Row = { number: string; state: string; batches: number; records: string };
  const text = 'SELECT number, state, batches, records FROM api.job_state(p_job => $1)';
  return mapResult(await askOne<Row>(central, text, [jobId], { job: jobId }), (row) => ({
    number: row.number,
    state: row.state,
    batches: row.batches,
    records: countOf(row.records),
  }));
}

/** One batch as the central ledger holds it. */
export interface LedgerEntry {
  readonly number: number;
  readonly batchId: string;
  readonly contentSha256: Buffer;
  readonly inserted: number;
  readonly unchanged: number;
  readonly different: number;
  readonly rolledBack: boolean;
}

/** Up to `limit` ledger entries after batch number `after`, by number: a page, so that memory stays bounded. */
export async function batchLedger(
  central: CentralCaller,
  jobId: string,
  page: { readonly after: number; readonly limit: number },
): Promise<Result<LedgerEntry[]>> {
  type Row = Record<'number' | 'inserted' | 'unchanged' | 'different', number> & {
    batch_id: string;
    content_sha256: Buffer;
    rolled_back: boolean;
  };
  const text = `
    SELECT number, batch_id, content_sha256, inserted, unchanged, different, rolled_back
      FROM api.batch_ledger(p_job => $1, p_after => $2, p_limit => $3)
     ORDER BY number`;
  return mapRows(await central.call<Row>(text, [jobId, page.after, page.limit], { job: jobId }), (row) => ({
    number: row.number,
    batchId: row.batch_id,
    contentSha256: row.content_sha256,
    inserted: row.inserted,
    unchanged: row.unchanged,
    different: row.different,
    rolledBack: row.rolled_back,
  }));
}

export type JobTotals = Record<'read' | 'accepted' | 'held' | 'rejected' | 'skipped', number>;

/**
 * Closes the job to further batches with the file's reconciliation, and gives its state. Refused (`central.refused`,
 * PM011) when the sums do not agree with each other or with the ledger.
 */
export async function finishJob(
  central: CentralCaller,
  jobId: string,
  totals: JobTotals,
): Promise<Result<string>> {
  const text = `
    SELECT api.finish_job(
      p_job => $1, p_read => $2, p_accepted => $3, p_held => $4, p_rejected => $5, p_skipped => $6) AS state`;
  const { read, accepted, held, rejected, skipped } = totals;
  const values = [jobId, read, accepted, held, rejected, skipped];
  return mapResult(
    await askOne<{ state: string }>(central, text, values, { job: jobId }),
    (row) => row.state,
  );
}

/** A batch as its records are in the central database now. */
export interface BatchDigest {
  readonly number: number;
  readonly records: number;
  /** SHA-256 over id (16 bytes) and content hash (32 bytes) of each record, in the order of the ids. */
  readonly digest: Buffer;
  /** Records that were edited there since the upload. */
  readonly edited: number;
}

/** Digests of the applied batches from `from` to `to`, both inclusive. */
export async function verifyBatches(
  central: CentralCaller,
  jobId: string,
  range: { readonly from: number; readonly to: number },
): Promise<Result<BatchDigest[]>> {
  type Row = { number: number; records: string; digest: Buffer; edited: string };
  const text = `
    SELECT number, records, digest, edited
      FROM api.verify_batches(p_job => $1, p_from => $2, p_to => $3)
     ORDER BY number`;
  return mapRows(await central.call<Row>(text, [jobId, range.from, range.to], { job: jobId }), (row) => ({
    number: row.number,
    records: countOf(row.records),
    digest: row.digest,
    edited: countOf(row.edited),
  }));
}

export interface RecordHash {
  readonly id: string;
  readonly hash: Buffer;
  /** 1 until somebody edits the record. */
  readonly rowVersion: number;
}

/** The records of one batch, with the content hash that the server computes from their columns as they are now. */
export async function recordHashes(
  central: CentralCaller,
  jobId: string,
  batch: number,
): Promise<Result<RecordHash[]>> {
  const text = 'SELECT id, hash, row_version FROM api.record_hashes(p_job => $1, p_number => $2)';
  return mapRows(await central.call<HashRow>(text, [jobId, batch], { job: jobId, batch }), recordHash);
}

/**
 * The practice's own records among these ids (at most 20,000, else `central.refused`, PM016), whichever job brought
 * them, with the hash of what their columns hold now. An id that is not held, or is another practice's, is left out.
 */
export async function hashesById(
  central: CentralCaller,
  entity: string,
  ids: readonly string[],
): Promise<Result<RecordHash[]>> {
  const text = 'SELECT id, hash, row_version FROM api.hashes_by_id(p_entity => $1, p_ids => $2::uuid[])';
  const answer = await central.call<HashRow>(text, [entity, `{${ids.join(',')}}`]);
  return mapRows(answer, recordHash);
}

interface HashRow {
  readonly id: string;
  readonly hash: Buffer;
  readonly row_version: number;
}

function recordHash(row: HashRow): RecordHash {
  return { id: row.id, hash: row.hash, rowVersion: row.row_version };
}

/** What a rollback would remove, and what it would keep. Changes nothing. */
export async function rollbackPreview(
  central: CentralCaller,
  jobId: string,
): Promise<Result<{ removable: number; kept: number }>> {
  const text = 'SELECT removable, kept FROM api.rollback_preview(p_job => $1)';
  const answer = await askOne<{ removable: string; kept: string }>(central, text, [jobId], { job: jobId });
  return mapResult(answer, (row) => ({ removable: countOf(row.removable), kept: countOf(row.kept) }));
}

/** A record that a rollback leaves: somebody edited it since, or another job that is not taken back sent it, too. */
export interface KeptRecord {
  readonly id: string;
  readonly reason: KeptReason;
}

/** The first `limit` records that a rollback keeps, or kept. */
export async function rollbackKept(
  central: CentralCaller,
  jobId: string,
  limit: number,
): Promise<Result<(KeptRecord & { batch: number })[]>> {
  type Row = KeptRecord & { batch_number: number };
  const text = 'SELECT id, batch_number, reason FROM api.rollback_kept(p_job => $1, p_limit => $2)';
  return mapRows(
    await central.call<Row>(text, [jobId, limit], { job: jobId }),
    ({ id, reason, batch_number }) => ({ id, reason, batch: batch_number }),
  );
}

/**
 * Removes what one batch added, or met while its own job is rolled back, and nobody edited or relies on. `removed` is
 * what its rollback removed in all, so a repeat answers the same; `kept` are the records that are still there.
 */
export async function rollbackBatch(
  central: CentralCaller,
  jobId: string,
  batch: number,
): Promise<Result<{ removed: number; kept: KeptRecord[] }>> {
  type Row = { removed: number; kept: string[]; reasons: KeptReason[] };
  const text = 'SELECT removed, kept, reasons FROM api.rollback_batch(p_job => $1, p_number => $2)';
  return mapResult(
    await askOne<Row>(central, text, [jobId, batch], { job: jobId, batch }),
    ({ removed, kept, reasons }) => ({
      removed,
      kept: kept.map((id, place) => ({ id, reason: reasons[place] ?? 'edited' })),
    }),
  );
}

/** Ends a rollback, once every batch was rolled back (else `central.refused`, PM015). Gives the job's state. */
export async function finishRollback(central: CentralCaller, jobId: string): Promise<Result<string>> {
  const text = 'SELECT api.finish_rollback(p_job => $1) AS state';
  const answer = await askOne<{ state: string }>(central, text, [jobId], { job: jobId });
  return mapResult(answer, (row) => row.state);
}

/** How many records of an entity the practice has in the central database. */
export async function countRecords(central: CentralCaller, entity: string): Promise<Result<number>> {
  const text = 'SELECT api.count_records(p_entity => $1) AS records';
  return mapResult(await askOne<{ records: string }>(central, text, [entity]), (row) => countOf(row.records));
}

export interface JobEvent {
  readonly phase: string;
  readonly code: string;
  /** Counts and hashes only, never a value of a record. */
  readonly counts: Readonly<Record<string, string | number>>;
}

export async function logEvent(
  central: CentralCaller,
  jobId: string,
  event: JobEvent,
): Promise<Result<void>> {
  const text = 'SELECT api.log_event(p_job => $1, p_phase => $2, p_code => $3, p_counts => $4)';
  const values = [jobId, event.phase, event.code, JSON.stringify(event.counts)];
  return mapResult(await central.call(text, values, { job: jobId }), () => undefined);
}

export interface PhaseMetric {
  readonly phase: string;
  readonly records: number;
  readonly failed: number;
  readonly durationMs: number;
}

export async function recordMetric(
  central: CentralCaller,
  jobId: string,
  metric: PhaseMetric,
): Promise<Result<void>> {
  const text = `
    SELECT api.record_metric(
      p_job => $1, p_phase => $2, p_records => $3, p_failed => $4, p_duration_ms => $5)`;
  const values = [jobId, metric.phase, metric.records, metric.failed, Math.round(metric.durationMs)];
  return mapResult(await central.call(text, values, { job: jobId }), () => undefined);
}

/** Keeps one version of a preset for the practice; other content under it is refused. `content` is the preset as JSON: columns and rules, no rows of a file. */
export async function putPreset(
  central: CentralCaller,
  preset: { readonly presetId: string; readonly version: number; readonly content: object },
): Promise<Result<void>> {
  const text = 'SELECT api.put_preset(p_preset_id => $1, p_version => $2, p_content => $3)';
  const values = [preset.presetId, preset.version, JSON.stringify(preset.content)];
  return mapResult(await central.call(text, values), () => undefined);
}

async function askOne<Row>(
  central: CentralCaller,
  text: string,
  values: readonly Bound[],
  about: About = {},
): Promise<Result<Row>> {
  const answer = await central.call<Row>(text, values, about);
  if (!answer.ok) return answer;
  const [row] = answer.value;
  if (row === undefined || answer.value.length > 1) return failed(fault('central.wrong_version', {}));
  return ok(row);
}

function mapResult<From, To>(result: Result<From>, change: (value: From) => To): Result<To> {
  return result.ok ? ok(change(result.value)) : failed(result.fault);
}

function mapRows<From, To>(result: Result<From[]>, change: (row: From) => To): Result<To[]> {
  return mapResult(result, (rows) => rows.map(change));
}

function countOf(bigint: string): number {
  const count = Number(bigint);
  if (!Number.isSafeInteger(count))
    throw new RangeError('A count of the central database is not a whole number');
  return count;
}
