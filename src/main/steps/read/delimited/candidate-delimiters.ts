/** Signs that separate columns, and how usual that is. Others are not looked at. */
const usual: ReadonlyMap<string, number> = new Map([
  [',', 1],
  [';', 1],
  ['\t', 1],
  ['|', 1],
  ['^', 0.95],
  ['~', 0.95],
  ['¬', 0.95],
  ['§', 0.95],
  ['¦', 0.95],
  ['¤', 0.9],
  ['þ', 0.8],
  ['•', 0.9],
  ['·', 0.8],
  ['!', 0.8],
  ['#', 0.75],
  ['&', 0.75],
  ['*', 0.75],
  ['%', 0.7],
  ['$', 0.7],
  ['=', 0.65],
  ['\\', 0.7],
  [':', 0.65],
  ['/', 0.6],
  [' ', 0.5],
]);
const usualOfControls = 0.95;
const usualOfSeveral = 1;

export function usualness(delimiter: string): number {
  if (delimiter.length > 1) return usualOfSeveral;
  return usual.get(delimiter) ?? usualOfControls;
}

const lookedAtLines = 400;
const minShareOfLines = 0.25;
const minShareOfSequences = 0.4;
const maxCandidates = 8;

/** Signs and sequences of signs that may separate the columns of these lines. */
export function candidateDelimiters(lines: readonly string[]): string[] {
  const looked = lines.filter((line) => line.trim() !== '').slice(0, lookedAtLines);
  return [
    ...mostUsed(looked, signsOf, minShareOfLines),
    ...mostUsed(looked, sequencesOf, minShareOfSequences),
  ];
}

function mostUsed(
  lines: readonly string[],
  of: (line: string) => Iterable<string>,
  minShare: number,
): string[] {
  const counts = new Map<string, number>();
  for (const line of lines)
    for (const each of new Set(of(line))) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= Math.max(1, lines.length * minShare))
    .sort(([one, oneCount], [other, otherCount]) => otherCount * usualness(other) - oneCount * usualness(one))
    .slice(0, maxCandidates)
    .map(([delimiter]) => delimiter);
}

function* signsOf(line: string): Iterable<string> {
  for (const sign of line) if (usual.has(sign) || isControl(sign)) yield sign;
}

/** Line ends and NUL bytes, which are damage, are not among them. */
function isControl(sign: string): boolean {
  return sign < ' ' && !'\0\n\r\f'.includes(sign);
}

const maxLength = 8;
const longestRun = 24;

function* sequencesOf(line: string): Iterable<string> {
  for (const [run] of line.matchAll(/[^\p{L}\p{N}\s"'.]{2,}|\t{2,}/gu)) {
    if (run.length > longestRun) continue;
    for (let start = 0; start < run.length - 1; start += 1) {
      for (let length = 2; length <= Math.min(maxLength, run.length - start); length += 1)
        yield run.slice(start, start + length);
    }
  }
}
