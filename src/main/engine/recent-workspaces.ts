import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const recentList = z.array(
  z.object({ path: z.string(), practiceName: z.string(), lastOpenedAt: z.string() }),
);
type Recent = z.infer<typeof recentList>[number];

const keptEntries = 20;

/** The workspaces opened on this computer, the latest first: names of practices and places, nothing of patients. */
export function listRecentWorkspaces(dataFolder: string): (Recent & { present: boolean })[] {
  return readList(dataFolder).map((entry) => ({ ...entry, present: existsSync(entry.path) }));
}

/**
 * Puts a workspace at the head of the list. A list that cannot be written (a full disk, two programs at once) stays as
 * it is: the workspace is open by then, and its recovery key may not have been shown yet.
 */
export function rememberWorkspace(dataFolder: string, path: string, practiceName: string): void {
  const others = readList(dataFolder).filter((entry) => entry.path !== path);
  const list = [{ path, practiceName, lastOpenedAt: new Date().toISOString() }, ...others].slice(
    0,
    keptEntries,
  );
  const file = listFile(dataFolder);
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, JSON.stringify(list, null, 2), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
}

/** A list that is missing or damaged is an empty one: the workspaces themselves can still be opened by their place. */
function readList(dataFolder: string): Recent[] {
  try {
    return recentList.parse(JSON.parse(readFileSync(listFile(dataFolder), 'utf8')));
  } catch {
    return [];
  }
}

function listFile(dataFolder: string): string {
  return join(dataFolder, 'recent-workspaces.json');
}
