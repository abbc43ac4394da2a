import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { SourceTableView } from '#contract/operations/file-views';
import { useLocale } from '../../app/locale.tsx';
import { useOperationMutation } from '../../app/operations.ts';
import { useRecognition } from '../../app/recognition.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { PresetSelect } from './preset-select.tsx';

/** Before there is a mapping: proposes one for the system that Files recognised, or asks which system it is. */
export function StartMapping({ table }: { table: SourceTableView }) {
  const { s } = useLocale();
  const propose = useOperationMutation('mapping.propose');
  const recognised = useRecognition().of(table.header);
  const [presetId, setPresetId] = useState(recognised?.presetId ?? null);
  const { sourceTableId } = table;
  const certain = recognised?.isCertain ? recognised.presetId : null;
  const { mutate } = propose;
  useEffect(() => {
    if (certain) mutate({ sourceTableId, presetId: certain });
  }, [certain, sourceTableId, mutate]);
  if (certain && !propose.isError) return <LoadingCard label={s.mapping.proposing} lines={8} />;
  return (
    <>
      {propose.error && <FaultNotice fault={propose.error.fault} />}
      <EmptyState
        icon={IconArrowsExchange}
        title={s.mapping.startTitle}
        text={recognised ? s.mapping.startRecognised : s.mapping.startText}
      >
        <div className="mapping__start">
          <PresetSelect label={s.mapping.preset} presetId={presetId} onChoose={setPresetId} />
          <Button
            loading={propose.isPending}
            onClick={() => mutate({ sourceTableId, ...(presetId ? { presetId } : {}) })}
          >
            {s.mapping.propose}
          </Button>
        </div>
      </EmptyState>
    </>
  );
}
