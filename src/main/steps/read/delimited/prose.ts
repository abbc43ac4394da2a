/** Whether lines without columns are a letter or a note: sentences that go on from line to line, and no list. */
export function isProse(text: string): boolean {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  if (lines.length < 2) return false;
  const words = lines.reduce((sum, line) => sum + line.trim().split(/\s+/).length, 0);
  const running = lines.filter((line) => /^\p{Ll}|[.!?:,;]\s*$/u.test(line.trim()));
  return words >= lines.length * 3 && running.length * 2 >= lines.length;
}
