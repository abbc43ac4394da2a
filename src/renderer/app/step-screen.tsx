import type { WorkspaceView } from '#contract/operations/workspace';
import { ChecksScreen } from '../features/checks/checks-screen.tsx';
import { FilesScreen } from '../features/files/files-screen.tsx';
import { MappingScreen } from '../features/mapping/mapping-screen.tsx';
import { ResultScreen } from '../features/result/result-screen.tsx';
import { UploadScreen } from '../features/upload/upload-screen.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { FaultNotice } from '../components/fault-notice.tsx';
import { LoadingCard } from '../components/loading-card.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Button } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useCurrentTable } from './current-table.ts';
import { useLocale } from './locale.tsx';
import { hrefOf, type Step } from './route.ts';

/** The screen of a step. All but Files are about one file, so without one they all say the same. */
export function StepScreen({ step, workspace }: { step: Step; workspace: WorkspaceView }) {
  const { s } = useLocale();
  const { table, isPending, error } = useCurrentTable(step !== 'files');
  if (step === 'files') return <FilesScreen />;
  if (!table) {
    return (
      <>
        <PageHeader title={s.frame.step[step]} lead={s[step].lead} />
        {error ? <FaultNotice fault={error.fault} /> : isPending ? <LoadingCard /> : <NoFile />}
      </>
    );
  }
  // The key starts a screen afresh for another file: nothing half chosen is carried over.
  const key = table.sourceTableId;
  if (step === 'mapping') return <MappingScreen key={key} table={table} />;
  if (step === 'checks') return <ChecksScreen key={key} table={table} />;
  if (step === 'upload') return <UploadScreen key={key} table={table} workspace={workspace} />;
  return <ResultScreen key={key} table={table} workspace={workspace} />;
}

function NoFile() {
  const { s } = useLocale();
  return (
    <EmptyState icon={IconFileText} title={s.frame.noFileTitle} text={s.frame.noFileText}>
      <Button component="a" href={hrefOf('files')}>
        {s.frame.goToFiles}
      </Button>
    </EmptyState>
  );
}
