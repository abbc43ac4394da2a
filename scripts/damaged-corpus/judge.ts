import { fileFindingKind } from '#main/model/file-finding-catalogue';
import type { FileRead, TableRead } from './read-corpus-file.ts';
import { compareRows, type RowComparison } from './compare-rows.ts';
import type { FileTruth, LayoutTruth } from './truth.ts';

/** How a file was read, against what is true of it. Null where the question does not arise. */
export interface Judgement {
  readonly format: boolean;
  readonly encoding: boolean | null;
  readonly delimiter: boolean | null;
  readonly header: boolean | null;
  /** Every intact row is there exactly and in order, every damaged one is said to be so, and there is nothing else. */
  readonly rows: boolean | null;
  readonly asked: boolean | null;
  readonly told: boolean | null;
  readonly askedWithoutNeed: boolean;
  /** Rows are wrong or missing, and nothing that a person sees says so. */
  readonly silent: boolean;
  /** Codes of what was said and the first differences, without values. */
  readonly notes: string;
}

export function judge(truth: FileTruth, read: FileRead): Judgement {
  const outcome = outcomeOf(read);
  const isRecognised = outcome === 'recognised' && truth.outcomes.includes('recognised');
  const comparison = compareRows(truth, read);
  const said = whatWasSaid(read);
  const tables = truth.tables.length > 0 && truth.outcomes[0] === 'recognised';
  const ofTables = (right: () => boolean | null): boolean | null => (tables ? isRecognised && right() : null);
  const asks = said.asks > 0 || said.faults > 0;
  return {
    format: isFormatRight(truth, read, outcome),
    encoding: ofTables(() => agrees(truth, read, encodingAgrees)),
    delimiter: truth.format === 'delimited' ? ofTables(() => agrees(truth, read, delimiterAgrees)) : null,
    header: ofTables(() => headersAgree(truth, read)),
    rows: ofTables(() => comparison.isExact),
    asked: truth.ask.length > 0 ? asks : null,
    told: truth.tell.length > 0 ? said.anything : null,
    askedWithoutNeed: truth.ask.length + truth.tell.length === 0 && said.asks > 0,
    silent: isSilent(comparison, said),
    notes: describe(outcome, comparison, said),
  };
}

interface Said {
  /** Questions, and findings that hold the file until a person decides. */
  readonly asks: number;
  readonly faults: number;
  readonly warnings: number;
  readonly anything: boolean;
  readonly codes: readonly string[];
}

function whatWasSaid({ parts, tables }: FileRead): Said {
  const files = parts.flatMap((part) => (part.outcome === 'recognised' ? [part.file] : []));
  const recognised = files.flatMap((file) => file.tables);
  const questions = recognised.flatMap((table) => table.questions.map(({ code }) => code));
  const findings = [...files, ...recognised, ...tables].flatMap((each) => each.findings);
  const severities = findings.map((finding) => fileFindingKind(finding).severity);
  const faults = [
    ...parts.flatMap((part) => (part.outcome === 'unreadable' ? [part.fault.code] : [])),
    ...tables.flatMap(({ fault }) => (fault === null ? [] : [fault.code])),
  ];
  const rows = tables.flatMap((table) => table.rows);
  const rowCodes = new Set(
    rows.flatMap(({ fault, notes = [] }) => [fault, ...notes.map(([, code]) => code)]),
  );
  rowCodes.delete(null);
  rowCodes.delete('row.blank');
  const leftOut = parts.some(({ outcome }) => outcome === 'excluded') ? ['excluded'] : [];
  const codes = [...questions.map((code) => `?${code}`), ...findings.map(({ code }) => code), ...faults];
  return {
    asks: questions.length + severities.filter((severity) => severity === 'hold').length,
    faults: faults.length,
    warnings: severities.filter((severity) => severity !== 'note').length,
    anything: codes.length + rowCodes.size + leftOut.length > 0,
    codes: [...new Set([...codes, ...leftOut, ...(rowCodes as Set<string>)])],
  };
}

/**
 * A clean row that is not in the truth is wrong whatever is said of other rows: only what is said of the file as a
 * whole makes a person look. A missing row is told by anything at all.
 */
function isSilent(comparison: RowComparison, said: Said): boolean {
  const isHeld = said.asks + said.faults + said.warnings > 0;
  return (comparison.unexpected > 0 && !isHeld) || (comparison.missing > 0 && !said.anything);
}

function outcomeOf({ parts }: FileRead): string {
  if (parts.some(({ outcome }) => outcome === 'recognised')) return 'recognised';
  return parts[0]?.outcome ?? 'nothing';
}

function isFormatRight(truth: FileTruth, { parts }: FileRead, outcome: string): boolean {
  if (!(truth.outcomes as readonly string[]).includes(outcome)) return false;
  if (truth.format === 'zip') {
    return truth.leftOut.every((name) => parts.find(({ part }) => part === name)?.outcome === 'excluded');
  }
  const [part] = parts;
  if (part?.outcome !== 'recognised' || truth.format === 'none') return true;
  return part.file.format === truth.format;
}

function agrees(
  truth: FileTruth,
  read: FileRead,
  agree: (layout: LayoutTruth, table: TableRead) => boolean,
): boolean {
  return truth.tables.every(({ layout }, index) => {
    // Several tables in one file share how they are written, also where they were not told apart.
    const table = read.tables[index] ?? read.tables.at(-1);
    return table !== undefined && agree(layout, table);
  });
}

function encodingAgrees(expected: LayoutTruth, { recognised: { layout } }: TableRead): boolean {
  if (expected.encoding === undefined || !('encoding' in layout)) return true;
  return [expected.encoding, ...(expected.encodingAlso ?? [])].includes(layout.encoding);
}

function delimiterAgrees(expected: LayoutTruth, { recognised: { layout }, header }: TableRead): boolean {
  if (layout.format !== 'delimited') return false;
  return layout.delimiter === expected.delimiter || header.length === 1;
}

function headersAgree(truth: FileTruth, { tables }: FileRead): boolean {
  return truth.tables.every(({ header }, index) => {
    const found = tables[index]?.header;
    if (found === undefined) return false;
    if (header === null) return true;
    // Where records are damaged, their reader adds a column for the text that belongs to none.
    const length = truth.format === 'json' || truth.format === 'xml' ? header.length : found.length;
    if (header.length !== length) return false;
    return header.every((name, column) => {
      return !isNamed(name, header, column) || squeezed(name) === squeezed(found[column]!);
    });
  });
}

/** Empty and repeated names are completed by the reader, in its own words. */
function isNamed(name: string, header: readonly string[], column: number): boolean {
  const lower = name.toLowerCase();
  return name !== '' && header.findIndex((other) => other.toLowerCase() === lower) === column;
}

function squeezed(name: string): string {
  return name.replaceAll(/[\s–—-]+/g, ' ').trim();
}

function describe(outcome: string, comparison: RowComparison, said: Said): string {
  const { expected, exact, unexpected, missing, doubted } = comparison;
  const rows = `${exact} of ${expected} rows exact, ${unexpected} not in the file, ${missing} missing, ${doubted} doubted though intact`;
  return `${outcome}; ${rows}; ${said.codes.join(' ')}`;
}
