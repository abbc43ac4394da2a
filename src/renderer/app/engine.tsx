import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import type { Bridge } from '#contract/bridge';
import { followWorkspace } from './invalidation.ts';
import { keepRecognitions } from './recognition.ts';
import { TaskStore } from './task-store.ts';

interface Engine {
  readonly bridge: Bridge;
  readonly tasks: TaskStore;
}

const EngineContext = createContext<Engine | null>(null);

function newQueryClient(): QueryClient {
  // The engine is on this computer: without a network everything still answers, and repeating a refusal helps nobody.
  const always = { networkMode: 'always', retry: false } as const;
  const queries = new QueryClient({
    defaultOptions: {
      queries: { ...always, staleTime: 5_000, refetchOnWindowFocus: false },
      // Variables of a mutation may be a passphrase: nothing of it stays behind.
      mutations: { ...always, gcTime: 0 },
    },
  });
  keepRecognitions(queries);
  return queries;
}

/** Gives every screen the engine: calls, events and long work. */
export function EngineProvider({ bridge, children }: { bridge: Bridge; children: ReactNode }) {
  const [queries] = useState(newQueryClient);
  const [engine] = useState<Engine>(() => ({ bridge, tasks: new TaskStore(bridge) }));
  useEffect(() => {
    const leaveTasks = engine.tasks.follow();
    const leaveWorkspace = followWorkspace(bridge, queries);
    return () => {
      leaveTasks();
      leaveWorkspace();
    };
  }, [bridge, engine, queries]);
  return (
    <QueryClientProvider client={queries}>
      <EngineContext value={engine}>{children}</EngineContext>
    </QueryClientProvider>
  );
}

export function useEngine(): Engine {
  const engine = useContext(EngineContext);
  if (!engine) throw new Error('useEngine is used outside EngineProvider');
  return engine;
}
