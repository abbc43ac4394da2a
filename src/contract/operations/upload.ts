import { z } from 'zod';
import { defineOperation, practiceRoles } from '../operation.ts';
import { reconciliation } from '../reconciliation.ts';

export const enrolmentSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('path'), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('content'), fileName: z.string(), content: z.string().max(200_000) }),
]);

export const jobStates = [
  'uploading',
  'paused',
  'uploaded',
  'verified',
  'rolling_back',
  'rolled_back',
] as const;

/** How a person finds a record again: its number in the old system and its line in the file. */
const recordRef = z.object({ externalId: z.string(), rowNo: z.number().int(), line: z.number().int() });

export const verificationView = z.object({
  jobId: z.string(),
  at: z.string(),
  expected: z.number().int(),
  verified: z.number().int(),
  missing: z.number().int(),
  changed: z.number().int(),
  editedSince: z.number().int(),
  extra: z.number().int(),
  /** Records that central held before this job, with the same content: whether they are still there, the same. */
  unchanged: z.object({
    expected: z.number().int(),
    verified: z.number().int(),
    editedSince: z.number().int(),
  }),
  /** The first of the records that are not the same, for the screen only. */
  differences: z.array(recordRef.extend({ what: z.enum(['missing', 'changed', 'edited']) })),
});
export type VerificationView = z.infer<typeof verificationView>;

export const jobView = z.object({
  jobId: z.string(),
  /** Number within the practice, such as MIG-001-2026; null until the central database gave it one. */
  number: z.string().nullable(),
  state: z.enum(jobStates),
  sourceTableId: z.number().int(),
  mappingId: z.number().int(),
  fileName: z.string(),
  startedAt: z.string(),
  startedBy: z.string(),
  finishedAt: z.string().nullable(),
  batchSize: z.number().int(),
  /** Planned for the whole file, frozen so far, and received by central. */
  batches: z.object({
    planned: z.number().int(),
    frozen: z.number().int(),
    acknowledged: z.number().int(),
  }),
  reconciliation,
  /** Records that central already held: unchanged ones, and ones that differ and were left as they are. */
  alreadyThere: z.object({ unchanged: z.number().int(), different: z.number().int() }),
  /** The first 200 of the ones that differ: nothing was overwritten, a person has to decide. */
  differentRecords: z.array(recordRef),
  /** The newest comparison, kept in the workspace with its named differences. */
  verification: verificationView.omit({ jobId: true }).nullable(),
  rollback: z.object({ at: z.string(), removed: z.number().int(), kept: z.number().int() }).nullable(),
});
export type JobView = z.infer<typeof jobView>;

export const planView = z.object({
  mappingId: z.number().int(),
  tenantName: z.string(),
  companyId: z.string(),
  host: z.string(),
  insert: z.number().int(),
  setAside: z.object({ held: z.number().int(), rejected: z.number().int(), skipped: z.number().int() }),
  batchSize: z.number().int(),
  batches: z.number().int(),
  /** Job of the same file that can be continued, if any. */
  openJob: jobView.nullable(),
});
export type PlanView = z.infer<typeof planView>;

type Compared = Pick<VerificationView, 'missing' | 'changed' | 'extra' | 'unchanged'>;

/** Records that a comparison found other than they have to be; those edited properly since are none of them. */
export function countDifferences({ missing, changed, extra, unchanged }: Compared): number {
  return missing + changed + extra + countGone(unchanged);
}

/** Records that central held before the job, and does not hold any more. */
export function countGone({ expected, verified, editedSince }: VerificationView['unchanged']): number {
  return expected - verified - editedSince;
}

/** Why a rollback leaves a record: somebody edited it since, or an upload that is not taken back sent it, too. */
const keptReason = z.enum(['edited', 'shared']);
export type KeptReason = z.infer<typeof keptReason>;

const keptRecord = recordRef.extend({ reason: keptReason });

export const rollbackPreview = z.object({
  jobId: z.string(),
  number: z.string().nullable(),
  removable: z.number().int(),
  kept: z.number().int(),
  keptRecords: z.array(keptRecord),
});
export type RollbackPreview = z.infer<typeof rollbackPreview>;

export const rollbackView = z.object({
  jobId: z.string(),
  removed: z.number().int(),
  kept: z.number().int(),
  keptRecords: z.array(keptRecord),
});
export type RollbackView = z.infer<typeof rollbackView>;

const jobInput = z.strictObject({ jobId: z.string().uuid() });

export const uploadOperations = [
  defineOperation({
    name: 'central.enrol',
    summary:
      'Adds the enrolment file of the operator to this workspace, so that it can reach its central database.',
    effect: 'write',
    roles: practiceRoles,
    input: z.strictObject({
      source: enrolmentSource,
      passphrase: z.string().min(1).max(1024),
      /** The practice that it has to be for, when the caller knows: any other is refused and not kept. */
      companyId: z.string().optional(),
    }),
    output: z.object({ tenantName: z.string(), companyId: z.string(), host: z.string(), port: z.number() }),
  }),
  defineOperation({
    name: 'central.probe',
    summary:
      'Connects once and says whether the central database is reached, proven and of the right practice.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({}),
    output: z.object({ tenantName: z.string(), companyId: z.string(), serverTime: z.string() }),
  }),
  defineOperation({
    name: 'upload.plan',
    summary: 'What an upload would send, before anything is sent.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({
      sourceTableId: z.number().int(),
      batchSize: z.number().int().min(1).max(20_000).default(1000),
    }),
    output: planView,
  }),
  defineOperation({
    name: 'upload.run',
    summary:
      'Uploads the accepted rows in batches, exactly once; continues the file’s unfinished job if there is one.',
    effect: 'task',
    roles: practiceRoles,
    input: z.strictObject({
      sourceTableId: z.number().int(),
      batchSize: z.number().int().min(1).max(20_000).default(1000),
      /** Rows that repeat an earlier one exactly are skipped; otherwise they stop the upload. */
      skipDuplicates: z.boolean().default(false),
      /** Held and rejected rows are set aside and the rest goes on; otherwise they stop the upload. */
      continueOnError: z.boolean().default(false),
    }),
    output: jobView,
  }),
  defineOperation({
    name: 'job.list',
    summary: 'The jobs of this workspace, the newest first.',
    effect: 'read',
    roles: practiceRoles,
    input: z.strictObject({}),
    output: z.array(jobView),
  }),
  defineOperation({
    name: 'job.get',
    summary: 'One job with its reconciliation.',
    effect: 'read',
    roles: practiceRoles,
    input: jobInput,
    output: jobView,
  }),
  defineOperation({
    name: 'verify.run',
    summary: 'Compares every record of a job with the central database, by count and by hash.',
    effect: 'task',
    roles: practiceRoles,
    input: jobInput,
    output: verificationView,
  }),
  defineOperation({
    name: 'rollback.preview',
    summary:
      'What a rollback would remove, and what it would keep: edited since, or also sent by another upload.',
    effect: 'read',
    roles: practiceRoles,
    input: jobInput,
    output: rollbackPreview,
  }),
  defineOperation({
    name: 'rollback.run',
    summary:
      'Removes the records that a job added, except those edited since or also sent by another upload.',
    effect: 'task',
    roles: ['manager', 'consultant'],
    input: jobInput,
    output: rollbackView,
  }),
] as const;
