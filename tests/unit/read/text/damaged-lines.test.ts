import { expect, test } from 'vitest';
import { encodingName } from '#contract/encoding-names';
import { textEncodings } from '#contract/layout';
import { fileFindingKind } from '#main/model/file-finding-catalogue';
import { DamagedLines } from '#main/steps/read/text/damaged-lines';

test('damaged lines are counted once each and the first five are named', () => {
  const damaged = new DamagedLines();
  expect(damaged.finding('utf-8')).toBeNull();
  damaged.add([3, 17]);
  damaged.add([17, 40, 41]);
  damaged.add([]);
  damaged.add([52, 60]);
  const finding = damaged.finding('utf-8')!;
  expect(finding).toEqual({
    code: 'text.mixed_encodings',
    params: { lines: 6, first: '3, 17, 40, 41, 52', encoding: 'UTF-8' },
  });
  expect(fileFindingKind(finding).sentence(finding.params)).toMatch(
    /^6 lines of the file have .* UTF-8 .* lines 3, 17, 40, 41, 52 and more/,
  );
});

test('a single line is named alone, and another encoding has another finding', () => {
  const damaged = new DamagedLines();
  damaged.add([8]);
  const finding = damaged.finding('windows-1252')!;
  expect(finding.code).toBe('text.undefined_bytes');
  expect(fileFindingKind(finding).sentence(finding.params)).toMatch(/^1 line of the file has .*: line 8\./);
});

test('every encoding has a name of its own for people', () => {
  expect(new Set(textEncodings.map(encodingName)).size).toBe(textEncodings.length);
});
