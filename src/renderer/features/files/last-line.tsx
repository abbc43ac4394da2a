import { Checkbox } from '@mantine/core';
import type { LayoutOverride } from '#contract/layout';
import { LineNumber } from './guess.tsx';

interface LastLineProps {
  readonly label: string;
  readonly toTheEnd: string;
  /** As it was recognised; null: the table goes on to the end. */
  readonly found: number | null;
  readonly override: LayoutOverride;
  readonly onChange: (changed: LayoutOverride) => void;
}

/** Where a table ends, and that it goes on where it was found to end. */
export function LastLine({ label, toTheEnd, found, override: { lastLine }, onChange }: LastLineProps) {
  return (
    <>
      <LineNumber
        label={label}
        found={found ?? undefined}
        chosen={lastLine ?? undefined}
        onChoose={(chosen) => onChange({ lastLine: chosen })}
      />
      {(lastLine === null || found !== null) && (
        <Checkbox
          label={toTheEnd}
          checked={lastLine === null}
          onChange={({ currentTarget: { checked } }) => onChange({ lastLine: checked ? null : undefined })}
        />
      )}
    </>
  );
}
