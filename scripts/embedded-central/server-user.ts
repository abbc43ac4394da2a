import { execFile } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * Postgres refuses to run as root. Started by root (a container, a build machine), it runs as the user `postgres`,
 * which has to own its key files and to be able to reach its programs.
 */
const run = promisify(execFile);

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Gives a file or folder to the server's user; nothing to do when the server runs as this very user. */
export async function giveToServerUser(path: string): Promise<void> {
  if (!isRoot()) return;
  const user = await serverUser();
  await chown(path, user.uid, user.gid);
}

/** Whether the server's user can start this program and enter every folder above it. */
export async function mayServerUserRun(program: string, args: string[]): Promise<boolean> {
  const user = await serverUser();
  return run(program, args, { ...user, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

/** Why the server's user cannot keep its data here, in words for whoever started it; null when it can. */
export async function findObstacle(folder: string): Promise<string | null> {
  if (!isRoot() || (await mayServerUserRun('test', ['-x', folder]))) return null;
  return (
    `Started as root, the database server runs as the user “postgres”, who may not enter ${folder}. ` +
    'Choose a folder whose parents are open (mode 711), or start it as another user.'
  );
}

async function serverUser(): Promise<{ uid: number; gid: number }> {
  try {
    return await userIds();
  } catch {
    await run('groupadd', ['--force', 'postgres']);
    await run('useradd', ['--gid', 'postgres', 'postgres']);
    return userIds();
  }
}

async function userIds(): Promise<{ uid: number; gid: number }> {
  const ids = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  const [uid, gid] = ids.map((answer) => Number.parseInt(answer.stdout, 10));
  return { uid: uid ?? 0, gid: gid ?? 0 };
}
