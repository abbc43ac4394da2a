/** Text that cannot be read is kept in rows of no more than this many characters. */
export const maxUnreadCharacters = 256 * 1024;

/** The end of at most `length` characters that does not part a pair of surrogates. */
export function wholeCharacters(text: string, start: number, length: number): number {
  const end = Math.min(text.length, start + Math.max(2, length));
  const parted = end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return parted ? end - 1 : end;
}

/**
 * Text that is passed over, in stretches whose ends depend on nothing but where it begins, however much of it is known.
 * What is left at `end` comes too when `isEnd`; otherwise the position from which it is to be gone on with is answered.
 */
export function passOver(
  text: string,
  { start, end, isEnd }: { readonly start: number; readonly end: number; readonly isEnd: boolean },
  take: (start: number, end: number) => void,
): number {
  let at = start;
  while (end - at > maxUnreadCharacters) {
    const next = wholeCharacters(text, at, maxUnreadCharacters);
    take(at, next);
    at = next;
  }
  if (!isEnd) return at;
  if (at < end) take(at, end);
  return end;
}
