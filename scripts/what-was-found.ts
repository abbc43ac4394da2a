// Writes docs/guide/what-was-found.md from the catalogues of faults and findings: `node scripts/what-was-found.ts`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fault, faultCodes, type FaultCode } from '#contract/faults';
import type { FileFindingKind } from '#main/model/file-finding';
import { fileFindingKinds } from '#main/model/file-finding-catalogue';
import type { IssueKind } from '#main/model/issue';
import { readingDumpKinds } from '#main/model/issue-kinds/reading-dump';
import { readingRecordsKinds } from '#main/model/issue-kinds/reading-records';
import { readingTextKinds } from '#main/model/issue-kinds/reading-text';
import { readingWorkbookKinds } from '#main/model/issue-kinds/reading-workbook';
import { issueKinds } from '#main/steps/check/catalogue';
import { rowFaultKinds } from '#main/steps/check/row-faults';
import { exampleOf } from './what-was-found/examples.ts';

export const whatWasFoundFile = join(import.meta.dirname, '..', 'docs', 'guide', 'what-was-found.md');

const cellKinds = [...readingTextKinds, ...readingWorkbookKinds, ...readingDumpKinds, ...readingRecordsKinds];
const field = 'The field';

const introduction = `# What was found, and what to do

Everything that reading and checking can say, in the words of the program. Names and numbers in the sentences are
examples: **patients.csv** stands for your file, **${field}** for the column or field meant. No sentence ever shows a
patient's value. The code beside a sentence never changes; give it to whoever helps you.

Values are never changed for you. What is wrong is corrected in the old system (or in a copy of the file), and the new
export is read. How to hand a file over and correct a guess is in
[Getting your data out and in](getting-your-data-out-and-in.md), and so are the limits (\`--limit\`).

This page is written by the program (\`node scripts/what-was-found.ts\`), and a test compares it with what the program
knows.
`;

/** The whole page. */
export function renderWhatWasFound(): string {
  const reading = new Set([...rowFaultKinds, ...cellKinds]);
  const later = issueKinds.filter((kind) => !reading.has(kind));
  return [
    introduction,
    section(
      'A file that is not read',
      'Nothing of the file is kept, and the workspace stays as it was. Of a folder or a zip, every other file is read.',
      faultTable(faultCodes.filter((code) => /^(?:read|files)\./u.test(code))),
    ),
    section(
      'About a file or a table as a whole',
      '**Please decide**: it is not read before you answer. **Please look**: it is read, and someone should look at it. **To know**: what was left out on purpose, so that everything in the file is accounted for. Where a file is too large to be looked at as a whole, such a sentence begins with “In the parts looked at:” before it is read; reading counts all of it.',
      findingTable(fileFindingKinds),
    ),
    section('About a row as a whole', rowStates, kindTable(rowFaultKinds)),
    section(
      'About a single cell, while reading',
      'The row is kept as it stands. The finding counts when the column is carried over to a field.',
      kindTable(cellKinds),
    ),
    section(
      'About a value or a record, when the rows are checked',
      'Found in the Checks step, after the columns were given their meaning.',
      kindTable(later),
    ),
  ].join('\n');
}

const rowStates =
  'Every row is kept as it stands in the file. **Rejected**: it cannot be read as a record. **Held**: a person has to look before it is uploaded. **Skipped**: left out on purpose, and nothing is lost. **Accepted, look at it**: it is uploaded.';

const severities = {
  hold: 'Please decide',
  warn: 'Please look',
  note: 'To know',
} satisfies Record<FileFindingKind['severity'], string>;

const states = {
  reject: 'Rejected',
  hold: 'Held',
  skip: 'Skipped',
  warn: 'Accepted, look at it',
} satisfies Record<IssueKind['severity'], string>;

function section(title: string, lead: string, table: string): string {
  return `## ${title}\n${lead}\n\n${table}`;
}

function faultTable(codes: readonly FaultCode[]): string {
  const rows = codes.map((code) => [fault(code, exampleOf(code) as never).message, `\`${code}\``]);
  return table(['What it says', 'Code'], rows);
}

function findingTable(kinds: readonly FileFindingKind[]): string {
  const rows = kinds.map(({ code, severity, sentence, remedy }) => [
    sentence(exampleOf(code)),
    remedy,
    severities[severity],
    `\`${code}\``,
  ]);
  return table(['What it says', 'What to do', 'What follows', 'Code'], rows);
}

function kindTable(kinds: readonly IssueKind[]): string {
  const rows = kinds.map(({ code, severity, sentence, remedy }) => [
    sentence(field),
    remedy,
    states[severity],
    `\`${code}\``,
  ]);
  return table(['What it says', 'What to do', 'The row is', 'Code'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(tableLine).join('');
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map(inTable).join(' | ')} |\n`;
}

function inTable(text: string): string {
  return text.startsWith('`') ? text : text.replaceAll(/[\\|<>*_]/gu, (sign) => `\\${sign}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(whatWasFoundFile, renderWhatWasFound());
}
