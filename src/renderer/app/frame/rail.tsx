import {
  IconArrowsExchange,
  IconChecklist,
  IconCloudUpload,
  IconFileText,
  IconReportAnalytics,
  type Icon,
} from '@tabler/icons-react';
import { useLocale } from '../locale.tsx';
import { hrefOf, steps, type Step } from '../route.ts';
import type { StepState } from '../step-states.ts';

const icons: Readonly<Record<Step, Icon>> = {
  files: IconFileText,
  mapping: IconArrowsExchange,
  checks: IconChecklist,
  upload: IconCloudUpload,
  result: IconReportAnalytics,
};

interface RailProps {
  readonly current: Step;
  readonly states: Readonly<Record<Step, StepState>>;
  readonly table: number | null;
}

/** The steps in the order of the flow, each with what it still asks for. */
export function Rail({ current, states, table }: RailProps) {
  const { s, f } = useLocale();
  const words = (state: StepState): string => {
    if (state.kind === 'needs') return s.frame.needsYou(state.count);
    if (state.kind !== 'running') return state.kind === 'done' ? s.frame.done : s.frame.toDo;
    const { done, total } = state.task;
    return total === null ? s.frame.running : s.frame.runningPercent(f.percent(done, total));
  };
  return (
    <nav className="rail" aria-label={s.frame.steps}>
      <ol>
        {steps.map((step) => {
          const Picture = icons[step];
          const state = states[step];
          return (
            <li key={step}>
              <a
                className="rail__step"
                href={hrefOf(step, { table })}
                aria-current={step === current ? 'page' : undefined}
                data-testid={`step-${step}`}
                data-state={state.kind}
              >
                <Picture className="rail__icon" size={20} stroke={1.7} aria-hidden />
                <span className="rail__words">
                  <span className="rail__name">{s.frame.step[step]}</span>
                  <span className={`rail__state rail__state--${state.kind} pm-num`}>{words(state)}</span>
                </span>
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
