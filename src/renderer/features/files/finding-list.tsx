import type { FileFindingView } from '#contract/operations/file-views';
import { useLocale } from '../../app/locale.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';

const tones: Readonly<Record<FileFindingView['severity'], Tone>> = {
  hold: 'held',
  warn: 'held',
  note: 'skipped',
};

/** What was found about a file or a table as a whole, with what to do about it. */
export function FindingList({ findings }: { findings: readonly FileFindingView[] }) {
  const { s } = useLocale();
  if (findings.length === 0) return null;
  return (
    <ul className="findings" aria-label={s.reading.findings}>
      {findings.map(({ code, severity, sentence, remedy }) => (
        <li key={`${code} ${sentence}`}>
          <Tag tone={tones[severity]}>{s.reading.severity[severity]}</Tag>
          <span>
            {sentence} <span className="pm-muted">{remedy}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
