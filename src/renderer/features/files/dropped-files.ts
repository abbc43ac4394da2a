import type { Bridge } from '#contract/bridge';
import type { SingleSource } from '#contract/operations/file-views';

/**
 * What was dropped or chosen, a folder as one: on the desktop its path says all, and the engine lists what is in it,
 * symbolic links and the system's own files included.
 */
export async function droppedFiles(event: unknown): Promise<File[]> {
  const { dataTransfer, target } = event as Partial<DragEvent>;
  if (dataTransfer) {
    const files = [...dataTransfer.items].filter(({ kind }) => kind === 'file');
    return files.map((item) => item.getAsFile()).filter((file) => file !== null);
  }
  return target instanceof HTMLInputElement ? [...(target.files ?? [])] : [];
}

/** Name of a file with its folders, where the browser tells them. */
export function placeOf(file: File): string {
  const dropped = 'path' in file && typeof file.path === 'string' ? file.path : '';
  const place = file.webkitRelativePath || dropped || file.name;
  return place.replace(/^(\.?\/)+/, '');
}

/** Paths of what was chosen, each once; null where the host knows none. Files of one folder are that folder. */
export function pathSourcesOf(bridge: Bridge, files: readonly File[]): SingleSource[] | null {
  const paths = new Set<string>();
  for (const file of files) {
    const path = bridge.pathOf(file);
    if (!path) return null;
    paths.add(folderOf(path, file.webkitRelativePath) ?? path);
  }
  return [...paths].map((path) => ({ kind: 'path', path }));
}

function folderOf(path: string, relative: string): string | null {
  if (!relative.includes('/') || !path.replaceAll('\\', '/').endsWith(`/${relative}`)) return null;
  const top = relative.indexOf('/');
  return path.slice(0, path.length - relative.length + top);
}
