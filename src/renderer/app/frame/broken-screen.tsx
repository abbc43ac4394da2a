import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { useLocale } from '../locale.tsx';

/** What stands in place of a screen that failed by a mistake of the program. */
export function BrokenScreen() {
  const { s } = useLocale();
  return (
    <div role="alert">
      <EmptyState icon={IconPlugConnectedX} title={s.shared.screenBroken} text={s.shared.screenBrokenText}>
        <Button onClick={() => window.location.reload()}>{s.shared.reload}</Button>
      </EmptyState>
    </div>
  );
}
