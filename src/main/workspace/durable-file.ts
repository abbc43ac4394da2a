import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Owner only: nobody else on this computer needs to read the workspace. */
export const privateMode = 0o600;

/** Writes a whole file so that after a power cut either all of it is there or the file as it was before. */
export function writeFileDurably(path: string, content: string): void {
  const beside = `${path}.new`;
  const file = openSync(beside, 'w', privateMode);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameDurably(beside, path);
}

export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  flushFolder(dirname(to));
}

export function flushFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes a rename outlive a power cut. Windows opens no folders and keeps renames in its own journal. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
