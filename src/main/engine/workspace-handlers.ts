import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { WorkspaceView } from '#contract/operations/workspace';
import { ok } from '#contract/result';
import { loadEnrolment } from '#main/workspace/enrolment';
import { createWorkspace } from '#main/workspace/create-workspace';
import { openWorkspace } from '#main/workspace/open-workspace';
import type { Workspace } from '#main/workspace/workspace';
import type { Handlers } from './handlers.ts';
import { listRecentWorkspaces, rememberWorkspace } from './recent-workspaces.ts';

export const workspaceHandlers = {
  'workspace.recent': (_input, { session }) => ok(listRecentWorkspaces(session.options.dataFolder)),

  'workspace.status': (_input, { session }) => {
    const workspace = session.openedWorkspace();
    return ok(workspace === null ? null : viewWorkspace(workspace));
  },

  'workspace.create': async ({ practiceName, passphrase, path }, { session }) => {
    const { dataFolder } = session.options;
    const place = resolve(path ?? freePath(join(dataFolder, 'workspaces'), practiceName));
    const created = await createWorkspace({
      path: place,
      practiceName,
      passphrase,
      resourcesFolder: session.resourcesFolder,
    });
    if (!created.ok) return created;
    const { workspace, recoveryKey } = created.value;
    await session.tasks.cancelAll();
    session.adoptWorkspace(workspace);
    rememberWorkspace(dataFolder, place, practiceName);
    return ok({ workspace: viewWorkspace(workspace), recoveryKey });
  },

  'workspace.open': async ({ path, secret }, { session }) => {
    const place = resolve(path);
    if (session.workspacePath === place) {
      await session.tasks.cancelAll();
      session.closeWorkspace();
    }
    const opened = await openWorkspace({ path: place, secret, resourcesFolder: session.resourcesFolder });
    if (!opened.ok) return opened;
    await session.tasks.cancelAll();
    session.adoptWorkspace(opened.value);
    const view = viewWorkspace(opened.value);
    rememberWorkspace(session.options.dataFolder, place, view.practiceName);
    return ok(view);
  },

  'workspace.close': async (_input, { session }) => {
    await session.tasks.cancelAll();
    session.closeWorkspace();
    return ok({});
  },
} satisfies Partial<Handlers>;

function viewWorkspace(workspace: Workspace): WorkspaceView {
  const enrolment = loadEnrolment(workspace.db);
  return {
    ...workspace.view(),
    enrolment: enrolment && {
      tenantId: enrolment.tenantId,
      tenantName: enrolment.tenantName,
      companyId: enrolment.companyId,
      host: enrolment.host,
      port: enrolment.port,
      certificateExpiresAt: enrolment.certificateExpiresAt,
    },
  };
}

/** A file named after the practice that does not exist yet. */
function freePath(folder: string, practiceName: string): string {
  const words = practiceName
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['practice'];
  const name = words.join('-').slice(0, 60);
  for (let attempt = 1; ; attempt += 1) {
    const path = join(folder, attempt === 1 ? `${name}.workspace` : `${name}-${attempt}.workspace`);
    if (!existsSync(path)) return path;
  }
}
