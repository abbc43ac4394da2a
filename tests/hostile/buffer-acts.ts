import type { Client } from 'pg';
import type { Act } from './act.ts';
import type { Attack } from './battlefield.ts';

/** Calls that read, with what they are called on. `$1` is a job of the attacker's own, `$2` its records' ids. */
const reads: Readonly<Record<string, string>> = {
  whoami: 'api.whoami()',
  job_state: 'api.job_state($1)',
  batch_ledger: 'api.batch_ledger($1, 0, 100)',
  verify_batches: 'api.verify_batches($1, 1, 1)',
  record_hashes: 'api.record_hashes($1, 1)',
  hashes_by_id: `api.hashes_by_id('patient', $2)`,
  count_records: `api.count_records('patient')`,
  rollback_preview: 'api.rollback_preview($1)',
  rollback_kept: 'api.rollback_kept($1, 100)',
  list_presets: 'api.list_presets()',
};

/** Ways to talk the planner out of the index that begins with the tenant; none of these settings needs a right. */
const persuasions: Readonly<Record<string, readonly string[]>> = {
  'as it is': [],
  'without indexes': [
    'SET enable_indexscan = off',
    'SET enable_indexonlyscan = off',
    'SET enable_bitmapscan = off',
  ],
  'with indexes that cost the earth': [
    'SET random_page_cost = 1e200',
    'SET cpu_index_tuple_cost = 1e200',
    'SET cpu_operator_cost = 1e100',
    'SET seq_page_cost = 0',
  ],
};

/**
 * What a call may need more or less when others' rows go from a dozen to thousands: its index is a page deeper, the
 * two pages on which its own entries begin and end, which it shares with others, are split, and of two indexes that
 * begin with the tenant another one is taken (measured: 5 of 500).
 */
const bufferDrift = 8;

export const bufferActs: Act[] = Object.entries(persuasions).map(([how, settings]) => ({
  name: `counts the buffers of its calls, ${how}, while the other grows`,
  expected: 'own',
  run: async (attack) => {
    for (const setting of settings) await attack.client.query(setting);
    // Enough of its own for the planner to have a choice.
    const job = await attack.ownUploads(500);
    const counts = [await buffersOfAll(attack, job)];
    for (const happens of [attack.vacuum, () => attack.foeUploads(2000), attack.vacuum]) {
      await happens();
      counts.push(await buffersOfAll(attack, job));
    }
    const told = Object.keys(reads)
      .map((name) => ({ name, buffers: counts.map((count) => count[name]!) }))
      .filter(({ buffers }) => Math.max(...buffers) - Math.min(...buffers) > bufferDrift);
    if (told.length === 0) return;
    throw new Error(told.map(({ name, buffers }) => `${name} ${buffers.join(' → ')}`).join(', '));
  },
}));

async function buffersOfAll(attack: Attack, job: string): Promise<Record<string, number>> {
  const ids = attack.own.batch.records.map(({ id }) => id);
  const counts: Record<string, number> = {};
  for (const [name, call] of Object.entries(reads)) {
    const text = call.replace('$1', `'${job}'`).replace('$2', `'{${ids.join()}}'`);
    counts[name] = await buffersOf(attack.client, text);
  }
  return counts;
}

/** The fewest of some runs: the first ones of a session plan anew each time, and look names up in the catalog. */
async function buffersOf(client: Client, call: string): Promise<number> {
  const counts: number[] = [];
  for (let run = 0; run < 8; run += 1) {
    const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM ${call}`);
    const plan = rows[0]['QUERY PLAN'][0].Plan;
    counts.push(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']);
  }
  return Math.min(...counts);
}
