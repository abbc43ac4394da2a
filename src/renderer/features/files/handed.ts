import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LayoutOverride } from '#contract/layout';
import type { FileSource } from '#contract/operations/file-views';

/** What was handed over and not read yet, and what a person decided about it so far. */
export interface Handed {
  readonly source: FileSource;
  /** The task that looks at it. */
  readonly surveyTaskId: string;
  /** By place, where something was decided. */
  readonly overrides: Readonly<Record<string, LayoutOverride>>;
  /** Keys of tables that are not to be read. */
  readonly unchosen: readonly string[];
  /** Key of the table that is shown by itself. */
  readonly shown: string | null;
}

const key = ['handed-over'];

/**
 * Kept among the workspace's answers, so that the screen can be left and returned to, and so that locking forgets
 * it.
 */
export function useHanded() {
  const queries = useQueryClient();
  const { data: handed = null } = useQuery<Handed | null>({
    queryKey: key,
    queryFn: () => null,
    enabled: false,
    gcTime: Infinity,
  });
  return useMemo(
    () => ({
      handed,
      begin: (source: FileSource, surveyTaskId: string) =>
        queries.setQueryData<Handed>(key, {
          source,
          surveyTaskId,
          overrides: {},
          unchosen: [],
          shown: null,
        }),
      change: (change: Partial<Handed>) =>
        queries.setQueryData<Handed | null>(key, (before) => (before ? { ...before, ...change } : null)),
      end: () => queries.setQueryData<Handed | null>(key, null),
    }),
    [handed, queries],
  );
}
