import { useCallback, useMemo } from 'react';
import type { CheckSummary } from '#contract/operations/checks';
import { useFieldLabel } from '../../app/locale.tsx';

interface Found {
  readonly field: string | null;
  readonly sentence: string;
}

export type SentenceOf = (found: Found) => string;

/** The engine's sentences with this language's names of fields, as the Mapping step has them. */
export function useSentence(summary: CheckSummary): SentenceOf {
  const labelOf = useFieldLabel();
  const labels = useMemo(
    () => new Map(summary.issues.map(({ field, fieldLabel }) => [field, fieldLabel])),
    [summary.issues],
  );
  return useCallback(
    ({ field, sentence }) => {
      const label = labels.get(field);
      return label && sentence.startsWith(label)
        ? labelOf(field, label) + sentence.slice(label.length)
        : sentence;
    },
    [labels, labelOf],
  );
}
