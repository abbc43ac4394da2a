import { Button, Loader, Title } from '@mantine/core';
import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import type { WorkspaceView } from '#contract/operations/workspace';
import { useLocale } from '../../app/locale.tsx';
import { useOperation } from '../../app/operations.ts';
import { Facts } from '../../components/facts.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Status } from '../../components/status.tsx';
import { Tag } from '../../components/tag.tsx';

type Enrolment = NonNullable<WorkspaceView['enrolment']>;

/** Whether the central database is reached and is the right one, asked anew each time the screen is entered. */
export function CentralCard({ enrolment }: { enrolment: Enrolment }) {
  const { s, f } = useLocale();
  const probe = useOperation('central.probe', {}, { keepMs: 0 });
  const retry = () => void probe.refetch();
  return (
    <section className="pm-card pm-stack" aria-labelledby="central-title" data-testid="central">
      <div className="pm-card__head">
        <Title order={2} id="central-title">
          {s.upload.centralTitle}
        </Title>
        <Status>
          {probe.isFetching ? (
            <span className="pm-row pm-muted">
              <Loader size={16} aria-hidden /> {s.upload.probing}
            </span>
          ) : probe.isSuccess ? (
            <Tag tone="accepted">
              <IconPlugConnected size={15} aria-hidden /> {s.upload.reached}
            </Tag>
          ) : (
            <Tag tone="rejected">
              <IconPlugConnectedX size={15} aria-hidden /> {s.upload.notReached}
            </Tag>
          )}
        </Status>
      </div>
      <Facts
        facts={[
          { term: s.upload.practice, value: enrolment.tenantName },
          { term: s.upload.companyId, value: enrolment.companyId },
          { term: s.upload.address, value: `${enrolment.host}:${enrolment.port}` },
          { term: s.upload.certificateUntil, value: f.date(enrolment.certificateExpiresAt) },
        ]}
      />
      {probe.isError && !probe.isFetching && (
        <FaultNotice fault={probe.error.fault}>
          <Button variant="default" size="xs" onClick={retry}>
            {s.upload.probeAgain}
          </Button>
        </FaultNotice>
      )}
    </section>
  );
}
