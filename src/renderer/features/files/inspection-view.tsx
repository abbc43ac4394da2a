import { Checkbox, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import type { FaultError } from '#contract/faults';
import type { Layout, LayoutOverride } from '#contract/layout';
import type { PartInspection, RecognisedTableView } from '#contract/operations/file-views';
import { useLocale } from '../../app/locale.tsx';
import { useRecognition } from '../../app/recognition.ts';
import { FaultNotice } from '../../components/fault-notice.tsx';
import { LoadingCard } from '../../components/loading-card.tsx';
import { Notice } from '../../components/notice.tsx';
import { FindingList } from './finding-list.tsx';
import { LayoutForm } from './layout-form.tsx';
import { PreviewTable } from './preview-table.tsx';
import { Recognised } from './recognised.tsx';

interface InspectionViewProps {
  readonly inspection: UseQueryResult<PartInspection, FaultError>;
  /** Which table of the file. */
  readonly tableName: string;
  readonly override: LayoutOverride | undefined;
  /** What was said to be right as it was shown. */
  readonly answers: readonly string[];
  readonly onOverride: (override: LayoutOverride | undefined) => void;
  readonly onAnswers: (answers: readonly string[]) => void;
  /** What can be done with it. `isReadable`: it can be read as it is shown. */
  readonly renderActions: (isReadable: boolean) => ReactNode;
}

/** One table: what it was recognised as and why, every guess open to change, and its rows as they would be read. */
export function InspectionView({
  inspection,
  tableName,
  override,
  answers,
  onOverride,
  onAnswers,
  renderActions,
}: InspectionViewProps) {
  const { s } = useLocale();
  const { keep } = useRecognition();
  const part = inspection.data;
  const table = part?.outcome === 'recognised' ? tableOf(part.tables, tableName) : undefined;
  useEffect(() => {
    if (table) keep(table);
  }, [table, keep]);
  if (inspection.isPending) return <LoadingCard label={s.files.inspecting} lines={6} />;
  const isUncertain = !table || table.questions.length > 0 || table.confidence < certainFrom;
  const form = (layout: Layout | null) => (
    <LayoutForm
      key={isUncertain ? 'uncertain' : 'certain'}
      layout={layout}
      override={override ?? {}}
      startsOpen={isUncertain || override !== undefined}
      onOverride={onOverride}
    />
  );
  if (!part || !table) {
    const fault = inspection.error?.fault ?? (part?.outcome === 'unreadable' ? part.fault : null);
    const excluded = part?.outcome === 'excluded' ? part : null;
    return (
      <div className="pm-card pm-stack">
        {fault && <FaultNotice fault={fault} />}
        {excluded && <Notice tone="info">{excluded.sentence}</Notice>}
        {!excluded && (override !== undefined || !fault || mendable.has(fault.code)) && form(null)}
        <div className="pm-row">{renderActions(false)}</div>
      </div>
    );
  }
  const isAnswered = table.questions.every(({ answer }) => answers.includes(answer));
  const findings = part?.outcome === 'recognised' ? [...part.findings, ...table.findings] : table.findings;
  return (
    <>
      <Questions questions={table.questions} answers={answers} onAnswers={onAnswers} />
      <Recognised part={part} table={table} form={form(table.layout)} />
      {findings.length > 0 && (
        <section className="pm-card pm-stack" aria-labelledby="findings-title">
          <Title order={2} id="findings-title">
            {s.reading.findings}
          </Title>
          <FindingList findings={findings} />
        </section>
      )}
      <div className="pm-row">{renderActions(isAnswered && !inspection.isFetching)}</div>
      <PreviewTable table={table} isStale={inspection.isPlaceholderData} />
    </>
  );
}

/** Below this the settings are shown unasked. */
const certainFrom = 0.8;

/** Faults that another setting may mend. */
const mendable: ReadonlySet<string> = new Set([
  'read.one_column',
  'read.wrong_delimiter',
  'read.too_many_columns',
  'read.header_too_long',
  'read.damaged_header',
  'read.not_text',
  'read.header_only',
  'read.unclosed_quote',
  'read.row_too_large',
]);

/** A file's only table may be given another name by another way to read it. */
function tableOf(tables: readonly RecognisedTableView[], name: string): RecognisedTableView | undefined {
  return tables.find((table) => table.name === name) ?? tables[0];
}

interface QuestionsProps {
  readonly questions: RecognisedTableView['questions'];
  readonly answers: readonly string[];
  readonly onAnswers: (answers: readonly string[]) => void;
}

/** What has to be decided before the table is read; looking at the rows and saying that they are right decides it. */
function Questions({ questions, answers, onAnswers }: QuestionsProps) {
  const { s } = useLocale();
  if (questions.length === 0) return null;
  const asked = questions.map(({ answer }) => answer);
  const others = answers.filter((answer) => !asked.includes(answer));
  return (
    <section className="pm-card pm-stack questions" aria-labelledby="questions-title" data-testid="questions">
      <Title order={2} id="questions-title">
        {s.reading.questionsTitle}
      </Title>
      <ul className="pm-list">
        {questions.map(({ answer, sentence }) => (
          <li key={answer}>{sentence}</li>
        ))}
      </ul>
      <Checkbox
        label={s.reading.confirm}
        checked={asked.every((answer) => answers.includes(answer))}
        onChange={({ currentTarget }) => onAnswers(currentTarget.checked ? [...others, ...asked] : others)}
      />
    </section>
  );
}
