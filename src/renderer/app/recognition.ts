import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RecognisedTableView } from '#contract/operations/file-views';

/** Which system a file's header points to, as the Files step found it; the Mapping step starts from it. */
export interface Recognition {
  readonly presetId: string;
  /** It is the only system all of whose columns the file has, so there is nothing to ask. */
  readonly isCertain: boolean;
}

type Header = RecognisedTableView['header'];

const group = 'recognition';
const keyOf = (header: Header) => [group, header];

/** No operation answers it a second time, so it stays for as long as the workspace is open. */
export function keepRecognitions(queries: QueryClient): void {
  queries.setQueryDefaults([group], { gcTime: Infinity });
}

function recognise({ presets }: RecognisedTableView): Recognition | null {
  const [best] = presets;
  if (!best) return null;
  const whole = presets.filter(({ matchedColumns, presetColumns }) => matchedColumns === presetColumns);
  return { presetId: best.presetId, isCertain: whole.length === 1 };
}

/** Kept among the workspace's answers, and so forgotten with them when it is locked. */
export function useRecognition() {
  const queries = useQueryClient();
  return useMemo(
    () => ({
      keep: (table: RecognisedTableView) => queries.setQueryData(keyOf(table.header), recognise(table)),
      of: (header: Header) => queries.getQueryData<Recognition | null>(keyOf(header)) ?? null,
    }),
    [queries],
  );
}
