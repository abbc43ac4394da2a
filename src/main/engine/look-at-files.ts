import type { LayoutOverride } from '#contract/layout';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import type { ByteSource } from '#main/steps/read/byte-source';
import type { ReadLimits } from '#main/steps/read/read-limits';
import type { SurveyedPart } from '#main/steps/read/survey';
import type { HandedFile, HandedOver } from './handed-over.ts';
import type { RemoteFile } from './reading/protocol.ts';
import type { Readers } from './reading/readers.ts';

/** Where a part lies: in which of the files handed over, and where in that file. */
export interface PartPlace {
  readonly file: HandedFile;
  /** Empty for the file itself. */
  readonly within: string;
}

interface Looking {
  readonly readers: Readers;
  readonly limits: ReadLimits;
  readonly signal?: AbortSignal;
}

/** Finds a part by its place: a file of the folder, or an entry of one that is an archive. */
export function findPart({ files, name }: HandedOver, part: string): Result<PartPlace> {
  for (const file of files) {
    if (part === file.place) return ok({ file, within: '' });
    const above = file.place === '' ? '' : `${file.place}/`;
    if (part.startsWith(above) && part !== above) return ok({ file, within: part.slice(above.length) });
  }
  return failed(fault('read.no_such_part', { file: name, part }));
}

export async function lookAtPart(
  { readers, limits, signal }: Looking,
  { file, within }: PartPlace,
  override: LayoutOverride,
): Promise<Result<SurveyedPart>> {
  const { source, place } = file;
  const looked = await readers.run<'inspect'>({
    request: { kind: 'inspect', file: remote(source), part: within, override, limits },
    source,
    signal,
  });
  return looked.ok ? ok(placed(looked.value, place)) : looked;
}

/** Looks at every file, and at every entry of those that are archives. A file that ends its reader is unreadable. */
export async function lookAtAll(
  { readers, limits, signal }: Looking,
  handed: HandedOver,
  onPart: (part: SurveyedPart, place: PartPlace) => void,
): Promise<Result<null>> {
  for (const file of handed.files) {
    const { source, place } = file;
    const { fileName, sizeBytes } = source;
    const looked = await readers.run<'survey'>({
      request: { kind: 'survey', file: remote(source), limits },
      source,
      signal,
      onPart: (part) => onPart(placed(part, place), { file, within: part.part }),
    });
    if (looked.ok) continue;
    if (looked.fault.code === 'task.cancelled') return looked;
    const unreadable = {
      part: place,
      fileName,
      sizeBytes,
      outcome: 'unreadable',
      fault: looked.fault,
    } as const;
    onPart(unreadable, { file, within: '' });
  }
  return ok(null);
}

export function remote({ fileName, sizeBytes, identity }: ByteSource): RemoteFile {
  return { fileName, sizeBytes, identity };
}

/** Its place within all that was handed over. */
function placed(part: SurveyedPart, place: string): SurveyedPart {
  if (place === '') return part;
  return { ...part, part: part.part === '' ? place : `${place}/${part.part}` };
}
