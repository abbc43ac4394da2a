import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { doubleEncodings, newlines, type Layout, type LayoutOverride } from '#contract/layout';
import { useLocale } from '../../app/locale.tsx';
import { Guess, LineNumber } from './guess.tsx';
import { LastLine } from './last-line.tsx';

export interface LayoutFieldsProps {
  readonly layout: Layout | null;
  readonly override: LayoutOverride;
  readonly onChange: (changed: LayoutOverride) => void;
}

const delimiters = [',', ';', '\t', '|', '^'] as const;
const comments = ['#', '//', '--', ';', '%'] as const;
const none = 'none' as const;

/** How a text with a sign between its columns is written. */
export function DelimitedFields({ layout, override, onChange }: LayoutFieldsProps) {
  const { s } = useLocale();
  const found = layout?.format === 'delimited' ? layout : null;
  const named = (found && [...new Set([...delimiters, found.delimiter])]) ?? delimiters;
  const comment = override.comment === null ? none : override.comment;
  const beginnings = new Set<string>([...comments, ...(found?.comment ? [found.comment] : [])]);
  return (
    <>
      <Guess
        label={s.files.delimiter}
        options={named.map((value) => ({ value, label: s.files.delimiterName(value) }))}
        found={found?.delimiter}
        chosen={override.delimiter}
        onChoose={(delimiter) => onChange({ delimiter })}
      />
      <OtherSign
        label={s.reading.otherDelimiter}
        maxLength={8}
        listed={delimiters}
        chosen={override.delimiter}
        onChoose={(delimiter) => onChange({ delimiter })}
      />
      <Guess
        label={s.reading.quote}
        options={(['"', "'", ''] as const).map((value) => ({ value, label: s.reading.quoteName(value) }))}
        found={found?.quote}
        chosen={override.quote}
        onChoose={(quote) => onChange({ quote })}
      />
      <Guess
        label={s.reading.escape}
        options={(['doubled', 'backslash'] as const).map((value) => ({
          value,
          label: s.reading.escapeName[value],
        }))}
        found={found?.escape}
        chosen={override.escape}
        onChoose={(escape) => onChange({ escape })}
      />
      <LineNumber
        label={s.reading.firstLine}
        found={found?.firstLine}
        chosen={override.firstLine}
        onChoose={(firstLine) => onChange({ firstLine })}
      />
      <LastLine
        label={s.reading.lastLine}
        toTheEnd={s.reading.toTheEnd}
        found={found?.lastLine ?? null}
        override={override}
        onChange={onChange}
      />
      <LineNumber
        label={s.reading.headerLines}
        min={0}
        max={5}
        found={found?.headerLines}
        chosen={override.headerLines}
        onChoose={(headerLines) => onChange({ headerLines })}
      />
      <Guess
        label={s.reading.comment}
        options={[none, ...beginnings].map((value) => ({
          value,
          label: value === none ? s.reading.noComments : value,
        }))}
        found={found ? (found.comment ?? none) : undefined}
        chosen={comment}
        onChoose={(value) => onChange({ comment: value === none ? null : value })}
      />
      <OtherSign
        label={s.reading.otherComment}
        maxLength={4}
        listed={[none, ...comments]}
        chosen={comment}
        onChoose={(value) => onChange({ comment: value })}
      />
      <NewlineGuess layout={layout} override={override} onChange={onChange} />
      <Guess
        label={s.reading.trailing}
        options={(['yes', 'no'] as const).map((value) => ({ value, label: s.reading.yesNo[value] }))}
        found={found ? yesNo(found.trailingDelimiter) : undefined}
        chosen={override.trailingDelimiter === undefined ? undefined : yesNo(override.trailingDelimiter)}
        onChoose={(value) =>
          onChange({ trailingDelimiter: value === undefined ? undefined : value === 'yes' })
        }
      />
    </>
  );
}

export function NewlineGuess({ layout, override, onChange }: LayoutFieldsProps) {
  const { s } = useLocale();
  return (
    <Guess
      label={s.files.newline}
      options={newlines.map((value) => ({ value, label: s.files.newlineName(value) }))}
      found={layout && 'newline' in layout ? layout.newline : undefined}
      chosen={override.newline}
      onChoose={(newline) => onChange({ newline })}
    />
  );
}

/** The offered repair of text that was converted twice. */
export function UndoGuess({ layout, override, onChange }: LayoutFieldsProps) {
  const { s } = useLocale();
  const undo = override.undoDoubleEncoding === null ? none : override.undoDoubleEncoding;
  return (
    <Guess
      label={s.reading.undo}
      options={[
        { value: none, label: s.reading.undoNothing },
        ...doubleEncodings.map((value) => ({ value, label: s.reading.undoAs(s.reading.encoding(value)) })),
      ]}
      found={layout ? (layout.undoDoubleEncoding ?? none) : undefined}
      chosen={undo}
      onChoose={(value) =>
        onChange({
          undoDoubleEncoding: value === none ? null : doubleEncodings.find((encoding) => encoding === value),
        })
      }
    />
  );
}

function yesNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}

const typingMs = 300;

/** A sign, or several, that the list does not have. */
function OtherSign({
  label,
  maxLength,
  listed,
  chosen,
  onChoose,
}: {
  label: string;
  maxLength: number;
  listed: readonly string[];
  chosen: string | undefined;
  onChoose: (sign: string | undefined) => void;
}) {
  const isOther = chosen !== undefined && !listed.includes(chosen);
  const [draft, setDraft] = useState<{ readonly over: string | undefined; readonly value: string }>();
  const typed = draft !== undefined && draft.over === chosen ? draft.value : isOther ? chosen : '';
  const tell = useDebouncedCallback((value: string) => onChoose(value === '' ? undefined : value), typingMs);
  return (
    <TextInput
      label={label}
      value={typed}
      maxLength={maxLength}
      onChange={({ currentTarget: { value } }) => {
        setDraft({ over: chosen, value });
        tell(value);
      }}
    />
  );
}
