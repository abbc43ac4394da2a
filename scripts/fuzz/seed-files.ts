import { generateCorpus } from '../damaged-corpus/generate.ts';
import type { SeedFile } from './make-input.ts';

/** Small files of every kind of damage. */
export async function seedFiles(seed: number, perKind: number): Promise<SeedFile[]> {
  const files: SeedFile[] = [];
  for await (const { bytes, truth } of generateCorpus({ seed, perKind, maxRows: 40 })) {
    files.push({ name: truth.file, bytes: Buffer.from(bytes) });
  }
  return files;
}
