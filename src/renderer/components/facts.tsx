import type { ReactNode } from 'react';
import './page.css';

interface Fact {
  readonly term: string;
  readonly value: ReactNode;
  readonly wide?: boolean;
}

/** Terms and their values, side by side. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ term, value, wide }) => (
        <div key={term} className={wide ? 'facts__wide' : undefined}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
