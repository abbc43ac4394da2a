import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useState } from 'react';
import type { SourceTableView } from '#contract/operations/files';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { PresetSelect } from './preset-select.tsx';

/** Before there is a mapping: asks the program for a proposal. */
export function StartMapping({ table }: { table: SourceTableView }) {
  const { s } = useLocale();
  const propose = useOperationMutation('mapping.propose');
  const [presetId, setPresetId] = useState<string | null>(null);
  const { sourceTableId } = table;
  return (
    <>
      {propose.error && <FaultNotice fault={propose.error.fault} />}
      <EmptyState icon={IconArrowsExchange} title={s.mapping.startTitle} text={s.mapping.startText}>
        <div className="mapping__start">
          <PresetSelect label={s.mapping.preset} presetId={presetId} onChoose={setPresetId} />
          <Button
            loading={propose.isPending}
            onClick={() => propose.mutate({ sourceTableId, ...(presetId ? { presetId } : {}) })}
          >
            {s.mapping.propose}
          </Button>
        </div>
      </EmptyState>
    </>
  );
}
