import { fault } from '#contract/faults';
import type { MappingView } from '#contract/operations/mapping';
import { failed, ok, type Result } from '#contract/result';
import type { Output } from './output.ts';
import type { Runner } from './runner.ts';

export interface MappingOptions {
  readonly sourceSystem: string;
  readonly preset: string;
  /** Headers of doubtful columns that the caller looked at and found right. */
  readonly confirmColumn: readonly string[];
  readonly confirmSourceSystem: boolean;
}

/** Proposes the named preset's mapping and approves it in the caller's name, unless a column is in doubt. */
export async function mapByPreset(
  runner: Runner,
  sourceTableId: number,
  { preset, sourceSystem, confirmColumn, confirmSourceSystem }: MappingOptions,
): Promise<Result<MappingView>> {
  const proposed = await runner.run('mapping.propose', {
    sourceTableId,
    presetId: preset,
    sourceSystem,
    confirmSourceSystem,
  });
  if (!proposed.ok) return proposed;
  const { mappingId, columns } = proposed.value;
  const left = columns.filter(({ field }) => field === null).map(nameOf);
  if (left.length > 0) runner.output.say(`Will not be carried over: ${left.join(', ')}.`);
  const confirmedColumns = findColumns(columns, confirmColumn);
  if (!confirmedColumns.ok) return confirmedColumns;
  const approval = { mappingId, approvedBy: runner.caller.name, confirmedColumns: confirmedColumns.value };
  const approved = await runner.run('mapping.approve', approval);
  if (!approved.ok) {
    if (approved.fault.code === 'mapping.unconfirmed') nameDoubts(runner.output, columns, confirmColumn);
    return approved;
  }
  if (confirmColumn.length > 0) runner.output.say(`Confirmed as right: ${confirmColumn.join(', ')}.`);
  runner.output.say(`Mapping by preset ${preset} approved as ${runner.caller.name} (--approved-by).`);
  return approved;
}

/** Positions of the columns with exactly these headers. */
function findColumns(columns: MappingView['columns'], headers: readonly string[]): Result<number[]> {
  const positions: number[] = [];
  for (const header of headers) {
    const found = columns.find((column) => column.header === header);
    if (found === undefined) {
      const known = columns.map(nameOf).join(', ');
      return failed(fault('mapping.unknown_column', { column: header, known }));
    }
    positions.push(found.column);
  }
  return ok(positions);
}

/** Each column in doubt with what speaks for and against it, and the words that let it through. */
function nameDoubts(output: Output, columns: MappingView['columns'], confirmed: readonly string[]): void {
  const doubtful = columns.filter(
    ({ field, header, confidence }) =>
      field !== null && confidence === 'unsure' && !confirmed.includes(header),
  );
  output.say('Not certain enough to be approved without a look at the file:');
  for (const { header, fieldLabel, conversion, evidence } of doubtful) {
    output.say(`  ${header} → ${fieldLabel}`);
    for (const sentence of [...(conversion === null ? [] : [conversion]), ...evidence]) {
      output.say(`      ${sentence}`);
    }
  }
  const words = doubtful.map(({ header }) => `--confirm-column ${quoted(header)}`).join(' ');
  output.say(`If they are right as described, run the command again with ${words}`);
}

/** A column by its name, or by its place when the name is so long that it may be a value. */
function nameOf({ header, column }: MappingView['columns'][number]): string {
  return header.length > 60 ? `column ${column + 1}` : header;
}

function quoted(header: string): string {
  return /^[\w.-]+$/.test(header) ? header : `"${header}"`;
}
