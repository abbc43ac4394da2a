import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { WorkspaceView } from '#contract/operations/workspace';
import { useLocale } from '../../app/locale.tsx';
import { goTo, useRoute } from '../../app/route.ts';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { CreateForm } from './create-form.tsx';
import { RecentList } from './recent-list.tsx';
import { RecoveryKey } from './recovery-key.tsx';
import './home.css';

type Stage =
  | { readonly kind: 'choose' | 'create' }
  | { readonly kind: 'recovery'; readonly practice: string; readonly recoveryKey: string };

/** Opens the workspace of a practice, or makes a new one. */
export function HomeScreen({ openWorkspace }: { openWorkspace: WorkspaceView | null }) {
  const { s } = useLocale();
  const { params } = useRoute();
  const [stage, setStage] = useState<Stage>({ kind: 'choose' });
  const idle = Number(params.get('idle'));

  // A workspace that is open already (the window was loaded again) is gone on with; a new one shows its key first.
  useEffect(() => {
    if (openWorkspace && stage.kind === 'choose') goTo('files');
  }, [openWorkspace, stage.kind]);

  if (stage.kind === 'recovery') {
    return (
      <RecoveryKey
        practice={stage.practice}
        recoveryKey={stage.recoveryKey}
        onWrittenDown={() => goTo('files')}
      />
    );
  }
  if (stage.kind === 'create') {
    return (
      <CreateForm
        onCancel={() => setStage({ kind: 'choose' })}
        onCreated={(practice, recoveryKey) => setStage({ kind: 'recovery', practice, recoveryKey })}
      />
    );
  }
  return (
    <>
      <PageHeader
        title={s.home.title}
        lead={s.home.lead}
        action={
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setStage({ kind: 'create' })}
          >
            {s.home.create}
          </Button>
        }
      />
      {idle > 0 && <Notice tone="info">{s.home.lockedIdle(idle)}</Notice>}
      <RecentList />
    </>
  );
}
