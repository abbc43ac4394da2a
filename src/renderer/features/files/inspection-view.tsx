import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { FileSource } from '#contract/operations/files';
import { useLocale } from '../../app/locale.tsx';
import { useOperation, useOperationMutation } from '../../app/operations.ts';
import { useRunningTask } from '../../app/tasks.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { PreviewTable } from './preview-table.tsx';
import { Recognised } from './recognised.tsx';

const delimiters = [',', ';', '\t', '|'] as const;
type Delimiter = (typeof delimiters)[number];

interface InspectionViewProps {
  readonly source: FileSource;
  readonly onReading: () => void;
  readonly onAnother: () => void;
}

/** What a file was recognised as, with the guess open to change, before anything of it is kept. */
export function InspectionView({ source, onReading, onAnother }: InspectionViewProps) {
  const { s } = useLocale();
  const [delimiter, setDelimiter] = useState<Delimiter | null>(null);
  const input = { source, ...(delimiter ? { override: { delimiter } } : {}) };
  const inspection = useOperation('files.inspect', input, { keepMs: 0, keepPrevious: true });
  const stage = useOperationMutation('files.stage');
  const busy = useRunningTask() !== null;
  const found = !delimiter && inspection.data?.dialect.delimiter;
  const recognised = found
    ? s.files.recognisedDelimiter(s.files.delimiterName(found))
    : s.files.recogniseDelimiter;
  const choice = (
    <Select
      label={s.files.delimiter}
      data={[
        { value: '', label: recognised },
        ...delimiters.map((one) => ({ value: one as string, label: s.files.delimiterName(one) })),
      ]}
      value={delimiter ?? ''}
      allowDeselect={false}
      onChange={(chosen) => setDelimiter(delimiters.find((one) => one === chosen) ?? null)}
      w={240}
    />
  );
  const another = (
    <Button variant="default" onClick={onAnother}>
      {s.files.chooseAnother}
    </Button>
  );
  if (inspection.isPending) return <LoadingCard label={s.files.inspecting} lines={6} />;
  if (inspection.isError) {
    return (
      <div className="pm-card pm-stack">
        <FaultNotice fault={inspection.error.fault} />
        {choice}
        <div>{another}</div>
      </div>
    );
  }
  return (
    <>
      <Recognised inspection={inspection.data} choice={choice} />
      {stage.error && <FaultNotice fault={stage.error.fault} />}
      <div className="pm-row">
        <Button
          loading={stage.isPending}
          disabled={busy}
          onClick={() => stage.mutate(input, { onSuccess: onReading })}
        >
          {s.files.read}
        </Button>
        {another}
      </div>
      <PreviewTable header={inspection.data.header} rows={inspection.data.firstRows} />
    </>
  );
}
