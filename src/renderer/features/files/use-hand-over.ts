import { useRef, useState } from 'react';
import type { Bridge } from '#contract/bridge';
import { FaultError } from '#contract/faults';
import type { FileSource } from '#contract/operations/file-views';
import { useEngine } from '../../app/engine.tsx';
import { callOperation } from '../../app/operations.ts';

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
): Promise<FileSource | null> {
  const start = { fileName: file.name, sizeBytes: file.size };
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

/** Turns a chosen file into what the engine can read: its path on the desktop, its pieces in a browser. */
export function useHandOver() {
  const { bridge } = useEngine();
  const [handOver, setHandOver] = useState<FileSource | null>(null);
  const [progress, setProgress] = useState<HandOverProgress | null>(null);
  const [error, setError] = useState<FaultError | null>(null);
  const running = useRef<AbortController | null>(null);

  const take = async (file: File): Promise<void> => {
    setError(null);
    const path = bridge.pathOf(file);
    if (path) return setHandOver({ kind: 'path', path });
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    const show = (sentBytes: number) => setProgress({ fileName: file.name, sentBytes, sizeBytes: file.size });
    show(0);
    try {
      setHandOver(await spool(bridge, file, show, control.signal));
    } catch (cause) {
      if (!(cause instanceof FaultError)) throw cause;
      setError(cause);
    } finally {
      setProgress(null);
    }
  };
  return {
    handOver,
    progress,
    error,
    take,
    cancel: () => running.current?.abort(),
    reset: () => setHandOver(null),
  };
}
