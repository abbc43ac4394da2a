import { expect, onTestFinished, test, vi } from 'vitest';
import { reportBug } from '#main/engine/report-bug';

function reported(error: unknown): string {
  const written: string[] = [];
  const write = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  onTestFinished(() => write.mockRestore());
  reportBug('rows.list', error);
  return written.join('');
}

test('a bug is written with the places of its stack and no word of its message', () => {
  const text = reported(
    new TypeError('cannot read\n  at Moorfields, Ann Lee\n  at 01/02/1980:1:2\nof undefined'),
  );
  expect(text).toMatch(/^bug in rows\.list: TypeError\n\s+at .*report-bug\.test\.ts:\d+:\d+/);
  expect(text).not.toMatch(/Moorfields|Ann|1980|undefined/);
});

test('a stack whose message was changed afterwards still shows none of it', () => {
  const error = new Error('first words\n    at Moorfields (Ann Lee)');
  error.message = 'other words';
  expect(reported(error)).not.toMatch(/Moorfields|words/);
});

test('something thrown that is no error is named by its type alone', () => {
  expect(reported('Ann Lee')).toBe('bug in rows.list: string\n\n');
});
