import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SourceTableView } from '#contract/operations/file-views';
import type { MappingView } from '#contract/operations/mapping';
import { useFieldLabel, useLocale } from '../../app/locale.tsx';
import { useOperation } from '../../app/operations.ts';
import { hrefOf } from '../../app/route.ts';
import { BusyElsewhere } from '../../components/busy-elsewhere.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ApproveDialog } from './approve-dialog.tsx';
import { CarriedColumns } from './carried-columns.tsx';
import { ConstantFields } from './constant-fields.tsx';
import { LeftBehind } from './left-behind.tsx';
import { MappingFacts } from './mapping-facts.tsx';
import { StartMapping } from './start-mapping.tsx';
import { UnfilledFields } from './unfilled-fields.tsx';
import { useAssign } from './use-assign.ts';
import './mapping.css';

/** Which column fills which field: proposed by the program, decided by a person. */
export function MappingScreen({ table }: { table: SourceTableView }) {
  const { s } = useLocale();
  const { sourceTableId } = table;
  const mapping = useOperation('mapping.get', { sourceTableId });
  if (mapping.data) return <MappingReview table={table} mapping={mapping.data} />;
  return (
    <>
      <PageHeader title={s.mapping.title} lead={s.mapping.lead} />
      {mapping.isPending && <LoadingCard lines={8} />}
      {mapping.isError && <FaultNotice fault={mapping.error.fault} onRetry={() => void mapping.refetch()} />}
      {mapping.data === null && <StartMapping table={table} />}
    </>
  );
}

function MappingReview({ table, mapping }: { table: SourceTableView; mapping: MappingView }) {
  const { s, f } = useLocale();
  const labelOf = useFieldLabel();
  const [approving, setApproving] = useState(false);
  const assign = useAssign(mapping);
  const { approvedBy } = mapping;
  const missing = mapping.unfilledFields.filter(({ required }) => required);
  return (
    <>
      <PageHeader
        title={s.mapping.title}
        lead={s.mapping.lead}
        action={
          approvedBy ? (
            <Button component="a" href={hrefOf('checks', { table: table.sourceTableId })}>
              {s.mapping.goOn}
            </Button>
          ) : (
            <Button disabled={missing.length > 0} onClick={() => setApproving(true)}>
              {s.mapping.approve}
            </Button>
          )
        }
      />
      <BusyElsewhere step="mapping" />
      {approvedBy && (
        <Notice tone="good">{s.mapping.approvedBy(approvedBy.name, f.dateTime(approvedBy.at))}</Notice>
      )}
      {!approvedBy && missing.length > 0 && (
        <Notice tone="attention">
          {s.mapping.requiredMissing(missing.map(({ field, label }) => labelOf(field, label)).join(', '))}
        </Notice>
      )}
      <MappingFacts mapping={mapping} />
      {assign.error && <FaultNotice fault={assign.error.fault} />}
      <CarriedColumns mapping={mapping} assign={assign} />
      <ConstantFields mapping={mapping} />
      <LeftBehind mapping={mapping} assign={assign} />
      <UnfilledFields mapping={mapping} />
      {approving && (
        <ApproveDialog mapping={mapping} fileName={table.fileName} onClose={() => setApproving(false)} />
      )}
    </>
  );
}
