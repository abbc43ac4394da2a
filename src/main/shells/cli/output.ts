import type { TaskSnapshot } from '#contract/events';
import { exitCodeOf, type Fault } from '#contract/faults';
import type { Reconciliation } from '#contract/reconciliation';
import { failed, type Result } from '#contract/result';

const numbers = new Intl.NumberFormat('en-GB');

/** Where a command's words go. With `json`, standard output carries one Result and nothing else. */
export interface Output {
  readonly json: boolean;
  /** A sentence of the answer. */
  say(text: string): void;
  /** Something beside the answer, such as a recovery key or a hint; never on standard output. */
  note(text: string): void;
  progress(snapshot: TaskSnapshot): void;
  endProgress(): void;
}

export function createOutput(json: boolean): Output {
  const live = !json && process.stderr.isTTY;
  return {
    json,
    say: (text) => void (json || process.stdout.write(`${printable(text)}\n`)),
    note: (text) => void process.stderr.write(`${printable(text)}\n`),
    progress: (snapshot) => void (live && process.stderr.write(`\r\u001B[2K${progressLine(snapshot)}`)),
    endProgress: () => void (live && process.stderr.write('\r\u001B[2K')),
  };
}

/** What a hostile file holds must not steer the terminal: signs that could are shown as pictures of themselves. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it takes away
  return text.replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, (sign) => {
    const code = sign.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '�';
  });
}

/** Prints how a command ended and answers its exit code. */
export function finish(output: Output, result: Result<unknown>): number {
  if (output.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (!result.ok) process.stderr.write(`${printable(result.fault.message)}\n(${result.fault.code})\n`);
  return result.ok ? 0 : exitCodeOf(result.fault.code);
}

/** Done, but not all of it: a failure by its exit code, with what was done beside the fault. */
export function doneInPart(why: Fault, value: unknown): Result<never> {
  return Object.assign(failed(why), { value });
}

export function faultOfSnapshot(snapshot: TaskSnapshot): Fault | null {
  return snapshot.fault as Fault | null;
}

export function count(value: number): string {
  return numbers.format(value);
}

const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** `30 Nov 2026, 17:40`, by this computer's clock. */
export function moment(iso: string): string {
  return moments.format(new Date(iso));
}

/** Rows of cells → lines whose cells stand below one another; the last cell may be as long as it is. */
export function inColumns(
  rows: readonly (readonly string[])[],
  sides: readonly ('left' | 'right')[],
): string[] {
  const widths = sides.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number): string => {
    const width = widths[column] ?? 0;
    return sides[column] === 'right' ? text.padStart(width) : text.padEnd(width);
  };
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}

/** `1 file`, `4,200 files`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `1 record`, `4,200 records`; `is` and `are` when a verb follows. */
export function countRecords(value: number, one = '', many = one): string {
  const [noun, verb] = value === 1 ? ['record', one] : ['records', many];
  return `${count(value)} ${noun}${verb && ` ${verb}`}`;
}

const activities: Readonly<Record<TaskSnapshot['kind'], string>> = {
  'files.survey': 'Looking',
  'files.stage': 'Reading',
  'files.reread': 'Reading',
  'files.remove': 'Removing',
  'files.profile': 'Counting',
  'checks.run': 'Checking',
  'upload.run': 'Uploading',
  'verify.run': 'Verifying',
  'rollback.run': 'Removing',
};

/** One line: `Uploading  4,200 of 9,871 rows  [████████░░░░░░░░░░░░]  43 %  21,000 rows/s  about 3 s left`. */
export function progressLine(snapshot: TaskSnapshot): string {
  const ofRows = snapshot.total === null ? '' : ` of ${count(snapshot.total)}`;
  const share =
    snapshot.total !== null && snapshot.total > 0
      ? snapshot.done / snapshot.total
      : snapshot.bytes !== null && snapshot.totalBytes
        ? snapshot.bytes / snapshot.totalBytes
        : null;
  const parts = [activities[snapshot.kind].padEnd(9), `${count(snapshot.done)}${ofRows} rows`];
  if (share !== null) parts.push(`[${bar(share)}]`, `${Math.floor(share * 100)} %`);
  if (snapshot.rowsPerSecond !== null) parts.push(`${count(Math.round(snapshot.rowsPerSecond))} rows/s`);
  if (snapshot.waiting) return `${parts.join('  ')}  the central database does not answer, trying again`;
  if (snapshot.secondsLeft !== null) parts.push(`about ${durationWords(snapshot.secondsLeft)} left`);
  return parts.join('  ');
}

function bar(share: number): string {
  const width = 20;
  const filled = Math.round(Math.min(1, share) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

function durationWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return `${Math.ceil(seconds / 60)} min`;
}

/** `read 10,412 = accepted 10,388 + held 19 + rejected 2 + skipped 3 · central 10,388`. */
export function reconciliationLine(sum: Reconciliation): string {
  const line =
    `read ${count(sum.read)} = accepted ${count(sum.accepted)} + held ${count(sum.held)}` +
    ` + rejected ${count(sum.rejected)} + skipped ${count(sum.skipped)}`;
  return sum.central === null ? line : `${line} · central ${count(sum.central)}`;
}
