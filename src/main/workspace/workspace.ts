import { prepared, type ReadableDb, type WritableDb } from './database.ts';

/** What a workspace says about itself. */
export interface WorkspaceIdentity {
  readonly workspaceId: string;
  readonly practiceName: string;
  readonly createdAt: string;
}

/** One practice's open workspace. While it is open no other process can open it. */
export interface Workspace {
  readonly path: string;
  readonly workspaceId: string;
  readonly db: WritableDb;
  view(): WorkspaceIdentity & { readonly path: string };
  /** Empties the write-ahead log into the file and lets go of the key and the lock. Twice is harmless. */
  close(): void;
}

export function workspaceOn(db: WritableDb, path: string, identity: WorkspaceIdentity): Workspace {
  return {
    path,
    workspaceId: identity.workspaceId,
    db,
    view: () => ({ path, ...identity }),
    close: () => void db.close(),
  };
}

export function saveIdentity(db: WritableDb, identity: WorkspaceIdentity): void {
  prepared<[string, string, string]>(
    db,
    'INSERT INTO workspace (id, workspace_id, practice_name, created_at) VALUES (1, ?, ?, ?)',
  ).run(identity.workspaceId, identity.practiceName, identity.createdAt);
}

export function readIdentity(db: ReadableDb): WorkspaceIdentity | null {
  const row = prepared<[], WorkspaceIdentity>(
    db,
    `SELECT workspace_id AS workspaceId, practice_name AS practiceName, created_at AS createdAt
       FROM workspace`,
  ).get();
  return row ?? null;
}
