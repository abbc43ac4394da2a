import type { FileFinding } from '#main/model/file-finding';

/**
 * What was found in the start of a file and in later samples, as found in parts of it: counts are added up. Where a
 * line is, is known in the start alone: `line` becomes 0 and `first` empty in what only a later sample has.
 */
export function foundInParts(
  start: readonly FileFinding[],
  ...later: readonly (readonly FileFinding[])[]
): FileFinding[] {
  const joined = new Map<string, FileFinding>();
  for (const finding of [...start, ...later.flat().map(withoutPlace)]) {
    const key = JSON.stringify([finding.code, Object.entries(finding.params).filter(isSubject)]);
    const known = joined.get(key);
    joined.set(key, known === undefined ? { ...finding, inPart: true } : sum(known, finding));
  }
  return [...joined.values()];
}

const lines = 'first';

/** A name tells what a finding is about; the lines that it names do not. */
function isSubject([name, value]: [string, string | number]): boolean {
  return typeof value === 'string' && name !== lines;
}

function withoutPlace({ code, params }: FileFinding): FileFinding {
  const places = { ...('line' in params && { line: 0 }), ...(lines in params && { [lines]: '' }) };
  return { code, params: { ...params, ...places } };
}

function sum(known: FileFinding, more: FileFinding): FileFinding {
  const params = Object.entries(known.params).map(([name, value]) => {
    const other = more.params[name];
    return [name, typeof value === 'number' && typeof other === 'number' ? value + other : value] as const;
  });
  return { ...known, params: Object.fromEntries(params) };
}
