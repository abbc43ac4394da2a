import { Title } from '@mantine/core';
import type { MappingView } from '#contract/operations/mapping';
import { useFieldLabel, useLocale } from '../../app/locale.tsx';
import { Facts } from '../../components/facts.tsx';

/** Fields that no column fills because they are the same in every record of this system. */
export function ConstantFields({ mapping }: { mapping: MappingView }) {
  const { s } = useLocale();
  const labelOf = useFieldLabel();
  if (mapping.constants.length === 0) return null;
  return (
    <section className="pm-card" aria-labelledby="constants-title" data-testid="constants">
      <div className="pm-card__head">
        <Title order={2} id="constants-title">
          {s.mapping.constantsTitle}
        </Title>
        <span className="pm-muted">{s.mapping.constantsText}</span>
      </div>
      <Facts
        facts={mapping.constants.map(({ field, label, value }) => ({
          term: labelOf(field, label),
          value: <strong>{value}</strong>,
        }))}
      />
    </section>
  );
}
