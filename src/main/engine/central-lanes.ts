import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { batchLedger, jobState, type CentralJob, type LedgerEntry } from '#main/central/api';
import { CentralSession, type SessionOptions } from '#main/central/session';
import type { Enrolment } from '#main/model/enrolment';
import type { ReadableDb } from '#main/workspace/database';
import { loadEnrolment } from '#main/workspace/enrolment';
import type { StoredJob } from '#main/workspace/job';
import type { Session } from './session.ts';
import type { TaskControl } from './tasks.ts';

/** Lanes of an upload: one batch is written while another is prepared and received. Two serve two cores. */
export const uploadLanes = 2;

/** How this workspace reaches its central database, and how patient it is with it. */
export interface CentralAccess {
  readonly enrolment: Enrolment;
  readonly options: SessionOptions;
}

export function accessOf(session: Session, db: ReadableDb): Result<CentralAccess> {
  const enrolment = loadEnrolment(db);
  if (enrolment === null) return failed(fault('central.not_enrolled', {}));
  return ok({ enrolment, options: session.options.central ?? {} });
}

/**
 * A job belongs to the practice that it was begun for and to the database that holds it: an enrolment for another
 * practice must not touch it, and one for another database would say that all of it is gone. Every connection is
 * held to that (`central.other_database`).
 */
export function accessFor(session: Session, db: ReadableDb, job: StoredJob): Result<CentralAccess> {
  const access = accessOf(session, db);
  if (!access.ok) return access;
  const { enrolment, options } = access.value;
  if (enrolment.tenantId !== job.tenantId) {
    return failed(fault('central.wrong_tenant', { expected: job.tenantId }));
  }
  if (job.databaseId === null) return access;
  const expectedDatabase = { id: job.databaseId, ofJob: job.number ?? job.jobId };
  return ok({ enrolment, options: { ...options, expectedDatabase } });
}

/** The same access for long work, which says when it has to wait for the central database. */
export function tellingWaits(access: CentralAccess, control: TaskControl): CentralAccess {
  return { ...access, options: { ...access.options, onWait: () => control.waits() } };
}

/** Opens `count` lanes for `work` and closes them whatever happens. Connections are made when first used. */
export async function withLanes<Value>(
  { enrolment, options }: CentralAccess,
  count: number,
  work: (lanes: readonly [CentralSession, ...CentralSession[]]) => Promise<Value>,
): Promise<Value> {
  const lane = (): CentralSession => new CentralSession(enrolment, options);
  const lanes: [CentralSession, ...CentralSession[]] = [lane(), ...Array.from({ length: count - 1 }, lane)];
  try {
    return await work(lanes);
  } finally {
    await Promise.all(lanes.map((each) => each.close()));
  }
}

/**
 * The job as central holds it, null when central never heard of it. One that had a number from central and is not
 * known there any more is lost (`central.job_missing`), which is no reason to call it finished in any way.
 */
export async function askForJob(
  lane: CentralSession,
  job: StoredJob,
  signal?: AbortSignal,
): Promise<Result<CentralJob | null>> {
  const ask = () => lane.call((central) => jobState(central, job.jobId), signal && { signal });
  // A device that is revoked in the middle of a question sees the job vanish; asked again, it hears why.
  let answer = await ask();
  if (isUnknown(answer)) answer = await ask();
  if (!isUnknown(answer)) return answer;
  return job.number === null ? ok(null) : failed(fault('central.job_missing', { job: job.number }));
}

function isUnknown(answer: Result<unknown>): boolean {
  return !answer.ok && answer.fault.code === 'central.job_unknown';
}

const ledgerPage = 1_000;

/** Every batch of a job that the central database has applied, by number. */
export async function readLedger(
  lane: CentralSession,
  jobId: string,
  signal: AbortSignal,
): Promise<Result<LedgerEntry[]>> {
  const entries: LedgerEntry[] = [];
  for (;;) {
    const page = { after: entries.at(-1)?.number ?? 0, limit: ledgerPage };
    const more = await lane.call((central) => batchLedger(central, jobId, page), { signal });
    if (!more.ok) return more;
    entries.push(...more.value);
    if (more.value.length < ledgerPage) return ok(entries);
  }
}
