import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fault, type FaultCode } from '#contract/faults';
import type { ParsedInput } from '#contract/operations';
import { failed, ok, type Result } from '#contract/result';
import { readEnrolmentFile } from '#main/central/enrolment-file';
import { whoami } from '#main/central/api';
import type { ReadableDb } from '#main/workspace/database';
import { saveEnrolment } from '#main/workspace/enrolment';
import { findOpenJob, getJob, listJobs, type StoredJob } from '#main/workspace/job';
import { accessFor, accessOf, tellingWaits, withLanes } from './central-lanes.ts';
import { beginJob, currentCheckRun } from './begin-job.ts';
import { type Handlers, withWorkspace } from './handlers.ts';
import { viewJob } from './job-view.ts';
import { loadPresets } from './presets.ts';
import { previewRollback, rollBackJob } from './rollback-job.ts';
import type { Session } from './session.ts';
import type { TaskControl } from './tasks.ts';
import { runUpload } from './upload-job.ts';
import { verifyJob } from './verify-job.ts';

export const uploadHandlers = {
  'central.enrol': withWorkspace(async (db, { source, passphrase, companyId: wanted }, { session }) => {
    const text = source.kind === 'content' ? ok(source.content) : await readSmallFile(source.path);
    if (!text.ok) return text;
    const enrolment = await readEnrolmentFile(text.value, passphrase, nameOf(source));
    if (!enrolment.ok) return enrolment;
    if (wanted !== undefined && wanted !== enrolment.value.companyId && wanted !== enrolment.value.tenantId) {
      return failed(fault('central.wrong_tenant', { expected: wanted }));
    }
    const other = listJobs(db).find(({ tenantId }) => tenantId !== enrolment.value.tenantId);
    if (other !== undefined) return failed(fault('central.wrong_tenant', { expected: other.tenantId }));
    saveEnrolment(db, enrolment.value);
    session.changed('workspace');
    const { tenantName, companyId, host, port } = enrolment.value;
    return ok({ tenantName, companyId, host, port });
  }),

  'central.probe': withWorkspace(async (db, _input, { session }) => {
    const access = accessOf(session, db);
    if (!access.ok) return access;
    const identity = await withLanes(access.value, 1, ([lane]) => lane.call(whoami));
    if (!identity.ok) return identity;
    const { tenantName, companyId, serverTime } = identity.value;
    return ok({ tenantName, companyId, serverTime });
  }),

  'upload.plan': withWorkspace((db, { sourceTableId, batchSize }, { session }) => {
    const access = accessOf(session, db);
    if (!access.ok) return access;
    const run = currentCheckRun(db, sourceTableId);
    if (!run.ok) return run;
    const openJob = findOpenJob(db, sourceTableId);
    const { tenantName, companyId, host } = access.value.enrolment;
    const { mappingId, accepted, held, rejected, skipped } = run.value;
    return ok({
      mappingId,
      tenantName,
      companyId,
      host,
      insert: accepted,
      setAside: { held, rejected, skipped },
      batchSize,
      batches: Math.ceil(accepted / batchSize),
      openJob: openJob && viewJob(db, openJob),
    });
  }),

  'upload.run': withWorkspace(
    async (db, { sourceTableId, batchSize, ...options }, { caller, session }, control) => {
      const access = accessOf(session, db);
      if (!access.ok) return access;
      const job = beginJob(db, access.value, { sourceTableId, batchSize, options, startedBy: caller.name });
      if (!job.ok) return job;
      const bound = accessFor(session, db, job.value);
      if (!bound.ok) return bound;
      session.changed('jobs');
      const presets = loadPresets(session.presetsFolder);
      const known = presets.ok ? presets.value : [];
      const uploaded = await runUpload(
        db,
        tellingWaits(bound.value, control),
        job.value,
        known,
        telling(session, control),
      );
      session.changed('jobs');
      return uploaded.ok ? ok(viewJob(db, uploaded.value)) : uploaded;
    },
  ),

  'job.list': withWorkspace((db) => {
    return ok(listJobs(db).map((job) => viewJob(db, job)));
  }),

  'job.get': withWorkspace((db, { jobId }) => {
    const job = findJob(db, jobId);
    return job.ok ? ok(viewJob(db, job.value)) : job;
  }),

  'verify.run': withWorkspace(async (db, { jobId }, { session }, control) => {
    const job = findJob(db, jobId);
    if (!job.ok) return job;
    const obstacle = whyNotVerifiable[job.value.state];
    if (obstacle !== null) return failed(fault(obstacle, { job: job.value.number ?? jobId }));
    const access = accessFor(session, db, job.value);
    if (!access.ok) return access;
    const verified = await verifyJob(db, tellingWaits(access.value, control), job.value, control);
    session.changed('jobs');
    return verified;
  }),

  'rollback.preview': withWorkspace(async (db, { jobId }, { session }) => {
    const job = findJob(db, jobId);
    if (!job.ok) return job;
    const access = accessFor(session, db, job.value);
    return access.ok ? previewRollback(db, access.value, job.value) : access;
  }),

  'rollback.run': withWorkspace(async (db, { jobId }, { session }, control) => {
    const job = findJob(db, jobId);
    if (!job.ok) return job;
    const access = accessFor(session, db, job.value);
    if (!access.ok) return access;
    const rolledBack = await rollBackJob(
      db,
      tellingWaits(access.value, control),
      job.value,
      telling(session, control),
    );
    session.changed('jobs');
    return rolledBack;
  }),
} satisfies Partial<Handlers>;

const whyNotVerifiable = {
  uploading: 'upload.not_finished',
  paused: 'upload.not_finished',
  uploaded: null,
  verified: null,
  rolling_back: 'upload.being_taken_back',
  rolled_back: 'upload.taken_back',
} as const satisfies Record<StoredJob['state'], FaultCode | null>;

/** Windows see a job's sums move while it does; they ask again at their own pace. */
function telling(session: Session, control: TaskControl): TaskControl {
  return {
    ...control,
    report: (progress) => {
      control.report(progress);
      session.changed('jobs');
    },
  };
}

function findJob(db: ReadableDb, jobId: string): Result<StoredJob> {
  const job = getJob(db, jobId);
  return job === null ? failed(fault('upload.not_found', { job: jobId })) : ok(job);
}

function nameOf(source: ParsedInput<'central.enrol'>['source']): string {
  return source.kind === 'path' ? basename(source.path) : source.fileName;
}

const enrolmentLimitBytes = 200_000;

async function readSmallFile(path: string): Promise<Result<string>> {
  const file = basename(path);
  try {
    const text = await readFile(path, 'utf8');
    if (text.length > enrolmentLimitBytes) return failed(fault('central.enrolment_unreadable', { file }));
    return ok(text);
  } catch {
    // Missing, a folder, not permitted: the person named a file that is no enrolment file.
    return failed(fault('central.enrolment_unreadable', { file }));
  }
}
