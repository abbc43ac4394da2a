import { Button } from '@mantine/core';
import { useState } from 'react';
import type { MappingView } from '#contract/operations/mapping';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { Tag } from '../../components/tag.tsx';
import { PresetSelect } from './preset-select.tsx';

/** Which version this is, where it came from, and the way to another one. */
export function MappingFacts({ mapping }: { mapping: MappingView }) {
  const { s } = useLocale();
  const approved = mapping.state === 'approved';
  return (
    <div className="pm-card mapping__facts">
      <div className="pm-row">
        <strong>{s.mapping.version(mapping.version)}</strong>
        <Tag tone={approved ? 'accepted' : 'held'}>{approved ? s.mapping.approved : s.mapping.draft}</Tag>
        <span className="pm-muted">
          {mapping.presetTitle ? s.mapping.from(mapping.presetTitle) : s.mapping.byHand}
        </span>
      </div>
      {approved ? <Revise mappingId={mapping.mappingId} /> : <ProposeAgain mapping={mapping} />}
    </div>
  );
}

function ProposeAgain({ mapping }: { mapping: MappingView }) {
  const { s } = useLocale();
  const propose = useOperationMutation('mapping.propose');
  const [presetId, setPresetId] = useState<string | null>(mapping.presetId);
  const { sourceTableId } = mapping;
  return (
    <>
      <div className="mapping__again">
        <PresetSelect label={s.mapping.proposeAgain} presetId={presetId} onChoose={setPresetId} />
        <Button
          variant="default"
          loading={propose.isPending}
          onClick={() => propose.mutate({ sourceTableId, ...(presetId ? { presetId } : {}) })}
        >
          {s.mapping.proposeAgainAction}
        </Button>
      </div>
      {propose.error && <FaultNotice fault={propose.error.fault} />}
    </>
  );
}

function Revise({ mappingId }: { mappingId: number }) {
  const { s } = useLocale();
  const [asking, setAsking] = useState(false);
  const revise = useOperationMutation('mapping.revise', { onSuccess: () => setAsking(false) });
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {s.mapping.revise}
      </Button>
      {asking && (
        <ConfirmDialog
          title={s.mapping.reviseTitle}
          action={s.mapping.revise}
          busy={revise.isPending}
          error={revise.error}
          onConfirm={() => revise.mutate({ mappingId })}
          onClose={() => setAsking(false)}
        >
          {s.mapping.reviseText}
        </ConfirmDialog>
      )}
    </>
  );
}
