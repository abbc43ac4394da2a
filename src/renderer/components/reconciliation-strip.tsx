import { IconAlertTriangle, IconDatabase } from '@tabler/icons-react';
import { isBalanced, rowStates, type Reconciliation } from '#contract/reconciliation';
import { useLocale } from '../app/locale.tsx';
import { hrefOf } from '../app/route.ts';
import './reconciliation-strip.css';

interface StripProps {
  readonly sum: Reconciliation;
  readonly sourceTableId: number;
}

/** read = accepted + held + rejected + skipped. Every number leads to those rows. */
export function ReconciliationStrip({ sum, sourceTableId }: StripProps) {
  const { s, f } = useLocale();
  const table = sourceTableId;
  return (
    <section className="strip" aria-label={s.rows.strip} data-testid="reconciliation">
      <a className="strip__part" href={hrefOf('checks', { table })}>
        {s.rows.read} <b className="pm-num">{f.number(sum.read)}</b>
        <span className="pm-visually-hidden">{s.rows.showThem}</span>
      </a>
      {rowStates.map((state, index) => (
        <span key={state} className="strip__term">
          <span className="strip__sign">{index === 0 ? '=' : '+'}</span>
          <a className={`strip__part strip__part--${state}`} href={hrefOf('checks', { table, state })}>
            <span className="strip__dot" aria-hidden />
            {s.rows.state[state]} <b className="pm-num">{f.number(sum[state])}</b>
            <span className="pm-visually-hidden">{s.rows.showThem}</span>
          </a>
        </span>
      ))}
      {sum.central !== null && (
        <a className="strip__part strip__central" href={hrefOf('result', { table })}>
          <IconDatabase size={15} aria-hidden />
          <b className="pm-num">{s.rows.central(sum.central)}</b>
        </a>
      )}
      {!isBalanced(sum) && (
        <p className="strip__alarm" role="alert">
          <IconAlertTriangle size={16} aria-hidden /> {s.rows.outOfBalance}
        </p>
      )}
    </section>
  );
}
