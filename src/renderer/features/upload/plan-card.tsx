import { Button, Title } from '@mantine/core';
import type { CheckSummary } from '#contract/operations/checks';
import type { SourceTableView } from '#contract/operations/file-views';
import type { JobView, PlanView } from '#contract/operations/upload';
import type { FaultError } from '#contract/faults';
import { useLocale } from '../../app/locale.tsx';
import { useOperation, useOperationMutation } from '../../app/operations.ts';
import { hrefOf } from '../../app/route.ts';
import { useRunningTask } from '../../app/tasks.ts';
import { Facts } from '../../components/facts.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { StartUpload } from './start-upload.tsx';

interface PlanCardProps {
  readonly table: SourceTableView;
  readonly checks: CheckSummary | null;
}

/** What an upload would send, and the start of it; or the upload that is still open. */
export function PlanCard({ table, checks }: PlanCardProps) {
  const { s } = useLocale();
  const plan = useOperation('upload.plan', { sourceTableId: table.sourceTableId });
  if (plan.isPending) return <LoadingCard label={s.upload.planning} lines={5} />;
  if (plan.isError) return <PlanFault error={plan.error} table={table} />;
  if (plan.data.openJob) return <OpenJob job={plan.data.openJob} />;
  return (
    <section className="pm-card pm-stack" aria-labelledby="plan-title" data-testid="plan">
      <Title order={2} id="plan-title">
        {s.upload.planTitle}
      </Title>
      <PlanFacts plan={plan.data} />
      <StartUpload
        plan={plan.data}
        sourceTableId={table.sourceTableId}
        duplicates={checks?.duplicates ?? 0}
      />
    </section>
  );
}

function PlanFacts({ plan }: { plan: PlanView }) {
  const { s, f } = useLocale();
  const { held, rejected, skipped } = plan.setAside;
  const aside = [
    held && `${f.number(held)} ${s.rows.state.held}`,
    rejected && `${f.number(rejected)} ${s.rows.state.rejected}`,
    skipped && `${f.number(skipped)} ${s.rows.state.skipped}`,
  ].filter(Boolean);
  return (
    <Facts
      facts={[
        { term: s.upload.insert, value: <b className="upload__count pm-num">{f.number(plan.insert)}</b> },
        { term: s.upload.setAside, value: aside.join(', ') || s.upload.noneSetAside },
        { term: s.upload.batches, value: s.upload.batchesOf(plan.batches, plan.batchSize) },
        { term: s.upload.practice, value: `${plan.tenantName} (${plan.companyId})` },
        { term: s.upload.address, value: plan.host },
      ]}
    />
  );
}

function PlanFault({ error, table }: { error: FaultError; table: SourceTableView }) {
  const { s } = useLocale();
  const { code } = error.fault;
  const params = { table: table.sourceTableId };
  const step = code.startsWith('checks.') ? 'checks' : code.startsWith('mapping.') ? 'mapping' : null;
  return (
    <FaultNotice fault={error.fault}>
      {step && (
        <Button component="a" href={hrefOf(step, params)}>
          {step === 'checks' ? s.upload.goToChecks : s.upload.goToMapping}
        </Button>
      )}
    </FaultNotice>
  );
}

function OpenJob({ job }: { job: JobView }) {
  const { s, f } = useLocale();
  const run = useOperationMutation('upload.run');
  const running = useRunningTask() !== null;
  const { acknowledged, planned } = job.batches;
  const again = {
    sourceTableId: job.sourceTableId,
    batchSize: job.batchSize,
    // What was decided when the job was begun; its batches are frozen and nothing is decided anew.
    skipDuplicates: true,
    continueOnError: true,
  };
  return (
    <section className="pm-card pm-stack" aria-labelledby="open-job-title" data-testid="open-job">
      <Title order={2} id="open-job-title">
        {s.upload.openJobTitle(job.number ?? s.upload.unnumbered)}
      </Title>
      <p className="upload__lead">{s.upload.openJobText(acknowledged, planned, f.dateTime(job.startedAt))}</p>
      {run.error && <FaultNotice fault={run.error.fault} />}
      <div>
        <Button loading={run.isPending} disabled={running} onClick={() => run.mutate(again)}>
          {s.upload.continueAction}
        </Button>
      </div>
    </section>
  );
}
