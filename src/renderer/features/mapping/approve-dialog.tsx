import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MappingView } from '#contract/operations/mapping';
import { useFieldLabel, useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Facts } from '../../components/facts.tsx';
import { DoubtfulColumns } from './doubtful-columns.tsx';

interface ApproveDialogProps {
  readonly mapping: MappingView;
  readonly fileName: string;
  readonly onClose: () => void;
}

/** The answers once more, before a person puts a name to them. */
export function ApproveDialog({ mapping, fileName, onClose }: ApproveDialogProps) {
  const { s, f } = useLocale();
  const labelOf = useFieldLabel();
  const approve = useOperationMutation('mapping.approve', { onSuccess: onClose });
  // Empty at first: approving is a person's own act, not one of the account that the computer is used with.
  const [name, setName] = useState('');
  const [confirmed, setConfirmed] = useState<readonly number[]>([]);
  const left = mapping.columns.filter(({ field }) => field === null);
  const carried = mapping.columns.filter(({ field }) => field !== null);
  const unsure = carried.filter(({ confidence }) => confidence === 'unsure');
  const allConfirmed = unsure.every(({ column }) => confirmed.includes(column));
  const constants = mapping.constants.map(({ field, label, value }) =>
    s.mapping.constant(labelOf(field, label), value),
  );
  return (
    <ConfirmDialog
      size="lg"
      title={s.mapping.approveTitle}
      action={s.mapping.approveAction}
      busy={approve.isPending}
      error={approve.error}
      disabled={!name.trim() || !allConfirmed}
      onConfirm={() =>
        approve.mutate({
          mappingId: mapping.mappingId,
          approvedBy: name.trim(),
          confirmedColumns: [...confirmed],
        })
      }
      onClose={onClose}
    >
      <Facts
        facts={[
          { term: s.mapping.summaryFile, value: fileName },
          { term: s.mapping.summarySystem, value: mapping.presetTitle ?? s.mapping.byHand },
          { term: s.mapping.summaryCarried, value: s.mapping.columns(carried.length) },
          { term: s.mapping.summaryUnsure, value: f.number(unsure.length) },
          ...(constants.length > 0
            ? [{ term: s.mapping.summaryConstants, value: constants.join(', ') }]
            : []),
          {
            term: s.mapping.summaryLeft,
            value: left.length > 0 ? left.map(({ header }) => header).join(', ') : s.mapping.noneLeft,
            wide: true,
          },
        ]}
      />
      {unsure.length > 0 && (
        <DoubtfulColumns columns={unsure} confirmed={confirmed} onConfirm={setConfirmed} />
      )}
      <p className="pm-muted mapping__lead">{s.mapping.approveLead}</p>
      <TextInput
        label={s.mapping.yourName}
        description={s.mapping.yourNameHint}
        value={name}
        maxLength={120}
        autoComplete="name"
        data-autofocus={unsure.length === 0 || undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
