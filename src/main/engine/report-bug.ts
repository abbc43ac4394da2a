/**
 * A bug is written to standard error with its stack and nothing else: stacks name code, not patients. Messages are
 * left out, because a library's message may quote the value that it stumbled over.
 */
export function reportBug(where: string, error: unknown): void {
  reportPlaces(where, describePlaces(error));
}

/** As `reportBug`, for an error that another process described. */
export function reportPlaces(where: string, places: string): void {
  process.stderr.write(`bug in ${where}: ${places}\n`);
}

/** An error's kind and the places of its stack. */
export function describePlaces(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  return `${name}\n${placesOf(error).join('\n')}`;
}

/** A line of a stack that ends in a file, line and column, or in a place of the runtime's own. */
const place = /^\s+at (?:.*\()?(?:file:|node:|[A-Za-z]:\\|\/)[^\s()]*:\d+:\d+\)?$/;

/** Where an error was thrown, line by line. The message stands before the first of them and may have lines of its own. */
function placesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const head = `${error.name}: ${error.message}`;
  const stack = error.stack ?? '';
  const after = stack.startsWith(head) ? stack.slice(head.length) : stack;
  return after.split('\n').filter((line) => place.test(line));
}
