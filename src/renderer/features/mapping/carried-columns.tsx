import { Title } from '@mantine/core';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import type { MappingView } from '#contract/operations/mapping';
import { useLocale } from '../../app/locale.tsx';
import { TableBox } from '../../components/table-box.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import { FieldSelect } from './field-select.tsx';
import type { Assign } from './use-assign.ts';

type Column = MappingView['columns'][number];

const toneOf: Readonly<Record<Column['confidence'], Tone>> = {
  certain: 'accepted',
  likely: 'skipped',
  unsure: 'held',
};

/** Columns that fill a field, with the values before and after and how sure the program is. */
export function CarriedColumns({ mapping, assign }: { mapping: MappingView; assign: Assign }) {
  const { s } = useLocale();
  const carried = mapping.columns.filter(({ field }) => field !== null);
  return (
    <section className="pm-card pm-card--flush" aria-labelledby="carried-title" data-testid="carried">
      <div className="pm-card__head">
        <Title order={2} id="carried-title">
          {s.mapping.carriedTitle(carried.length)}
        </Title>
      </div>
      <TableBox label={s.mapping.carriedTitle(carried.length)}>
        <thead>
          <tr>
            <th scope="col">{s.mapping.column}</th>
            <th scope="col">{s.mapping.field}</th>
            <th scope="col">{s.mapping.samples}</th>
            <th scope="col">{s.mapping.certainty}</th>
          </tr>
        </thead>
        <tbody>
          {carried.map((column) => (
            <CarriedRow key={column.column} column={column} assign={assign} />
          ))}
        </tbody>
      </TableBox>
    </section>
  );
}

function CarriedRow({ column, assign }: { column: Column; assign: Assign }) {
  const { s } = useLocale();
  return (
    <tr data-confidence={column.confidence}>
      <th scope="row">{column.header}</th>
      <td>
        <FieldSelect column={column} assign={assign} />
        {column.conversion && <p className="mapping__note">{column.conversion}</p>}
      </td>
      <td>
        <Samples samples={column.samples} />
      </td>
      <td className="mapping__certainty">
        <Tag tone={toneOf[column.confidence]}>{s.mapping.confidence[column.confidence]}</Tag>
        {column.evidence.map((sentence) => (
          <p key={sentence} className="mapping__note">
            {sentence}
          </p>
        ))}
      </td>
    </tr>
  );
}

function Samples({ samples }: { samples: Column['samples'] }) {
  const { s } = useLocale();
  return (
    <ul className="mapping__samples">
      {samples.slice(0, 3).map(({ source, converted }, index) => (
        <li key={index}>
          <span className="mapping__value">{source || <em>{s.mapping.noValue}</em>}</span>
          {converted !== source && (
            <>
              <IconArrowNarrowRight size={16} aria-hidden />
              <span className="pm-visually-hidden">{s.mapping.becomes}</span>
              <span className="mapping__value mapping__value--after">
                {converted === null ? <em>{source ? s.mapping.notUsable : s.mapping.noValue}</em> : converted}
              </span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
