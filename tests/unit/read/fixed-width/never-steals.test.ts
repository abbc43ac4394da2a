import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recogniseDump } from '#main/steps/read/dump/recognise-dump';
import { takeSamples } from '#main/steps/read/file-samples';
import { recogniseFixedWidth } from '#main/steps/read/fixed-width/recognise-fixed-width';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { sourceOf } from '../byte-sources.ts';

const folder = new URL('../../../fixtures/', import.meta.url).pathname;
const files = globSync('**/*.{csv,json,md,tsv,txt}', { cwd: folder });

test('there are files of other formats', () => {
  expect(files.length).toBeGreaterThan(20);
});

test.each(files)('%s is neither of fixed width nor a dump', async (file) => {
  const source = sourceOf(readFileSync(`${folder}${file}`));
  const samples = await takeSamples(source);
  expect(await recogniseFixedWidth(source, samples, {}, defaultReadLimits)).toBeNull();
  expect(await recogniseDump(source, samples, {}, defaultReadLimits)).toBeNull();
});
