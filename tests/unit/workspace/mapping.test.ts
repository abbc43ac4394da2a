import { expect, test } from 'vitest';
import { prepared } from '#main/workspace/database';
import { loadEnrolment, saveEnrolment } from '#main/workspace/enrolment';
import {
  approveMapping,
  changeDraft,
  draftMapping,
  getMapping,
  latestMapping,
  reviseMapping,
} from '#main/workspace/mapping';
import { mappingContent, rowsOf, scratchWorkspace, stageTable } from './scratch.ts';

test('a draft changes until it is approved; then it is locked, and a revision starts from it', () => {
  const db = scratchWorkspace();
  const tableId = stageTable(db, rowsOf(1));
  const { mappingId } = draftMapping(db, tableId, mappingContent);
  const changed = { ...mappingContent, sourceSystem: 'optix' };
  expect(changeDraft(db, mappingId, changed)).toMatchObject({ state: 'draft', version: 1, content: changed });

  const approved = approveMapping(db, mappingId, { name: 'tester', role: 'consultant' });
  expect(approved).toMatchObject({ state: 'approved', approvedBy: { name: 'tester', role: 'consultant' } });
  expect(changeDraft(db, mappingId, mappingContent)).toBeNull();
  expect(approveMapping(db, mappingId, { name: 'other', role: 'manager' })).toBeNull();
  for (const change of [`content = '{}'`, `state = 'draft'`, `approved_by = 'other'`]) {
    expect(() => prepared<[]>(db, `UPDATE mapping SET ${change}`).run()).toThrow(/approved mapping/);
  }

  const revised = reviseMapping(db, mappingId)!;
  expect(revised).toMatchObject({ state: 'draft', version: 2, content: changed, approvedBy: null });
  expect(latestMapping(db, tableId)).toEqual(revised);
  expect(getMapping(db, mappingId)).toEqual(approved);
});

test('a new proposal takes the place of a draft and leaves approved versions alone', () => {
  const db = scratchWorkspace();
  const tableId = stageTable(db, rowsOf(1));
  const first = draftMapping(db, tableId, mappingContent);
  const second = draftMapping(db, tableId, mappingContent);
  expect([second.version, getMapping(db, first.mappingId)]).toEqual([1, null]);
  approveMapping(db, second.mappingId, { name: 'tester', role: 'manager' });
  expect(draftMapping(db, tableId, mappingContent).version).toBe(2);
  expect(getMapping(db, second.mappingId)?.state).toBe('approved');
});

test('a new enrolment takes the place of the old one', () => {
  const db = scratchWorkspace();
  expect(loadEnrolment(db)).toBeNull();
  const enrolment = {
    version: 1 as const,
    tenantId: '22222222-2222-4222-8222-222222222222',
    tenantName: 'High Street',
    companyId: 'high-street',
    host: 'localhost',
    port: 5432,
    database: 'central',
    role: 'd_0',
    password: 'secret',
    caCertificate: 'a',
    clientCertificate: 'b',
    clientKey: 'c',
    serverKeyPin: 'd',
    certificateExpiresAt: '2027-01-01T00:00:00Z',
  };
  saveEnrolment(db, enrolment);
  saveEnrolment(db, { ...enrolment, port: 5433 });
  expect(loadEnrolment(db)).toEqual({ ...enrolment, port: 5433 });
});
