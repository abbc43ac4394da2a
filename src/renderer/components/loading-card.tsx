import { Skeleton } from '@mantine/core';
import { useLocale } from '../app/locale.tsx';
import { Status } from './status.tsx';

/** Stands where an answer will stand, in about its size. */
export function LoadingCard({ lines = 4, label }: { lines?: number; label?: string }) {
  const { s } = useLocale();
  return (
    <Status className="pm-card pm-stack">
      <span className="pm-visually-hidden">{label ?? s.shared.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={14} width={`${92 - ((line * 17) % 45)}%`} />
      ))}
    </Status>
  );
}
