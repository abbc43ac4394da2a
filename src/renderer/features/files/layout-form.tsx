import { Button, Title } from '@mantine/core';
import { useState } from 'react';
import {
  decidedOf,
  settingsOfFormat,
  textEncodings,
  type Layout,
  type LayoutOverride,
} from '#contract/layout';
import { useLocale } from '../../app/locale.tsx';
import { DelimitedFields, UndoGuess } from './delimited-fields.tsx';
import { FixedWidthFields } from './fixed-width-fields.tsx';
import { Guess, LineNumber } from './guess.tsx';
import { LastLine } from './last-line.tsx';

interface LayoutFormProps {
  /** As it is recognised under what was decided so far; null while nothing fits. */
  readonly layout: Layout | null;
  readonly override: LayoutOverride;
  /** Something is not certain, or was changed before. */
  readonly startsOpen: boolean;
  readonly onOverride: (override: LayoutOverride | undefined) => void;
}

/** What a text may be; a workbook shows what it is. */
const textFormats = ['delimited', 'fixed-width', 'json', 'xml', 'pg-dump'] as const;

/** Every guess about how a table is written, open to change; what is not changed is recognised anew each time. */
export function LayoutForm({ layout, override, startsOpen, onOverride }: LayoutFormProps) {
  const { s } = useLocale();
  const format = override.format ?? layout?.format ?? 'delimited';
  const change = (changed: LayoutOverride) => {
    // What the format that is shown does not have would be refused.
    const known: readonly string[] = ['format', ...settingsOfFormat(changed.format ?? format)];
    const decided = Object.entries(decidedOf({ ...override, ...changed }));
    const kept = decided.filter(([name]) => known.includes(name));
    onOverride(kept.length === 0 ? undefined : Object.fromEntries(kept));
  };
  const [isOpen, setIsOpen] = useState(startsOpen);
  const isChanged = Object.keys(override).length > 0;
  const fields = { layout, override, onChange: change };
  return (
    <details
      className="layout-form"
      open={isOpen}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
    >
      <summary>
        <Title order={3} component="span">
          {s.reading.settings}
        </Title>
      </summary>
      <fieldset aria-label={s.reading.settings}>
        {format !== 'workbook' && (
          <Guess
            label={s.reading.readAs}
            options={textFormats.map((value) => ({
              value,
              label: s.reading.textFormat[value],
            }))}
            found={textFormats.find((value) => value === layout?.format)}
            chosen={textFormats.find((value) => value === override.format)}
            onChoose={(chosen) => onOverride(chosen === undefined ? undefined : { format: chosen })}
          />
        )}
        {format !== 'workbook' && (
          <Guess
            label={s.files.encoding}
            options={textEncodings.map((value) => ({ value, label: s.reading.encoding(value) }))}
            found={layout && 'encoding' in layout ? layout.encoding : undefined}
            chosen={override.encoding}
            onChoose={(encoding) => change({ encoding })}
          />
        )}
        {format === 'delimited' && <DelimitedFields {...fields} />}
        {format === 'fixed-width' && <FixedWidthFields {...fields} />}
        {format === 'workbook' && (
          <>
            <LineNumber
              label={s.reading.firstRow}
              found={layout?.format === 'workbook' ? layout.firstRow : undefined}
              chosen={override.firstLine}
              onChoose={(firstLine) => change({ firstLine })}
            />
            <LastLine
              label={s.reading.lastRow}
              toTheEnd={s.reading.toTheEndOfSheet}
              found={layout?.format === 'workbook' ? layout.lastRow : null}
              override={override}
              onChange={change}
            />
            <LineNumber
              label={s.reading.headerRows}
              min={0}
              max={5}
              found={layout?.format === 'workbook' ? layout.headerRows : undefined}
              chosen={override.headerLines}
              onChoose={(headerLines) => change({ headerLines })}
            />
          </>
        )}
        <UndoGuess {...fields} />
        {isChanged && (
          <Button
            variant="subtle"
            size="xs"
            className="layout-form__reset"
            onClick={() => onOverride(undefined)}
          >
            {s.reading.recogniseAgain}
          </Button>
        )}
      </fieldset>
    </details>
  );
}
