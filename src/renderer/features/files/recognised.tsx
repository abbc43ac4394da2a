import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PartInspection, RecognisedTableView } from '#contract/operations/file-views';
import { useLocale } from '../../app/locale.tsx';
import { Facts } from '../../components/facts.tsx';
import { Tag } from '../../components/tag.tsx';

interface RecognisedProps {
  readonly part: PartInspection;
  readonly table: RecognisedTableView;
  /** The guesses, open to change. */
  readonly form: ReactNode;
}

/** What the file is, how sure that is, and by which signs. */
export function Recognised({ part, table, form }: RecognisedProps) {
  const { s, f } = useLocale();
  const { header, presets, reasons, confidence } = table;
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
  const rows = s.reading.rows(table) || s.reading.unknownRows;
  const why = [
    ...(best ? [best.reason] : []),
    ...(part.outcome === 'recognised' ? [part.formatReason] : []),
    ...reasons,
  ];
  return (
    <section className="pm-card pm-stack" aria-labelledby="recognised-title" data-testid="inspection">
      <div className="pm-card__head">
        <Title order={2} id="recognised-title" className="recognised__name">
          {[part.part || part.fileName, table.name].filter((name) => name !== '').join(' · ')}
        </Title>
        <span className="pm-muted">{s.files.recognised}</span>
      </div>
      <Facts
        facts={[
          { term: s.files.looksLike, value: system, wide: true },
          { term: s.reading.columnKind, value: s.reading.format(table) },
          { term: s.files.size, value: f.bytes(part.sizeBytes) },
          { term: s.files.columns, value: f.number(header.length) },
          { term: s.files.columnRows, value: rows },
          { term: s.reading.sure, value: f.percent(confidence, 1) },
        ]}
      />
      <div className="recognised__why">
        <div>
          <Title order={3}>{s.files.why}</Title>
          <ul className="pm-list">
            {[...new Set(why)].map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
        {form}
      </div>
    </section>
  );
}
