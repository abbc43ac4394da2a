import { NumberInput, Select } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useLocale } from '../../app/locale.tsx';

interface GuessProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  /** As recognised, or as chosen. */
  readonly found: Value | undefined;
  readonly chosen: Value | undefined;
  /** Undefined: recognise it. */
  readonly onChoose: (value: Value | undefined) => void;
}

const recognise = 'recognise';

/** A guess that can be changed: the first choice is to leave it to the program, and says what that found. */
export function Guess<Value extends string>({ label, options, found, chosen, onChoose }: GuessProps<Value>) {
  const { s } = useLocale();
  const foundLabel = chosen === undefined && options.find(({ value }) => value === found)?.label;
  return (
    <Select
      label={label}
      data={[
        { value: recognise, label: foundLabel ? s.files.asRecognised(foundLabel) : s.files.recogniseIt },
        ...options.map((option) => ({ value: `=${option.value}`, label: option.label })),
      ]}
      value={chosen === undefined ? recognise : `=${chosen}`}
      allowDeselect={false}
      searchable={options.length > 12}
      onChange={(value) => onChoose(options.find((option) => `=${option.value}` === value)?.value)}
    />
  );
}

interface LineNumberProps {
  readonly label: string;
  readonly min?: number;
  readonly max?: number;
  readonly found: number | undefined;
  readonly chosen: number | undefined;
  readonly onChoose: (value: number | undefined) => void;
}

const typingMs = 300;

/** A guessed number; empty: recognise it. */
export function LineNumber({ label, min = 1, max, found, chosen, onChoose }: LineNumberProps) {
  const { s } = useLocale();
  // What is being typed stands until it is told, or until something else was chosen meanwhile.
  const [draft, setDraft] = useState<{
    readonly over: number | undefined;
    readonly value: number | string;
  }>();
  const typed = draft !== undefined && draft.over === chosen ? draft.value : (chosen ?? '');
  const tell = useDebouncedCallback((value: number | string) => {
    onChoose(typeof value === 'number' ? value : undefined);
  }, typingMs);
  const isFound = chosen === undefined && found !== undefined;
  return (
    <NumberInput
      label={label}
      min={min}
      {...(max === undefined ? {} : { max })}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="strict"
      value={typed}
      placeholder={isFound ? s.files.asRecognised(String(found)) : s.files.recogniseIt}
      onChange={(value) => {
        setDraft({ over: chosen, value });
        tell(value);
      }}
    />
  );
}
