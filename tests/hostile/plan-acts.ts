import type { Client } from 'pg';
import type { Act } from './act.ts';
import type { Attack } from './battlefield.ts';

/** Every setting that needs no right and makes the server talk about how it runs a statement. */
const curious = [
  'SET client_min_messages = log',
  'SET debug_print_parse = on',
  'SET debug_print_rewritten = on',
  'SET debug_print_plan = on',
  'SET debug_pretty_print = on',
  'SET trace_sort = on',
  'SET plan_cache_mode = force_custom_plan',
];

/** Calls of the whole api, answered or refused after some statements inside; `$1` is a job of the attacker's own. */
const calls: Readonly<Record<string, string>> = {
  'who it is': 'api.whoami()',
  'a new job': `api.open_job(gen_random_uuid(), 'patient', 'optix', NULL)`,
  'a job’s state': 'api.job_state($1)',
  'a ledger': 'api.batch_ledger($1, 0, 100)',
  'a verification': 'api.verify_batches($1, 1, 9)',
  'a batch’s hashes': 'api.record_hashes($1, 1)',
  'hashes by id': `api.hashes_by_id('patient', ARRAY[gen_random_uuid()])`,
  'a count': `api.count_records('patient')`,
  'a batch': `api.put_batch($1, 1, $2, $3, $4, $5)`,
  'a closed job': 'api.finish_job($1, 0, 0, 0, 0, 0)',
  'a rollback’s preview': 'api.rollback_preview($1)',
  'a rollback’s rest': 'api.rollback_kept($1, 100)',
  'a rollback of a batch that is none': 'api.rollback_batch($1, 99)',
  'a rollback’s end': 'api.finish_rollback(gen_random_uuid())',
  'an event': `api.log_event($1, 'upload', 'seen', '{"records": 1}')`,
  'a figure': `api.record_metric($1, 'upload', 1, 0, 1)`,
  'a preset': `api.put_preset('plans', 1, '{"a": 1}')`,
  'the presets': 'api.list_presets()',
};

export const planActs: Act[] = Object.entries(calls).map(([what, call]) => ({
  name: `asks for the plan trees of ${what}`,
  expected: 'own',
  run: (attack) => expectOwnTreesOnly(attack, call),
}));

/** The server shows the trees of the attacker's own statement, as for any other, and not a byte of what it runs inside. */
async function expectOwnTreesOnly({ client, own }: Attack, call: string): Promise<void> {
  for (const setting of curious) await client.query(setting);
  const { job, batch } = own;
  const values = call.includes('$5')
    ? [job, batch.batchId, batch.sha256, batch.records.length, batch.payload]
    : [job].slice(0, call.includes('$1') ? 1 : 0);
  const trees = await messagesOf(client, 'SELECT 1', []);
  if (trees.length === 0)
    throw new Error('no trees at all: the settings no longer do what this act is about');
  const shown = await messagesOf(client, `SELECT FROM ${call}`, values);
  const inside = shown.slice(trees.length);
  const bytes = inside.join('').length;
  if (inside.length > 0) throw new Error(`shows ${inside.length} more messages, ${bytes} bytes`);
}

/** What the server says while it runs a statement, whether that ends well or is refused. */
async function messagesOf(client: Client, text: string, values: unknown[]): Promise<string[]> {
  const messages: string[] = [];
  const listen = (notice: { message?: string | undefined; detail?: string | undefined }): void => {
    messages.push(`${notice.message ?? ''}${notice.detail ?? ''}`);
  };
  client.on('notice', listen);
  await client.query(text, values).catch(() => undefined);
  client.off('notice', listen);
  return messages;
}
