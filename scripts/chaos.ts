/**
 * The long chaos run: the suite's own tests with many more kills and faults.
 *   npm run chaos -- [--kills 1000] [--faults 300] [--seed 20261]
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    faults: { type: 'string', default: '300' },
    seed: { type: 'string', default: '20261' },
  },
});
const { status } = spawnSync('vitest', ['run', 'tests/chaos'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: {
    ...process.env,
    PRACTICE_MIGRATOR_CHAOS_KILLS: values.kills,
    PRACTICE_MIGRATOR_CHAOS_FAULTS: values.faults,
    PRACTICE_MIGRATOR_CHAOS_SEED: values.seed,
  },
});
process.exitCode = status ?? 1;
