/** The long chaos run: the suite's own tests with many more kills and faults. */
import { spawnSync } from 'node:child_process';
import { readFlags } from './flags.ts';

const flags = readFlags('npm run chaos -- [--kills 1000] [--faults 300] [--seed 20261]', {
  kills: { type: 'string', default: '1000' },
  faults: { type: 'string', default: '300' },
  seed: { type: 'string', default: '20261' },
});
const { status } = spawnSync('vitest', ['run', 'tests/chaos'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: {
    ...process.env,
    PRACTICE_MIGRATOR_CHAOS_KILLS: flags.kills,
    PRACTICE_MIGRATOR_CHAOS_FAULTS: flags.faults,
    PRACTICE_MIGRATOR_CHAOS_SEED: flags.seed,
  },
});
process.exitCode = status ?? 1;
