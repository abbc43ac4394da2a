import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { doubleEncodings, newlines, type Layout, type LayoutOverride } from '#contract/layout';
import { useLocale } from '../../app/locale.tsx';
import { Guess, LineNumber } from './guess.tsx';

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
  const undo = override.undoDoubleEncoding === null ? none : override.undoDoubleEncoding;
  return (
    <>
      <Guess
        label={s.files.delimiter}
        options={named.map((value) => ({ value, label: s.files.delimiterName(value) }))}
        found={found?.delimiter}
        chosen={override.delimiter}
        onChoose={(delimiter) => onChange({ delimiter })}
      />
      <OtherDelimiter chosen={override.delimiter} onChoose={(delimiter) => onChange({ delimiter })} />
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
      <LineNumber
        label={s.reading.lastLine}
        found={found?.lastLine ?? undefined}
        chosen={override.lastLine ?? undefined}
        onChoose={(lastLine) => onChange({ lastLine })}
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
        options={[none, ...comments].map((value) => ({
          value,
          label: value === none ? s.reading.noComments : value,
        }))}
        found={found ? (found.comment ?? none) : undefined}
        chosen={comment}
        onChoose={(value) => onChange({ comment: value === none ? null : value })}
      />
      <Guess
        label={s.files.newline}
        options={newlines.map((value) => ({ value, label: s.files.newlineName(value) }))}
        found={found?.newline}
        chosen={override.newline}
        onChoose={(newline) => onChange({ newline })}
      />
      <Guess
        label={s.reading.trailing}
        options={(['yes', 'no'] as const).map((value) => ({ value, label: s.reading.yesNo[value] }))}
        found={found ? yesNo(found.trailingDelimiter) : undefined}
        chosen={override.trailingDelimiter === undefined ? undefined : yesNo(override.trailingDelimiter)}
        onChoose={(value) =>
          onChange({ trailingDelimiter: value === undefined ? undefined : value === 'yes' })
        }
      />
      <Guess
        label={s.reading.undo}
        options={[
          { value: none, label: s.reading.undoNothing },
          ...doubleEncodings.map((value) => ({ value, label: s.reading.undoAs(s.reading.encoding(value)) })),
        ]}
        found={found ? (found.undoDoubleEncoding ?? none) : undefined}
        chosen={undo}
        onChoose={(value) =>
          onChange({
            undoDoubleEncoding:
              value === none ? null : doubleEncodings.find((encoding) => encoding === value),
          })
        }
      />
    </>
  );
}

function yesNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}

const typingMs = 300;

/** A sign, or several, that the list does not have. */
function OtherDelimiter({
  chosen,
  onChoose,
}: {
  chosen: string | undefined;
  onChoose: (delimiter: string | undefined) => void;
}) {
  const { s } = useLocale();
  const isOther = chosen !== undefined && !delimiters.some((one) => one === chosen);
  const [draft, setDraft] = useState<{ readonly over: string | undefined; readonly value: string }>();
  const typed = draft !== undefined && draft.over === chosen ? draft.value : isOther ? chosen : '';
  const tell = useDebouncedCallback((value: string) => onChoose(value === '' ? undefined : value), typingMs);
  return (
    <TextInput
      label={s.reading.otherDelimiter}
      value={typed}
      maxLength={8}
      onChange={({ currentTarget: { value } }) => {
        setDraft({ over: chosen, value });
        tell(value);
      }}
    />
  );
}
