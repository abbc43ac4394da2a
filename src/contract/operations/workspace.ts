import { z } from 'zod';
import { defineOperation, everyRole, practiceRoles } from '../operation.ts';

export const workspaceView = z.object({
  path: z.string(),
  workspaceId: z.string(),
  practiceName: z.string(),
  createdAt: z.string(),
  enrolment: z
    .object({
      tenantId: z.string(),
      tenantName: z.string(),
      companyId: z.string(),
      host: z.string(),
      port: z.number(),
      certificateExpiresAt: z.string(),
    })
    .nullable(),
});
export type WorkspaceView = z.infer<typeof workspaceView>;

/** Characters of a passphrase; a shorter one falls to guessing whatever the stretching costs. */
export const leastPassphraseLength = 12;

/** As people count: characters, however they are composed. */
export function isShortPassphrase(passphrase: string): boolean {
  return Array.from(passphrase.normalize('NFC')).length < leastPassphraseLength;
}

const passphrase = z.string().min(1).max(1024);

export const workspaceOperations = [
  defineOperation({
    name: 'workspace.recent',
    summary: 'Workspaces that were opened on this computer, the latest first.',
    effect: 'read',
    roles: everyRole,
    input: z.strictObject({}),
    output: z.array(
      z.object({
        path: z.string(),
        practiceName: z.string(),
        lastOpenedAt: z.string(),
        present: z.boolean(),
      }),
    ),
  }),
  defineOperation({
    name: 'workspace.status',
    summary: 'The open workspace, or null.',
    effect: 'read',
    roles: everyRole,
    input: z.strictObject({}),
    output: workspaceView.nullable(),
  }),
  defineOperation({
    name: 'workspace.create',
    summary: 'Makes an encrypted workspace and opens it. The recovery key is shown this once.',
    effect: 'write',
    roles: practiceRoles,
    input: z.strictObject({
      practiceName: z.string().trim().min(1).max(200),
      passphrase,
      /** Where to put it; by default in the program's own folder, named after the practice. */
      path: z.string().min(1).optional(),
    }),
    output: z.object({ workspace: workspaceView, recoveryKey: z.string() }),
  }),
  defineOperation({
    name: 'workspace.open',
    summary: 'Opens a workspace with its passphrase or its recovery key.',
    effect: 'write',
    roles: everyRole,
    input: z.strictObject({ path: z.string().min(1), secret: passphrase }),
    output: workspaceView,
  }),
  defineOperation({
    name: 'workspace.close',
    summary: 'Closes (locks) the open workspace.',
    effect: 'write',
    roles: everyRole,
    input: z.strictObject({}),
    output: z.object({}),
  }),
] as const;
