import type {
  FileFindingView,
  PartInspection,
  PreviewRowView,
  RecognisedTableView,
  RowSum,
  SourceTableView,
} from '#contract/operations/file-views';
import type { FileFinding } from '#main/model/file-finding';
import { fileFindingKind } from '#main/model/file-finding-catalogue';
import type { Preset } from '#main/model/mapping';
import { findIssueKind } from '#main/steps/check/catalogue';
import { rankPresets } from '#main/steps/map/rank-presets';
import { foundInParts } from '#main/steps/read/sample-findings';
import type { PreviewRow, RecognisedTable } from '#main/steps/read/recognition';
import type { RowFaults } from '#main/steps/read/row-fault';
import type { SurveyedPart } from '#main/steps/read/survey';
import type { SourceTable } from '#main/workspace/source-table';
import { damagedRows } from './damaged-rows.ts';
import type { PartPlace } from './look-at-files.ts';
import { openQuestions, seenOf, type AskedQuestion } from './open-questions.ts';

export function viewFinding(finding: FileFinding): FileFindingView {
  const { code, severity, sentence, remedy } = fileFindingKind(finding);
  const said = sentence(finding.params);
  return { code, severity, sentence: finding.inPart ? `In the parts looked at: ${said}` : said, remedy };
}

export function viewPart(part: SurveyedPart, from: PartPlace, presets: readonly Preset[]): PartInspection {
  const place = { part: part.part, fileName: part.fileName, sizeBytes: part.sizeBytes };
  switch (part.outcome) {
    case 'recognised': {
      const { format, formatReason, tables, findings } = part.file;
      return {
        outcome: 'recognised',
        ...place,
        seen: seenOf(from.file),
        format,
        formatReason,
        tables: tables.map((table) => viewTable(table, openQuestions(from, part.file, table), presets)),
        findings: findings.map(viewFinding),
      };
    }
    case 'excluded':
      return { outcome: 'excluded', ...place, kind: part.kind, sentence: part.sentence };
    case 'unreadable':
      return { outcome: 'unreadable', ...place, fault: { ...part.fault, params: { ...part.fault.params } } };
  }
}

/** Without its rows: the list of a folder's files shows none. */
export function withoutPreview(part: PartInspection): PartInspection {
  if (part.outcome !== 'recognised') return part;
  const none = { first: [], middle: [], last: [] };
  return { ...part, tables: part.tables.map((table) => ({ ...table, preview: none })) };
}

/** Nobody is sure who asks. */
const mostWhileAsking = 0.5;

function viewTable(
  table: RecognisedTable,
  questions: readonly AskedQuestion[],
  presets: readonly Preset[],
): RecognisedTableView {
  const { preview, header, rowFaults, ...rest } = table;
  const damaged = damagedRows(rowFaults);
  const view = (row: PreviewRow): PreviewRowView => viewRow(row, header);
  return {
    ...rest,
    reasons: [...table.reasons],
    questions: [...questions],
    confidence: questions.length > 0 ? Math.min(table.confidence, mostWhileAsking) : table.confidence,
    header: [...header],
    findings: [...table.findings, ...(table.isWhole ? damaged : foundInParts(damaged))].map(viewFinding),
    preview: {
      first: preview.first.map(view),
      middle: preview.middle.map(view),
      last: preview.last.map(view),
    },
    presets: rankPresets(presets, header).map(({ preset: { id, title }, ...rank }) => ({
      presetId: id,
      title,
      ...rank,
    })),
  };
}

function viewRow(
  { line, cells, fault, stored = [], notes = [] }: PreviewRow,
  header: readonly string[],
): PreviewRowView {
  return {
    line,
    cells: [...cells],
    fault,
    faultSentence: fault === null ? null : (findIssueKind(fault)?.sentence('') ?? null),
    stored: stored.map(([column, value]) => [column, value]),
    notes: notes.map(([column, code]) => ({
      column,
      code,
      sentence: findIssueKind(code)?.sentence(header[column] ?? '') ?? code,
    })),
  };
}

export function viewSourceTable(table: SourceTable): SourceTableView {
  const {
    tableName,
    sourceFileId: _file,
    partBytes: _bytes,
    partSha256: _hash,
    readBy: _by,
    ...rest
  } = table;
  const { rowFaults, ...view } = rest;
  return {
    ...view,
    table: tableName,
    header: [...table.header],
    rows: rowFaults === null ? null : sumOfRows(table.rowCount, rowFaults),
    findings: table.findings.map(viewFinding),
  };
}

function sumOfRows(rowCount: number, faults: RowFaults): RowSum {
  const all = Object.values(faults).reduce((sum, rows) => sum + rows, 0);
  const sum = {
    totals: faults['row.total'] ?? 0,
    blank: faults['row.blank'] ?? 0,
    comments: faults['row.comment'] ?? 0,
    headers: faults['row.repeated_header'] ?? 0,
    rulers: faults['row.ruler'] ?? 0,
  };
  const named = Object.values(sum).reduce((before, rows) => before + rows, 0);
  return { records: rowCount - all, damaged: all - named, ...sum };
}
