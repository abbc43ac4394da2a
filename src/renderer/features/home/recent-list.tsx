import { Button } from '@mantine/core';
import { IconBuildingStore } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocale } from '../../app/locale.tsx';
import { useOperation } from '../../app/operations.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { OpenForm } from './open-form.tsx';

/** Workspaces of this computer as cards; one at a time unfolds to ask for its passphrase. */
export function RecentList() {
  const { s, f } = useLocale();
  const recent = useOperation('workspace.recent', {});
  const [opening, setOpening] = useState<string | null>(null);
  if (recent.isPending) return <LoadingCard />;
  if (recent.isError) {
    return <FaultNotice fault={recent.error.fault} onRetry={() => void recent.refetch()} />;
  }
  if (recent.data.length === 0) {
    return <EmptyState icon={IconBuildingStore} title={s.home.emptyTitle} text={s.home.emptyText} />;
  }
  return (
    <ul className="recent">
      {recent.data.map(({ path, practiceName, lastOpenedAt, present }) => (
        <li key={path} className="pm-card recent__card" data-testid="recent-workspace">
          <span className="recent__icon">
            <IconBuildingStore size={22} stroke={1.6} aria-hidden />
          </span>
          <div className="recent__words">
            <h2>{practiceName}</h2>
            <p>{s.home.lastOpened(f.dateTime(lastOpenedAt))}</p>
            <p className="recent__path">{path}</p>
            {!present && <p className="recent__missing">{s.home.missing}</p>}
          </div>
          {present && opening !== path && (
            <Button
              variant="default"
              aria-label={s.home.openTitle(practiceName)}
              onClick={() => setOpening(path)}
            >
              {s.home.open}
            </Button>
          )}
          {opening === path && (
            <OpenForm path={path} practiceName={practiceName} onCancel={() => setOpening(null)} />
          )}
        </li>
      ))}
    </ul>
  );
}
