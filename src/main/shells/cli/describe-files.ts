import type {
  FileFindingView,
  FileSet,
  PartInspection,
  PreviewRowView,
  RecognisedTableView,
  SourceTableView,
  StagedTables,
  Survey,
} from '#contract/operations/file-views';
import { sizeText } from '#contract/fault-catalogue/entry';
import { count, counted, inColumns, moment, type Output } from './output.ts';

/** Inspections, surveys and staged tables → sentences on the terminal. */

/** With its place in a folder or archive and its sheet, where it has them. */
export function nameOf({ fileName, part, table }: SourceTableView): string {
  return [fileName, part, table].filter((name) => name !== '').join(' · ');
}

/** The tables of a workspace, one a line. */
export function describeTables(output: Output, tables: readonly SourceTableView[]): void {
  const head = ['table', 'rows', 'size', 'read', 'file'];
  const rows = tables.map((table) => [
    String(table.sourceTableId),
    count(table.rowCount),
    sizeText(table.sizeBytes),
    `${moment(table.stagedAt)} by ${table.stagedBy}`,
    nameOf(table),
  ]);
  for (const line of inColumns([head, ...rows], ['right', 'right', 'right', 'left'])) output.say(line);
}

export function withoutRows(part: PartInspection): PartInspection {
  if (part.outcome !== 'recognised') return part;
  const none = { first: [], middle: [], last: [] };
  return { ...part, tables: part.tables.map((table) => ({ ...table, preview: none })) };
}

export function describeSurvey(output: Output, { name, parts, sets }: Survey): void {
  output.say(`${name}: ${counted(parts.length, 'file')}`);
  for (const part of parts) describePart(output, part, false);
  for (const set of sets) if (set.members.length > 1) describeSet(output, set);
}

function describeSet(output: Output, { title, members, missing }: FileSet): void {
  output.say(
    `Belong together as ${title}: ${members.map(({ entity, part }) => `${entity} (${part})`).join(', ')}.`,
  );
  if (missing.length > 0) output.say(`  Not among them: ${missing.join(', ')}.`);
}

export function describePart(output: Output, part: PartInspection, showRows: boolean): void {
  output.say(`\n${part.part || part.fileName}  (${count(part.sizeBytes)} bytes)`);
  if (part.outcome !== 'recognised') {
    const words = part.outcome === 'unreadable' ? 'cannot be read' : 'left out';
    return output.say(`  ${words}: ${whyLeftOut(part)}`);
  }
  output.say(`  ${part.formatReason}`);
  describeFindings(output, part.findings);
  for (const table of part.tables) describeTable(output, table, showRows);
}

/** Empty for what is not left out. */
export function whyLeftOut(part: PartInspection): string {
  if (part.outcome === 'unreadable') return part.fault.message;
  return part.outcome === 'excluded' ? part.sentence : '';
}

function describeTable(output: Output, table: RecognisedTableView, showRows: boolean): void {
  const about = table.isWhole ? '' : 'about ';
  const rows = table.rowsEstimate === null ? '' : `, ${about}${counted(table.rowsEstimate, 'row')}`;
  const title = table.name === '' ? '' : `${table.name}: `;
  output.say(
    `  ${title}${counted(table.header.length, 'column')}${rows}, ${Math.round(table.confidence * 100)} % sure`,
  );
  for (const reason of table.reasons) output.say(`    · ${reason}`);
  for (const { sentence, answer } of table.questions)
    output.say(`    to decide: ${sentence}  (--answer ${answer})`);
  describeFindings(output, table.findings);
  const best = table.presets.find(({ matchedColumns, presetColumns }) => matchedColumns * 2 >= presetColumns);
  if (best) output.say(`    looks like ${best.title}: ${best.reason}`);
  if (!showRows) return;
  output.say(`      ${table.header.join(' | ')}`);
  const { first, middle, last } = table.preview;
  for (const row of first) describeRow(output, row);
  if (middle.length > 0) output.say('    … from the middle');
  for (const row of middle) describeRow(output, row);
  if (last.length > 0) output.say('    … the last rows');
  for (const row of last) describeRow(output, row);
}

/** What is wrong with a row or a cell stands below it in words, for who cannot see it, or hears the screen. */
function describeRow(output: Output, { line, cells, faultSentence, notes }: PreviewRowView): void {
  const reasons = [faultSentence, ...notes.map(({ sentence }) => sentence)].filter((each) => each !== null);
  output.say(`    ${reasons.length > 0 ? '!' : ' '} ${cells.join(' | ')}`);
  const place = line > 0 ? `line ${line}: ` : '';
  for (const reason of reasons) output.say(`      ^ ${place}${reason}`);
}

export function describeFindings(output: Output, findings: readonly FileFindingView[]): void {
  for (const { severity, sentence, remedy } of findings) output.say(`    ${severity}: ${sentence} ${remedy}`);
}

/** What came of one source, or of several, each thing left out with its own as it was given. */
export interface StagedSources {
  readonly tables: StagedTables['tables'];
  readonly leftOut: readonly (StagedTables['leftOut'][number] & { readonly source?: string })[];
}

export function describeStaged(output: Output, { tables, leftOut }: StagedSources): void {
  for (const table of tables) {
    const { sourceTableId, rowCount, findings } = table;
    output.say(`${counted(rowCount, 'row').padStart(15)}  ${nameOf(table)}  (table ${sourceTableId})`);
    const sum = sumOf(table);
    if (sum !== '') output.say(`    ${sum}`);
    describeFindings(output, findings);
  }
  for (const { source = '', part, table, sizeBytes, sentence } of leftOut) {
    const place = [source, part, table].filter((name) => name !== '').join(' · ');
    const size = sizeBytes === 0 ? '' : `  (${sizeText(sizeBytes)})`;
    output.say(`  left out: ${place}${size}  ${sentence}`);
  }
  if (tables.length === 0) output.say('Nothing new was read.');
}

/** `1,204 rows: 1,200 records, 3 blank, 1 total`; empty where all rows are records, or nobody counted. */
export function sumOf({ rowCount, rows }: Pick<SourceTableView, 'rowCount' | 'rows'>): string {
  if (rows === null || rows.records === rowCount) return '';
  const parts = [
    counted(rows.records, 'record'),
    some(rows.damaged, 'damaged'),
    some(rows.totals, rows.totals === 1 ? 'total' : 'totals'),
    some(rows.blank, 'blank'),
    some(rows.comments, rows.comments === 1 ? 'comment' : 'comments'),
    some(rows.headers, 'with the names of the columns again'),
    some(rows.rulers, rows.rulers === 1 ? 'ruled line' : 'ruled lines'),
  ];
  return `${counted(rowCount, 'row')}: ${parts.filter((part) => part !== '').join(', ')}`;
}

function some(rows: number, what: string): string {
  return rows === 0 ? '' : `${count(rows)} ${what}`;
}
