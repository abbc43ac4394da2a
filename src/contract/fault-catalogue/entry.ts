type Params = Readonly<Record<string, string | number>>;

export interface FaultEntry<P extends Params> {
  readonly exitCode: number;
  readonly httpStatus: number;
  readonly sentence: (params: P) => string;
}

/** Exit codes: what kind of help is needed, so that a script can branch without reading sentences. */
export const exits = {
  bug: 1,
  usage: 2,
  input: 3,
  needsPerson: 4,
  workspace: 5,
  central: 6,
  mismatch: 7,
  inPart: 8,
  cancelled: 130,
} as const;

export function entry<P extends Params>(
  exit: keyof typeof exits,
  httpStatus: number,
  sentence: (params: P) => string,
): FaultEntry<P> {
  return { exitCode: exits[exit], httpStatus, sentence };
}

export type Nothing = Readonly<Record<string, never>>;

const bytesOfKilobyte = 1024;

/** A size as people write it: “300 bytes”, “16 MB”. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let size = bytes;
  let unit = 0;
  for (; size >= bytesOfKilobyte && unit < units.length - 1; unit += 1) size /= bytesOfKilobyte;
  return `${numberText(Math.round(size * 10) / 10)} ${units[unit]}`;
}

export function numberText(number: number): string {
  return number.toLocaleString('en-GB');
}
