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

const lookedAtLines = 150;
const minShareOfLines = 0.25;
const minShareOfSequences = 0.4;
const maxCandidates = 8;

/** Signs and sequences of signs that may separate the columns of these lines. */
export function candidateDelimiters(lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line.trim() !== '');
  const step = Math.max(1, Math.floor(filled.length / lookedAtLines));
  const looked = filled.filter((_, index) => index % step === 0);
  return [
    ...mostUsed(looked, signsOf, minShareOfLines),
    ...mostUsed(looked, sequencesOf, minShareOfSequences).filter((sequence) =>
      standsTogether(sequence, looked),
    ),
    ...[', ', '; '].filter((loose) => isWrittenLoosely(loose, looked)),
  ];
}

/** A blank after every sign of the first line, and before quotation marks, which otherwise would not quote. */
function isWrittenLoosely(loose: string, lines: readonly string[]): boolean {
  const [first = ''] = lines;
  const isLoose = first.includes(loose) && occurrences(first, loose) === occurrences(first, loose.trim());
  return isLoose && lines.some((line) => line.includes(`${loose}"`));
}

const minShareTogether = 0.6;

/** Whether its signs hardly ever stand without it, as two semicolons do around an empty cell. */
function standsTogether(sequence: string, lines: readonly string[]): boolean {
  const [only, ...others] = new Set(sequence);
  if (others.length === 0 && usual.has(only!)) return standsInRuns(only!, sequence.length, lines);
  const all = lines.reduce((sum, line) => sum + occurrences(line, sequence), 0);
  return Array.from(new Set(sequence)).every((sign) => {
    const alone = lines.reduce((sum, line) => sum + occurrences(line, sign), 0);
    return !usual.has(sign) || all * occurrences(sequence, sign) >= alone * minShareTogether;
  });
}

const minShareInRuns = 0.7;

/** Of one sign again and again: it hardly stands in runs of another length, as it does around columns without values. */
function standsInRuns(sign: string, length: number, lines: readonly string[]): boolean {
  let runs = 0;
  let whole = 0;
  for (const line of lines) {
    for (let place = line.indexOf(sign); place !== -1; place = line.indexOf(sign, place)) {
      const start = place;
      while (line.startsWith(sign, place)) place += 1;
      runs += 1;
      if ((place - start) % length === 0) whole += 1;
    }
  }
  return whole >= runs * minShareInRuns;
}

/** Without overlaps, as a text is split. */
function occurrences(text: string, sought: string): number {
  let count = 0;
  for (let place = text.indexOf(sought); place !== -1; place = text.indexOf(sought, place + sought.length)) {
    count += 1;
  }
  return count;
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
