import { Select } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { MappingView } from '#contract/operations/mapping';
import { useFieldLabel, useLocale } from '../../app/locale.tsx';
import type { Assign } from './use-assign.ts';

interface FieldSelectProps {
  readonly column: MappingView['columns'][number];
  readonly assign: Assign;
}

/** The field of one column; plain text once the mapping is locked. */
export function FieldSelect({ column, assign }: FieldSelectProps) {
  const { s } = useLocale();
  const labelOf = useFieldLabel();
  const input = useRef<HTMLInputElement>(null);
  const own = column.field;
  const follows = assign.changedColumn === column.column;
  useEffect(() => {
    if (follows) input.current?.focus();
    // Only a list that appears (its row has moved) takes the focus.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  if (assign.locked) {
    return <span>{own ? labelOf(own, column.fieldLabel) : s.mapping.notCarried}</span>;
  }
  // In its own list a column's field is free, and carries its plain name.
  const data = assign.choices.map(({ group, items }) => ({
    group,
    items: items.map((item) =>
      item.value === own
        ? { value: item.value, label: labelOf(own, column.fieldLabel), disabled: false }
        : { ...item },
    ),
  }));
  return (
    <Select
      ref={input}
      className="mapping__select"
      aria-label={s.mapping.fieldFor(column.header)}
      data={[{ value: '', label: s.mapping.leaveBehind }, ...data]}
      value={own ?? ''}
      searchable
      selectFirstOptionOnChange
      allowDeselect={false}
      nothingFoundMessage={s.mapping.nothingFound}
      comboboxProps={{ width: 300, position: 'bottom-start' }}
      onChange={(chosen) => {
        if (chosen !== (own ?? '')) assign.assign(column.column, chosen || null);
      }}
    />
  );
}
