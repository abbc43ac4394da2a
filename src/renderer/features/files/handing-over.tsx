import { Button, Progress } from '@mantine/core';
import { useLocale } from '../../app/locale.tsx';
import { Status } from '../../components/status.tsx';
import type { HandOverProgress } from './use-hand-over.ts';

/** How far a browser has handed the file over. */
export function HandingOver({ progress, onCancel }: { progress: HandOverProgress; onCancel: () => void }) {
  const { s } = useLocale();
  const { fileName, sentBytes, sizeBytes } = progress;
  const title = s.files.handingOver(fileName);
  return (
    <section className="pm-card pm-stack" aria-label={title}>
      <Status>{title}</Status>
      <Progress value={(100 * sentBytes) / Math.max(sizeBytes, 1)} size={8} aria-label={title} />
      <div className="pm-row">
        <Button variant="default" onClick={onCancel}>
          {s.shared.cancel}
        </Button>
        <span className="pm-muted pm-num">{s.tasks.bytesOf(sentBytes, sizeBytes)}</span>
      </div>
    </section>
  );
}
