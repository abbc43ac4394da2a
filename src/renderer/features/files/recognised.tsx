import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Inspection } from '#contract/operations/files';
import { useLocale } from '../../app/locale.tsx';
import { Facts } from '../../components/facts.tsx';
import { Tag } from '../../components/tag.tsx';

/** What the file is, and by which signs. */
export function Recognised({ inspection, choice }: { inspection: Inspection; choice: ReactNode }) {
  const { s, f } = useLocale();
  const { dialect, header, presets, reasons } = inspection;
  const best = presets[0];
  const system = best ? (
    <span className="pm-row">
      <strong>{best.title}</strong>
      <Tag tone={best.matchedColumns === best.presetColumns ? 'accepted' : 'held'}>
        {s.files.matched(best.matchedColumns, best.presetColumns)}
      </Tag>
    </span>
  ) : (
    s.files.unknownSystem
  );
  return (
    <section className="pm-card pm-stack" aria-labelledby="recognised-title" data-testid="inspection">
      <div className="pm-card__head">
        <Title order={2} id="recognised-title">
          {inspection.fileName}
        </Title>
        <span className="pm-muted">{s.files.recognised}</span>
      </div>
      <Facts
        facts={[
          { term: s.files.looksLike, value: system, wide: true },
          { term: s.files.size, value: f.bytes(inspection.sizeBytes) },
          { term: s.files.columns, value: f.number(header.length) },
          { term: s.files.encoding, value: dialect.byteOrderMark ? s.files.utf8Marked : s.files.utf8 },
          { term: s.files.newline, value: s.files.newlineName(dialect.newline) },
        ]}
      />
      <div className="recognised__why">
        <div>
          <Title order={3}>{s.files.why}</Title>
          <ul className="pm-list">
            {best && <li>{best.reason}</li>}
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
        {choice}
      </div>
    </section>
  );
}
