import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultCodes } from '#contract/faults';
import { fileFindingKinds } from '#main/model/file-finding-catalogue';
import { issueKinds } from '#main/steps/check/catalogue';
import { renderWhatWasFound, whatWasFoundFile } from '../../../scripts/what-was-found.ts';

const page = readFileSync(whatWasFoundFile, 'utf8');
const readingFaults = faultCodes.filter((code) => code.startsWith('read.') || code.startsWith('files.'));

function timesNamed(code: string): number {
  return page.split(`| \`${code}\` |`).length - 1;
}

test('the guide has every sentence in its present words (node scripts/what-was-found.ts)', () => {
  expect(page).toBe(renderWhatWasFound());
});

test.each([
  ['faults of reading', readingFaults],
  ['findings on files', fileFindingKinds.map(({ code }) => code)],
  ['findings on rows and cells', issueKinds.map(({ code }) => code)],
])('the guide names all %s, each once', (_, codes) => {
  expect(codes.filter((code) => timesNamed(code) !== 1)).toEqual([]);
});
