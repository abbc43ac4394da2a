import { expect, test } from 'vitest';
import { encodingName } from '#contract/encoding-names';
import { type TextEncoding, textEncodings } from '#contract/layout';
import { fileFindingKind } from '#main/model/file-finding-catalogue';
import { DamagedLines } from '#main/steps/read/text/damaged-lines';

function findingsOf(damaged: DamagedLines, encoding: TextEncoding) {
  return damaged.findings(encoding).map((finding) => {
    return { ...finding, sentence: fileFindingKind(finding).sentence(finding.params) };
  });
}

test('damaged lines are counted once each and the first five are named', () => {
  const damaged = new DamagedLines();
  expect(damaged.findings('utf-8')).toEqual([]);
  for (const damagedLines of [[3, 17], [17, 40, 41], [], [52, 60]]) {
    damaged.add({ damagedLines, otherLines: [] });
  }
  expect(findingsOf(damaged, 'utf-8')).toEqual([
    {
      code: 'text.mixed_encodings',
      params: { lines: 6, first: '3, 17, 40, 41, 52', encoding: 'UTF-8' },
      sentence: expect.stringMatching(
        /^6 lines of the file have .* UTF-8 .* lines 3, 17, 40, 41, 52 and more/,
      ),
    },
  ]);
});

test('a single line is named alone, and another encoding has another finding', () => {
  const damaged = new DamagedLines();
  damaged.add({ damagedLines: [8], otherLines: [] });
  const [finding] = findingsOf(damaged, 'windows-1252');
  expect(finding!.code).toBe('text.undefined_bytes');
  expect(finding!.sentence).toMatch(/^1 line of the file has .*: line 8\./);
});

test('lines in the other encoding are named, and those among them that are in both', () => {
  const damaged = new DamagedLines();
  damaged.add({ damagedLines: [], otherLines: [2] }, 10);
  damaged.add({ damagedLines: [9], otherLines: [7, 9] }, 10);
  expect(findingsOf(damaged, 'utf-8+cp850')).toMatchObject([
    {
      code: 'text.lines_in_other_encoding',
      params: { lines: 3, first: '12, 17, 19', encoding: 'Code page 850 (DOS, Western European)' },
    },
    { code: 'text.mixed_lines', params: { lines: 1, first: '19' } },
  ]);
});

test('every encoding has a name of its own for people', () => {
  expect(new Set(textEncodings.map(encodingName)).size).toBe(textEncodings.length);
});
