import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { LayoutOverride } from '#contract/layout';
import type { FileSource, PartInspection } from '#contract/operations/file-views';

/** What was handed over and not read yet, and what a person decided about it so far. */
export interface Handed {
  readonly source: FileSource;
  /** The task that looks at it. */
  readonly surveyTaskId: string;
  /** The task that reads it; null before, and again when that came to nothing. */
  readonly stageTaskId: string | null;
  /** By place, where somebody looked or decided something. */
  readonly looks: Readonly<Record<string, Look>>;
  /** What somebody said is right as it was shown. */
  readonly answers: readonly string[];
  /** Keys of tables that are not to be read. */
  readonly unchosen: readonly string[];
  /** The table that is shown by itself. */
  readonly shown: { readonly part: string; readonly table: string } | null;
}

/** What was seen of a file, in the way that was decided for it. */
export interface Look {
  readonly override: LayoutOverride | undefined;
  /** Without its rows; null while it was not recognised in this way. */
  readonly part: RecognisedPart | null;
}

export type RecognisedPart = Extract<PartInspection, { outcome: 'recognised' }>;

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
  const look = useCallback(
    (place: string, seen: Look) =>
      queries.setQueryData<Handed | null>(key, (before) =>
        before ? { ...before, looks: { ...before.looks, [place]: seen } } : null,
      ),
    [queries],
  );
  return useMemo(
    () => ({
      handed,
      begin: (source: FileSource, surveyTaskId: string) =>
        queries.setQueryData<Handed>(key, {
          source,
          surveyTaskId,
          stageTaskId: null,
          looks: {},
          answers: [],
          unchosen: [],
          shown: null,
        }),
      change: (change: Partial<Handed>) =>
        queries.setQueryData<Handed | null>(key, (before) => (before ? { ...before, ...change } : null)),
      look,
      end: () => queries.setQueryData<Handed | null>(key, null),
    }),
    [handed, look, queries],
  );
}
