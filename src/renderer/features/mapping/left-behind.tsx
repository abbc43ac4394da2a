import { Title } from '@mantine/core';
import type { MappingView } from '#contract/operations/mapping';
import { useLocale } from '../../app/locale.tsx';
import { TableBox } from '../../components/table-box.tsx';
import { FieldSelect } from './field-select.tsx';
import type { Assign } from './use-assign.ts';

/** Columns that nobody will find in the new system, so that this is a decision and not a surprise. */
export function LeftBehind({ mapping, assign }: { mapping: MappingView; assign: Assign }) {
  const { s } = useLocale();
  const left = mapping.columns.filter(({ field }) => field === null);
  const title = s.mapping.leftTitle(left.length);
  if (left.length === 0) return <p className="pm-muted">{s.mapping.leftNone}</p>;
  return (
    <section className="pm-card pm-card--flush" aria-labelledby="left-title" data-testid="left-behind">
      <div className="pm-card__head">
        <Title order={2} id="left-title">
          {title}
        </Title>
        <span className="pm-muted">{s.mapping.leftText}</span>
      </div>
      <TableBox label={title}>
        <thead>
          <tr>
            <th scope="col">{s.mapping.column}</th>
            <th scope="col">{s.mapping.field}</th>
            <th scope="col">{s.mapping.samples}</th>
          </tr>
        </thead>
        <tbody>
          {left.map((column) => (
            <tr key={column.column}>
              <th scope="row">{column.header}</th>
              <td>
                <FieldSelect column={column} assign={assign} />
              </td>
              <td className="mapping__value">
                {column.samples
                  .map(({ source }) => source)
                  .filter(Boolean)
                  .slice(0, 3)
                  .join(' · ')}
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  );
}
