import { IconAlertTriangle, IconDatabase } from '@tabler/icons-react';
import { isBalanced, rowStates, type Reconciliation, type RowState } from '#contract/reconciliation';
import type { JobView } from '#contract/operations/upload';
import { useLocale } from '../app/locale.tsx';
import { hrefOf } from '../app/route.ts';
import './reconciliation-strip.css';

interface StripProps {
  readonly sum: Reconciliation;
  readonly sourceTableId: number;
  /** Of the skipped and held rows, those that central had before the job: no row of Checks, but told in Result. */
  readonly alreadyThere: JobView['alreadyThere'] | null;
}

/** read = accepted + held + rejected + skipped. Every number leads to those rows. */
export function ReconciliationStrip({ sum, sourceTableId, alreadyThere }: StripProps) {
  const { s, f } = useLocale();
  const table = sourceTableId;
  const different = alreadyThere?.different ?? 0;
  const toldInResult: Partial<Record<RowState, number>> = {
    held: different,
    skipped: alreadyThere?.unchanged ?? 0,
  };
  const hrefOfState = (state: RowState) => {
    const elsewhere = toldInResult[state] ?? 0;
    return elsewhere > 0 && elsewhere === sum[state]
      ? hrefOf('result', { table })
      : hrefOf('checks', { table, state });
  };
  return (
    <section className="strip" aria-label={s.rows.strip} data-testid="reconciliation">
      <a className="strip__part" href={hrefOf('checks', { table })}>
        {s.rows.read} <b className="pm-num">{f.number(sum.read)}</b>
        <span className="pm-visually-hidden">{s.rows.showThem}</span>
      </a>
      {rowStates.map((state, index) => (
        <span key={state} className="strip__term">
          <span className="strip__sign">{index === 0 ? '=' : '+'}</span>
          <a className={`strip__part strip__part--${state}`} href={hrefOfState(state)}>
            <span className="strip__dot" aria-hidden />
            {s.rows.state[state]} <b className="pm-num">{f.number(sum[state])}</b>
            <span className="pm-visually-hidden">{s.rows.showThem}</span>
          </a>
          {state === 'held' && different > 0 && (
            <a className="strip__part" href={hrefOf('result', { table })}>
              {s.rows.heldInCentral(different)}
            </a>
          )}
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
