import { useMemo } from 'react';
import type { FaultError } from '#contract/faults';
import type { MappingView } from '#contract/operations/mapping';
import { useFieldLabel, useLocale } from '../../app/locale.tsx';
import { useOperation, useOperationMutation } from '../../app/operations.ts';

export interface FieldChoice {
  readonly value: string;
  readonly label: string;
  readonly disabled: boolean;
}

export interface Assign {
  /** Fields by group; one that another column fills cannot be chosen until that column leaves it. */
  readonly choices: readonly { readonly group: string; readonly items: readonly FieldChoice[] }[];
  readonly locked: boolean;
  /** Column that was changed last: its list keeps the focus although its row moves to another table. */
  readonly changedColumn: number | null;
  readonly error: FaultError | null;
  readonly assign: (column: number, field: string | null) => void;
}

/** The fields a column can fill, and the change of one column's field. */
export function useAssign(mapping: MappingView): Assign {
  const { s } = useLocale();
  const labelOf = useFieldLabel();
  const { data: fields } = useOperation('mapping.fields', { entity: mapping.entity });
  const change = useOperationMutation('mapping.assign');
  const choices = useMemo(() => {
    const taken = new Map(mapping.columns.map(({ field, header }) => [field, header]));
    const groups = new Map<string, FieldChoice[]>();
    for (const { field, label, group } of fields ?? []) {
      const by = taken.get(field);
      const name = labelOf(field, label);
      const items = groups.get(group) ?? [];
      items.push({
        value: field,
        label: by === undefined ? name : `${name} (${s.mapping.filledBy(by)})`,
        disabled: by !== undefined,
      });
      groups.set(group, items);
    }
    return [...groups].map(([group, items]) => ({ group, items }));
  }, [fields, labelOf, mapping.columns, s]);
  return {
    choices,
    locked: mapping.state === 'approved',
    changedColumn: change.variables?.column ?? null,
    error: change.error,
    assign: (column, field) => change.mutate({ mappingId: mapping.mappingId, column, field }),
  };
}
