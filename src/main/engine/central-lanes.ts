import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { CentralSession, type SessionOptions } from '#main/central/session';
import type { Enrolment } from '#main/model/enrolment';
import type { ReadableDb } from '#main/workspace/database';
import { loadEnrolment } from '#main/workspace/enrolment';
import type { Session } from './session.ts';

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

/** A job belongs to the practice that it was begun for; an enrolment for another one must not touch it. */
export function accessFor(session: Session, db: ReadableDb, tenantId: string): Result<CentralAccess> {
  const access = accessOf(session, db);
  if (!access.ok || access.value.enrolment.tenantId === tenantId) return access;
  return failed(fault('central.wrong_tenant', { expected: tenantId }));
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
