import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { numberText, sizeText } from '#contract/fault-catalogue/entry';
import { readLimitsOverride } from '#contract/read-limits';
import { addReadOptions } from '#main/shells/cli/read-options';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { Command } from 'commander';

const guide = readFileSync(
  join(import.meta.dirname, '../../../docs/guide/getting-your-data-out-and-in.md'),
  'utf8',
);

test('the guide has every limit with its usual value', () => {
  const limits = Object.entries(defaultReadLimits) as [string, number][];
  expect(limits.map(([name]) => name).toSorted()).toEqual(Object.keys(readLimitsOverride.shape).toSorted());
  const lines = limits.map(
    ([name, value]) => `| \`${name}\` | ${name.endsWith('Bytes') ? sizeText(value) : numberText(value)} |`,
  );
  expect(lines.filter((line) => !guide.includes(line))).toEqual([]);
});

test('the guide names every option that corrects how a file is read', () => {
  const options = addReadOptions(new Command()).options.map(({ long }) => long ?? '');
  expect(options.length).toBeGreaterThan(8);
  expect(options.filter((option) => !guide.includes(option))).toEqual([]);
});
