import { Button, Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FaultCode } from '#contract/faults';
import type { FileSource } from '#contract/operations/file-views';
import type { OperationInput } from '#contract/operations';
import { useLocale } from '../../app/locale.tsx';
import { useOperation } from '../../app/operations.ts';
import { useRecognition } from '../../app/recognition.ts';
import { useRunningTask } from '../../app/tasks.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { PreviewTable } from './preview-table.tsx';
import { Recognised } from './recognised.tsx';

const delimiters = [',', ';', '\t', '|'] as const;
type Delimiter = (typeof delimiters)[number];

/** Faults that another sign between the columns may mend. */
const mendedByDelimiter: ReadonlySet<string> = new Set<FaultCode>([
  'read.one_column',
  'read.wrong_delimiter',
  'read.too_many_columns',
  'read.header_too_long',
  'read.damaged_header',
  'read.duplicate_header',
  'read.unclosed_quote',
]);

interface InspectionViewProps {
  readonly source: FileSource;
  readonly starting: boolean;
  readonly onRead: (input: OperationInput<'files.stage'>) => void;
  readonly onAnother: () => void;
}

/** What a file was recognised as, with the guess open to change, before anything of it is kept. */
export function InspectionView({ source, starting, onRead, onAnother }: InspectionViewProps) {
  const { s } = useLocale();
  const [delimiter, setDelimiter] = useState<Delimiter | null>(null);
  const input = { source, ...(delimiter ? { override: { delimiter } } : {}) };
  const inspection = useOperation('files.inspect', input, { keepMs: 0, keepPrevious: true });
  const { keep } = useRecognition();
  const busy = useRunningTask() !== null;
  const found = !delimiter && inspection.data?.dialect.delimiter;
  useEffect(() => {
    if (inspection.data) keep(inspection.data);
  }, [inspection.data, keep]);
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
        {(delimiter || mendedByDelimiter.has(inspection.error.fault.code)) && choice}
        <div>{another}</div>
      </div>
    );
  }
  return (
    <>
      <Recognised inspection={inspection.data} choice={choice} />
      <div className="pm-row">
        <Button loading={starting} disabled={busy} onClick={() => onRead(input)}>
          {s.files.read}
        </Button>
        {another}
      </div>
      <PreviewTable header={inspection.data.header} rows={inspection.data.firstRows} />
    </>
  );
}
