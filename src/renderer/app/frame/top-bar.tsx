import { Button, Tooltip } from '@mantine/core';
import { IconLock, IconUserCircle } from '@tabler/icons-react';
import type { WorkspaceView } from '#contract/operations/workspace';
import { useLocale } from '../locale.tsx';
import { useOperation } from '../operations.ts';
import { useRunningTask } from '../tasks.ts';
import { Appearance } from './appearance.tsx';
import { Mark } from './mark.tsx';

interface TopBarProps {
  readonly workspace: WorkspaceView;
  readonly locking: boolean;
  readonly onLock: () => void;
}

/** Whose data it is, where it goes, who is signed in, and the lock. */
export function TopBar({ workspace, locking, onLock }: TopBarProps) {
  const { s } = useLocale();
  const { data: info } = useOperation('app.info', {});
  const running = useRunningTask();
  const { enrolment } = workspace;
  return (
    <header className="top-bar">
      <Mark />
      <div className="top-bar__practice">
        <strong data-testid="practice-name">{workspace.practiceName}</strong>
        <span className="pm-muted">
          {enrolment
            ? s.frame.tenant(workspace.practiceName, enrolment.tenantName, enrolment.companyId)
            : s.frame.notEnrolled}
        </span>
      </div>
      <div className="top-bar__tools">
        {info && (
          <span className="top-bar__who">
            <IconUserCircle size={18} aria-hidden />
            <span className="pm-visually-hidden">{s.frame.signedInAs(info.caller.name)}</span>
            <span aria-hidden>{info.caller.name}</span>
            <span className="pm-muted">{s.frame.role[info.caller.role]}</span>
          </span>
        )}
        <Appearance />
        <Tooltip label={running ? s.frame.lockBlocked : s.frame.lockHint} multiline w={260} withinPortal>
          <Button
            variant="default"
            size="xs"
            h={32}
            leftSection={<IconLock size={16} aria-hidden />}
            loading={locking}
            onClick={onLock}
          >
            {s.frame.lock}
          </Button>
        </Tooltip>
      </div>
    </header>
  );
}
