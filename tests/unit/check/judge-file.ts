import Papa from 'papaparse';
import type { RowState } from '#contract/reconciliation';
import { patient } from '#main/model/entities/patient';
import type { RecordValues } from '#main/model/entity';
import type { Finding, Report } from '#main/model/issue';
import type { MappingContent } from '#main/model/mapping';
import { compileChecks } from '#main/steps/check/compile-checks';
import { DuplicateRows, externalIdConflict, rowRepeated } from '#main/steps/check/duplicate-rows';
import { rowFaultKind } from '#main/steps/check/row-faults';
import { rowStateOf } from '#main/steps/check/row-state';
import { compileConversion } from '#main/steps/convert/compile-conversion';

export interface JudgedRow {
  readonly rowNo: number;
  readonly values: RecordValues | null;
  readonly findings: Finding[];
  readonly state: () => RowState;
}

/** Cells of every row, the header first. */
export function parseCsv(text: string): string[][] {
  const rows = Papa.parse<string[]>(text.replace(/^\uFEFF/, '')).data;
  if (rows.at(-1)?.length === 1 && rows.at(-1)?.[0] === '') rows.pop();
  return rows;
}

/** Every row of a file through conversion, checks and the search for duplicates, as the engine drives them. */
export function judgeFile(rows: readonly string[][], mapping: MappingContent, today: string): JudgedRow[] {
  const convert = compileConversion(patient, mapping);
  const check = compileChecks(patient, mapping, { today });
  const duplicates = new DuplicateRows(rows.length);
  const columns = rows[0]!.length;
  const judged: JudgedRow[] = [];
  for (const [index, cells] of rows.entries()) {
    if (index === 0) continue;
    const findings: Finding[] = [];
    const report: Report = (kind, fieldIndex) => findings.push({ kind, fieldIndex });
    const state = () => rowStateOf(findings.map(({ kind }) => kind.severity));
    const fault = cells.length === 1 && cells[0] === '' ? 'row.blank' : 'row.wrong_cell_count';
    if (cells.length !== columns) {
      report(rowFaultKind(fault), -1);
      judged.push({ rowNo: index, values: null, findings, state });
      continue;
    }
    const values = [...convert(cells, report)];
    check(values, report);
    judged.push({ rowNo: index, values, findings, state });
    const externalId = values[0];
    if (typeof externalId !== 'string') continue;
    const verdict = duplicates.judge(index, externalId, {
      hasSameKey: (earlier) => judged[earlier - 1]!.values?.[0] === externalId,
      isSameRow: (earlier) => JSON.stringify(rows[earlier]) === JSON.stringify(cells),
    });
    if (verdict.kind === 'repeated') report(rowRepeated, -1);
    if (verdict.kind === 'conflict') {
      report(externalIdConflict, 0);
      if (verdict.holdEarlier) {
        judged[verdict.earlierRowNo - 1]!.findings.push({ kind: externalIdConflict, fieldIndex: 0 });
      }
    }
  }
  return judged;
}
