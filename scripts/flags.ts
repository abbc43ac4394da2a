import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

type Flags<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options }>
>['values'];

/** Reads a script's flags. `--help` prints the usage and ends it; an unknown flag does the same with exit code 2. */
export function readFlags<const Options extends ParseArgsOptionsConfig>(
  usage: string,
  options: Options,
): Flags<Options> {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    console.log(`Usage: ${usage}`);
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return endWithUsage(usage, error instanceof Error ? error.message : '');
  }
}

export function endWithUsage(usage: string, why: string): never {
  console.error(`${why}\nUsage: ${usage}`);
  process.exit(2);
}
