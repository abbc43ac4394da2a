import { z } from 'zod';
import { defineOperation, type Role } from '../operation.ts';

const operatorOnly: readonly Role[] = ['operator'];

/** How the operator reaches Postgres as an administrator; TLS is checked against `caFile` when it is given. */
export const operatorConnection = z.strictObject({
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535),
  database: z.string().min(1),
  user: z.string().min(1),
  password: z.string(),
  caFile: z.string().optional(),
});
export type OperatorConnection = z.infer<typeof operatorConnection>;

const companyId = z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/);

export const tenantView = z.object({
  tenantId: z.string(),
  companyId: z.string(),
  name: z.string(),
  createdAt: z.string(),
});
export type TenantView = z.infer<typeof tenantView>;

export const deviceView = z.object({
  role: z.string(),
  companyId: z.string(),
  device: z.string(),
  enrolledAt: z.string(),
  certificateExpiresAt: z.string(),
  revokedAt: z.string().nullable(),
});
export type DeviceView = z.infer<typeof deviceView>;

export const operatorOperations = [
  defineOperation({
    name: 'operator.authority',
    summary: 'Makes the operator’s certificate authority and the server’s certificate in a folder.',
    effect: 'write',
    roles: operatorOnly,
    input: z.strictObject({
      folder: z.string().min(1),
      passphrase: z.string().min(1),
      serverNames: z.array(z.string().min(1)).min(1),
    }),
    output: z.object({ caFile: z.string(), serverCertificateFile: z.string(), serverKeyFile: z.string() }),
  }),
  defineOperation({
    name: 'operator.migrate',
    summary: 'Brings the central database to this program’s schema.',
    effect: 'write',
    roles: operatorOnly,
    input: z.strictObject({ connection: operatorConnection, dryRun: z.boolean().default(false) }),
    output: z.object({
      applied: z.array(z.string()),
      pending: z.array(z.string()),
      /** What the server did not allow to be closed, such as a managed one without a superuser. */
      warnings: z.array(z.string()),
    }),
  }),
  defineOperation({
    name: 'operator.tenant_add',
    summary: 'Adds a practice.',
    effect: 'write',
    roles: operatorOnly,
    input: z.strictObject({
      connection: operatorConnection,
      companyId,
      name: z.string().trim().min(1).max(200),
    }),
    output: tenantView,
  }),
  defineOperation({
    name: 'operator.tenant_list',
    summary: 'Lists the practices.',
    effect: 'read',
    roles: operatorOnly,
    input: z.strictObject({ connection: operatorConnection }),
    output: z.array(tenantView),
  }),
  defineOperation({
    name: 'operator.enrol',
    summary:
      'Makes a login role and a client certificate for one device of one practice, as an encrypted file.',
    effect: 'write',
    roles: operatorOnly,
    input: z.strictObject({
      connection: operatorConnection,
      companyId,
      device: z.string().trim().min(1).max(120),
      authorityFolder: z.string().min(1),
      authorityPassphrase: z.string().min(1),
      outFile: z.string().min(1),
      filePassphrase: z.string().min(1),
      /** The host and port that the device is to use, when they differ from the operator's own. */
      publicHost: z.string().optional(),
      publicPort: z.number().int().optional(),
    }),
    output: z.object({ role: z.string(), file: z.string(), expiresAt: z.string() }),
  }),
  defineOperation({
    name: 'operator.device_list',
    summary: 'Lists the devices, of one practice or of all, revoked ones included.',
    effect: 'read',
    roles: operatorOnly,
    input: z.strictObject({ connection: operatorConnection, companyId: companyId.optional() }),
    output: z.array(deviceView),
  }),
  defineOperation({
    name: 'operator.revoke',
    summary: 'Takes a device’s access away, at once, also in sessions that are open.',
    effect: 'write',
    roles: operatorOnly,
    input: z.strictObject({ connection: operatorConnection, role: z.string().regex(/^d_[0-9a-f]{16,32}$/) }),
    output: z.object({ role: z.string(), revokedAt: z.string() }),
  }),
] as const;
