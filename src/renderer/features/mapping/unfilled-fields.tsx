import { Title } from '@mantine/core';
import type { MappingView } from '#contract/operations/mapping';
import { useFieldLabel, useLocale } from '../../app/locale.tsx';
import { Tag } from '../../components/tag.tsx';

/** Fields of the new system that this file says nothing about. */
export function UnfilledFields({ mapping }: { mapping: MappingView }) {
  const { s } = useLocale();
  const labelOf = useFieldLabel();
  const fields = mapping.unfilledFields;
  if (fields.length === 0) return null;
  return (
    <section className="pm-card" aria-labelledby="unfilled-title">
      <div className="pm-card__head">
        <Title order={2} id="unfilled-title">
          {s.mapping.unfilledTitle(fields.length)}
        </Title>
        <span className="pm-muted">{s.mapping.unfilledText}</span>
      </div>
      <ul className="mapping__unfilled">
        {fields.map(({ field, label, required }) => (
          <li key={field}>
            {labelOf(field, label)} {required && <Tag tone="held">{s.mapping.required}</Tag>}
          </li>
        ))}
      </ul>
    </section>
  );
}
