import { useRef, useState } from 'react';
import type { Bridge } from '#contract/bridge';
import { FaultError } from '#contract/faults';
import type { FileSource, SingleSource } from '#contract/operations/file-views';
import { useEngine } from '../../app/engine.tsx';
import { callOperation } from '../../app/operations.ts';
import { pathSourcesOf, placeOf } from './dropped-files.ts';

export interface HandOverProgress {
  readonly fileName: string;
  readonly sentBytes: number;
  readonly sizeBytes: number;
}

/** A blob's bytes as base64, without a copy of it as text in between. */
function base64Of(piece: Blob): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reader = new FileReader();
  reader.addEventListener('error', () => reject(reader.error ?? new Error('the file cannot be read')));
  reader.addEventListener('load', () => {
    const url = typeof reader.result === 'string' ? reader.result : '';
    resolve(url.slice(url.indexOf(',') + 1));
  });
  reader.readAsDataURL(piece);
  return promise;
}

/** Hands a file over in pieces; a browser gives no path. Returns null when it was cancelled. */
async function spool(
  bridge: Bridge,
  file: File,
  onSent: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<SingleSource | null> {
  const start = { fileName: placeOf(file).slice(-255), sizeBytes: file.size };
  const { spoolId, chunkBytes } = await callOperation(bridge, 'files.spool_start', start);
  for (let sequence = 0, sent = 0; sent < file.size; sequence += 1) {
    if (signal.aborted) return null;
    const base64 = await base64Of(file.slice(sent, sent + chunkBytes));
    await callOperation(bridge, 'files.spool_chunk', { spoolId, sequence, base64 });
    sent = Math.min(sent + chunkBytes, file.size);
    onSent(sent);
  }
  return signal.aborted ? null : { kind: 'spool', spoolId };
}

async function spoolAll(
  bridge: Bridge,
  files: readonly File[],
  show: (progress: HandOverProgress) => void,
  signal: AbortSignal,
): Promise<SingleSource[] | null> {
  const sizeBytes = files.reduce((sum, { size }) => sum + size, 0);
  const sources: SingleSource[] = [];
  let before = 0;
  for (const file of files) {
    const onSent = (sent: number) => show({ fileName: file.name, sentBytes: before + sent, sizeBytes });
    onSent(0);
    const source = await spool(bridge, file, onSent, signal);
    if (source === null) return null;
    sources.push(source);
    before += file.size;
  }
  return sources;
}

/** Turns what was chosen into what the engine can read: its path on the desktop, its pieces in a browser. */
export function useHandOver(onTaken: (source: FileSource) => void) {
  const { bridge } = useEngine();
  const [progress, setProgress] = useState<HandOverProgress | null>(null);
  const [error, setError] = useState<FaultError | null>(null);
  const running = useRef<AbortController | null>(null);

  const take = async (files: readonly File[]): Promise<void> => {
    setError(null);
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    try {
      const sources =
        pathSourcesOf(bridge, files) ?? (await spoolAll(bridge, files, setProgress, control.signal));
      if (sources === null) return;
      const [only] = sources;
      onTaken(sources.length === 1 && only ? only : { kind: 'several', sources });
    } catch (cause) {
      if (!(cause instanceof FaultError)) throw cause;
      setError(cause);
    } finally {
      if (running.current === control) setProgress(null);
    }
  };
  return { progress, error, take, cancel: () => running.current?.abort() };
}
