import { TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { MappingView } from '#contract/operations/mapping';
import { useLocale } from '../../app/locale.tsx';
import { useOperation, useOperationMutation } from '../../app/operations.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Facts } from '../../components/facts.tsx';

interface ApproveDialogProps {
  readonly mapping: MappingView;
  readonly fileName: string;
  readonly onClose: () => void;
}

/** The answers once more, before a person puts a name to them. */
export function ApproveDialog({ mapping, fileName, onClose }: ApproveDialogProps) {
  const { s, f } = useLocale();
  const { data: info } = useOperation('app.info', {});
  const approve = useOperationMutation('mapping.approve');
  const [typed, setTyped] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const name = typed ?? info?.caller.name ?? '';
  const left = mapping.columns.filter(({ field }) => field === null);
  const carried = mapping.columns.filter(({ field }) => field !== null);
  const unsure = carried.filter(({ confidence }) => confidence === 'unsure');
  const confirm = () => {
    setAsked(true);
    if (!name.trim()) return input.current?.focus();
    const { mappingId } = mapping;
    approve.mutate({ mappingId, approvedBy: name.trim() }, { onSuccess: onClose });
  };
  return (
    <ConfirmDialog
      size="lg"
      title={s.mapping.approveTitle}
      action={s.mapping.approveAction}
      busy={approve.isPending}
      error={approve.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Facts
        facts={[
          { term: s.mapping.summaryFile, value: fileName },
          { term: s.mapping.summarySystem, value: mapping.presetTitle ?? s.mapping.byHand },
          { term: s.mapping.summaryCarried, value: s.mapping.columns(carried.length) },
          {
            term: s.mapping.summaryUnsure,
            value: unsure.length > 0 ? unsure.map(({ header }) => header).join(', ') : f.number(0),
          },
          {
            term: s.mapping.summaryLeft,
            value: left.length > 0 ? left.map(({ header }) => header).join(', ') : s.mapping.noneLeft,
            wide: true,
          },
        ]}
      />
      <p className="pm-muted mapping__lead">{s.mapping.approveLead}</p>
      <TextInput
        ref={input}
        label={s.mapping.yourName}
        description={s.mapping.yourNameHint}
        value={name}
        maxLength={120}
        autoComplete="name"
        data-autofocus
        error={asked && !name.trim() && s.mapping.nameMissing}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
