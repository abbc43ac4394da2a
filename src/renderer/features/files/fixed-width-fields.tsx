import { Button, NumberInput, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { FixedColumn } from '#contract/layout';
import { useLocale } from '../../app/locale.tsx';
import { NewlineGuess, type LayoutFieldsProps } from './delimited-fields.tsx';
import { LineNumber } from './guess.tsx';

const typingMs = 400;

/** How a text in columns of fixed width is written: where each column begins and how wide it is. */
export function FixedWidthFields({ layout, override, onChange }: LayoutFieldsProps) {
  const { s } = useLocale();
  const found = layout?.format === 'fixed-width' ? layout : null;
  const columns = override.columns ?? found?.columns ?? [];
  return (
    <>
      <LineNumber
        label={s.reading.firstLine}
        found={found?.firstLine}
        chosen={override.firstLine}
        onChoose={(firstLine) => onChange({ firstLine })}
      />
      <LineNumber
        label={s.reading.headerLinesLeftOut}
        min={0}
        max={5}
        found={found?.headerLines}
        chosen={override.headerLines}
        onChoose={(headerLines) => onChange({ headerLines })}
      />
      <NewlineGuess layout={layout} override={override} onChange={onChange} />
      <ColumnList
        columns={columns}
        onChange={(changed) => onChange({ format: 'fixed-width', columns: changed })}
      />
    </>
  );
}

interface ColumnListProps {
  readonly columns: readonly FixedColumn[];
  readonly onChange: (columns: FixedColumn[] | undefined) => void;
}

function wholeOf(columns: readonly FixedColumn[]): FixedColumn[] {
  return columns.filter(({ name, start, width }) => name !== '' && start > 0 && width > 0);
}

function ColumnList({ columns, onChange }: ColumnListProps) {
  const { s } = useLocale();
  // A column that is not described completely yet stays on the screen.
  const [draft, setDraft] = useState<{ readonly over: string; readonly columns: readonly FixedColumn[] }>();
  const told = JSON.stringify(columns);
  const isOurs =
    draft !== undefined && (draft.over === told || JSON.stringify(wholeOf(draft.columns)) === told);
  const shown = isOurs ? draft.columns : columns;
  const tell = useDebouncedCallback((changed: readonly FixedColumn[]) => {
    const whole = wholeOf(changed);
    onChange(whole.length === 0 ? undefined : whole);
  }, typingMs);
  const change = (changed: readonly FixedColumn[]) => {
    setDraft({ over: told, columns: changed });
    tell(changed);
  };
  const set = (index: number, part: Partial<FixedColumn>) =>
    change(shown.map((column, at) => (at === index ? { ...column, ...part } : column)));
  const last = shown.at(-1);
  return (
    <div className="layout-form__wide pm-stack">
      {shown.map((column, index) => (
        <div
          key={index}
          className="layout-form__column"
          role="group"
          aria-label={s.reading.columnNumber(index + 1)}
        >
          <TextInput
            label={s.reading.columnName}
            value={column.name}
            onChange={({ currentTarget }) => set(index, { name: currentTarget.value })}
          />
          <NumberInput
            label={s.reading.columnStart}
            min={1}
            value={column.start}
            onChange={(start) => typeof start === 'number' && set(index, { start })}
          />
          <NumberInput
            label={s.reading.columnWidth}
            min={1}
            value={column.width}
            onChange={(width) => typeof width === 'number' && set(index, { width })}
          />
          <Button
            variant="subtle"
            size="xs"
            aria-label={s.reading.removeColumnNamed(index + 1)}
            onClick={() => change(shown.filter((_, at) => at !== index))}
          >
            {s.files.remove}
          </Button>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        onClick={() =>
          change([
            ...shown,
            {
              name: s.reading.columnNumber(shown.length + 1),
              start: last ? last.start + last.width : 1,
              width: 10,
            },
          ])
        }
      >
        {s.reading.addColumn}
      </Button>
    </div>
  );
}
