import type { Query, QueryClient } from '@tanstack/react-query';
import type { Bridge } from '#contract/bridge';
import type { EngineEvents } from '#contract/events';

type Changed = EngineEvents['workspace.changed']['what'];

/** First word of the operations whose answer may differ after a change; whatever follows in the flow is included. */
const affected: Readonly<Record<Changed, readonly string[]>> = {
  workspace: ['files', 'mapping', 'checks', 'upload', 'job'],
  files: ['files', 'mapping', 'checks', 'upload', 'job'],
  mapping: ['mapping', 'checks', 'upload'],
  checks: ['checks', 'upload', 'job'],
  jobs: ['job', 'upload'],
};

/** Looking at a file is never repeated unasked. */
const looking: ReadonlySet<string> = new Set(['files.inspect', 'files.reinspect']);

function askAgain(queries: QueryClient, groups: readonly string[]): Promise<void> {
  return queries.invalidateQueries(
    {
      predicate: ({ queryKey: [name] }) =>
        typeof name === 'string' && !looking.has(name) && groups.includes(name.split('.')[0] ?? ''),
    },
    { cancelRefetch: false },
  );
}

const statusKey = ['workspace.status', {}];

/** What the screens before a workspace show; nothing of a patient. Screens watch it, so it is never taken away. */
function isOfThisComputer({ queryKey: [name] }: Query): boolean {
  return typeof name === 'string' && (name === 'app.info' || name.startsWith('workspace.'));
}

/** Clears the window of everything that it was told about a workspace: that is what locking means here. */
export function forgetWorkspace(queries: QueryClient): void {
  queries.setQueryData(statusKey, null);
  queries.removeQueries({ predicate: (query) => !isOfThisComputer(query) });
  void queries.invalidateQueries({ queryKey: ['workspace.recent'] }, { cancelRefetch: false });
}

/**
 * Asks again for what a change may have touched. Looking at a file, and calls to central, are never repeated
 * unasked. Whether a workspace is open at all is asked first: of a closed one there is nothing to ask.
 */
export async function invalidate(queries: QueryClient, changed: Changed): Promise<void> {
  if (changed === 'workspace') {
    await askAgain(queries, ['workspace']);
    if (queries.getQueryData(statusKey) === null) return forgetWorkspace(queries);
  }
  await askAgain(queries, affected[changed]);
}

const quietMs = 400;

/** Follows the engine's change events; a burst of them (an upload's batches) leads to one round of questions. */
export function followWorkspace(bridge: Bridge, queries: QueryClient): () => void {
  const waiting = new Map<Changed, ReturnType<typeof setTimeout>>();
  const stop = bridge.on('workspace.changed', ({ what }) => {
    if (waiting.has(what)) return;
    const ask = () => {
      waiting.delete(what);
      void invalidate(queries, what);
    };
    waiting.set(what, setTimeout(ask, quietMs));
  });
  return () => {
    stop();
    for (const timer of waiting.values()) clearTimeout(timer);
  };
}
