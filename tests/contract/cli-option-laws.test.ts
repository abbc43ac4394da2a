import { spawnSync } from 'node:child_process';
import { Command } from 'commander';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decidedOf, doubleEncodings, newlines, textEncodings, type LayoutOverride } from '#contract/layout';
import { optionsOf } from '#main/shells/cli/layout-options';
import { addReadOptions, overrideOf, type ReadOptions } from '#main/shells/cli/read-options';

/** A text as an option can hold it: no shell hands over a NUL, and none half a character. */
const signs = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .string({
      unit: fc.oneof(
        fc.constantFrom(
          ...Array.from(String.raw`\,:;'"|~ tx0`),
          '\t',
          '\n',
          '\u001F',
          '\u0085',
          '\u00A0',
          '\u2003',
          '€',
          '😀',
        ),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      minLength: 1,
      maxLength,
    })
    .filter((text) => text.length <= maxLength && !text.includes('\0'));
const line = fc.integer({ min: 1, max: 1e9 });

const settings: fc.Arbitrary<LayoutOverride> = fc
  .record(
    {
      format: fc.constantFrom('delimited', 'fixed-width', 'workbook', 'pg-dump', 'json', 'xml'),
      encoding: fc.constantFrom(...textEncodings),
      undoDoubleEncoding: fc.constantFrom(null, ...doubleEncodings),
      newline: fc.constantFrom(...newlines),
      delimiter: fc.oneof(signs(8), fc.constantFrom(',', '\t', 'comma', 'tab', 'pipe', String.raw`\t`, '\\')),
      quote: fc.constantFrom('"', "'", ''),
      escape: fc.constantFrom('doubled', 'backslash'),
      firstLine: line,
      lastLine: fc.option(line),
      headerLines: fc.integer({ min: 0, max: 5 }),
      comment: fc.oneof(signs(4), fc.constantFrom(null, 'none', '--', '#')),
      trailingDelimiter: fc.boolean(),
      columns: fc.array(fc.record({ name: signs(12), start: line, width: line }), {
        minLength: 1,
        maxLength: 4,
      }),
    },
    { requiredKeys: [] },
  )
  .map((given) => given as LayoutOverride);

/** The words that a shell makes of a command line. */
function wordsOf(line: string): string[] {
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  return stdout.split('\0').slice(0, -1);
}

function readBack(line: string): LayoutOverride | undefined {
  const command = addReadOptions(new Command('read')).exitOverride();
  command.parse(line === '' ? [] : wordsOf(line), { from: 'user' });
  return overrideOf(command.opts<ReadOptions>());
}

test('the options that are printed for settings are read back as the same settings', () => {
  fc.assert(
    fc.property(settings, (decided) => {
      expect(readBack(optionsOf(decided)) ?? {}).toEqual(decidedOf(decided));
    }),
    { numRuns: 300 },
  );
});
