import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fault } from '#contract/faults';
import { isShortPassphrase, leastPassphraseLength } from '#contract/operations/workspace';
import { failed, ok } from '#contract/result';
import { createAuthority } from '#main/central/admin/authority';
import { enrolDevice, listDevices, revokeDevice } from '#main/central/admin/devices';
import { migrateCentral } from '#main/central/admin/migrate';
import { addTenant, listTenants } from '#main/central/admin/tenants';
import type { Handlers } from './handlers.ts';

/** What these passphrases close opens the way to patients' records, as the workspace's own does. */
const tooShort = fault('workspace.passphrase_too_short', { least: leastPassphraseLength });

export const operatorHandlers = {
  'operator.authority': async ({ folder, passphrase, serverNames }) => {
    if (isShortPassphrase(passphrase)) return failed(tooShort);
    const made = await createAuthority(folder, passphrase, serverNames);
    if (!made.ok) return made;
    const { caFile, serverCertificateFile, serverKeyFile } = made.value;
    return ok({ caFile, serverCertificateFile, serverKeyFile });
  },

  'operator.migrate': async ({ connection, dryRun }, { session }) => {
    const migrated = await migrateCentral(connection, join(session.resourcesFolder, 'sql', 'central'), {
      dryRun,
    });
    if (!migrated.ok) return migrated;
    const { applied, pending, warnings } = migrated.value;
    return ok({ applied: [...applied], pending: [...pending], warnings: [...warnings] });
  },

  'operator.tenant_add': ({ connection, companyId, name }) => addTenant(connection, { companyId, name }),

  'operator.tenant_list': ({ connection }) => listTenants(connection),

  'operator.enrol': async ({ connection, outFile, ...request }) => {
    if (isShortPassphrase(request.filePassphrase)) return failed(tooShort);
    const enrolled = await enrolDevice(connection, request);
    if (!enrolled.ok) return enrolled;
    const { role, expiresAt, fileText } = enrolled.value;
    try {
      await writeFile(outFile, fileText, { mode: 0o600, flag: 'wx' });
    } catch {
      // Without its file the device could never log in; leave no login behind.
      const revoked = await revokeDevice(connection, role);
      return revoked.ok ? failed(fault('operator.file_not_written', { file: outFile })) : revoked;
    }
    return ok({ role, file: outFile, expiresAt });
  },

  'operator.device_list': ({ connection, companyId }) => listDevices(connection, companyId ?? null),

  'operator.revoke': ({ connection, role }) => revokeDevice(connection, role),
} satisfies Partial<Handlers>;
