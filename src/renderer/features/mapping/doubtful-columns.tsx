import { Checkbox } from '@mantine/core';
import type { MappingView } from '#contract/operations/mapping';
import { useFieldLabel, useLocale } from '../../app/locale.tsx';

interface DoubtfulColumnsProps {
  readonly columns: MappingView['columns'];
  /** Positions of the columns that were ticked. */
  readonly confirmed: readonly number[];
  readonly onConfirm: (confirmed: readonly number[]) => void;
}

/** The columns that may be read wrongly, with what speaks for and against each; all are ticked before approving. */
export function DoubtfulColumns({ columns, confirmed, onConfirm }: DoubtfulColumnsProps) {
  const { s } = useLocale();
  const labelOf = useFieldLabel();
  return (
    <fieldset className="mapping__doubts">
      <legend>{s.mapping.doubtsTitle(columns.length)}</legend>
      <p className="mapping__note">{s.mapping.doubtsText}</p>
      {columns.map(({ column, header, field, fieldLabel, conversion, evidence }, index) => (
        <Checkbox
          key={column}
          label={s.mapping.confirmColumn(header, labelOf(field, fieldLabel))}
          description={
            <>
              {[...(conversion === null ? [] : [conversion]), ...evidence].map((sentence) => (
                <span key={sentence}>{sentence}</span>
              ))}
            </>
          }
          checked={confirmed.includes(column)}
          data-autofocus={index === 0 || undefined}
          onChange={(event) =>
            onConfirm(
              event.currentTarget.checked
                ? [...confirmed, column]
                : confirmed.filter((other) => other !== column),
            )
          }
        />
      ))}
    </fieldset>
  );
}
