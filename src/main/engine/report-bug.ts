/**
 * A bug is written to standard error with its stack and nothing else: stacks name code, not patients. Messages are
 * left out, because a library's message may quote the value that it stumbled over.
 */
export function reportBug(where: string, error: unknown): void {
  const stack =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const name = error instanceof Error ? error.name : typeof error;
  process.stderr.write(`bug in ${where}: ${name}\n${stack.join('\n')}\n`);
}
