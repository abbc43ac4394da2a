/**
 * The whole suite with one command: finds what it needs, runs the tests of the parts (vitest) and of the built
 * window (Playwright), and ends with one line of totals. Exits with 1 when anything failed or nothing ran.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { provideChromium } from './test-tools/chromium.ts';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

const reports = join('artifacts', 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const browser = provideChromium();
if ('missing' in browser) {
  console.error(browser.missing);
  process.exit(1);
}
console.log(`Chromium: ${browser.path}`);
const environment = {
  ...process.env,
  PRACTICE_MIGRATOR_CHROMIUM: browser.path,
  // The program is started some five hundred times: compiled once, it starts in half the time.
  NODE_COMPILE_CACHE: resolve('node_modules', '.cache', 'node'),
};

const unitReport = join(reports, 'parts.json');
const parts = runTool('vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${unitReport}`,
]);
const partTotals = parts.ran ? readVitest(unitReport) : none();

const built = runTool('electron-vite', ['build', '--logLevel', 'warn']);
const windowReport = join(reports, 'window.json');
const window = built.ok
  ? runTool('playwright', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: windowReport })
  : { ok: false, ran: false };
const windowTotals = window.ran ? readPlaywright(windowReport) : none();

const passed = partTotals.passed + windowTotals.passed;
const failed = partTotals.failed + windowTotals.failed;
const skipped = partTotals.skipped + windowTotals.skipped;
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(
  parts.ok && built.ok && window.ok && failed === 0 && partTotals.passed > 0 && windowTotals.passed > 0
    ? 0
    : 1,
);

function runTool(
  name: string,
  args: string[],
  more: Record<string, string> = {},
): { ok: boolean; ran: boolean } {
  const options = {
    stdio: 'inherit' as const,
    env: { ...environment, ...more },
    shell: process.platform === 'win32',
  };
  const { status, error } = spawnSync(name, args, options);
  if (error) console.error(`${name} could not be started: ${error.message}`);
  return { ok: status === 0, ran: error === undefined };
}

function none(): Totals {
  return { passed: 0, failed: 0, skipped: 0 };
}

function readVitest(path: string): Totals {
  const report = JSON.parse(readFileSync(path, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
  };
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
}

function readPlaywright(path: string): Totals {
  const { stats } = JSON.parse(readFileSync(path, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
