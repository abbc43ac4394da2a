import { createHash, randomUUID } from 'node:crypto';
import { batchIdOf } from '#main/model/batch';
import { openJob } from '../central/batches.ts';
import type { Act } from './act.ts';

/** What takes the server's disk, memory or time from everybody, and what would lift the limits against it. */
export const resourceActs: Act[] = [
  {
    name: 'fills the disk with a sort that a cursor holds',
    expected: '53400',
    run: async ({ client }) => {
      await client.query(`SET work_mem = '64kB'`);
      await client.query('BEGIN');
      await client.query(
        `DECLARE c SCROLL CURSOR FOR SELECT repeat('x', 1000) AS v, i FROM generate_series(1, 400000) AS i ORDER BY 1, 2`,
      );
      return client.query('MOVE LAST FROM c');
    },
  },
  {
    name: 'lifts its limit of temporary files for the session',
    expected: '42501',
    run: ({ client }) => client.query('SET temp_file_limit = -1'),
  },
  {
    name: 'lifts its limit of temporary files for good',
    expected: '42501',
    run: ({ client }) => client.query('ALTER ROLE CURRENT_USER SET temp_file_limit = -1'),
  },
  {
    name: 'fills the write-ahead log',
    expected: '42501',
    run: ({ client }) => client.query(`SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000000))`),
  },
  {
    name: 'sends a batch of 65 MiB that is right in every other respect',
    expected: 'PM011',
    run: async ({ client }) => {
      const { job } = await openJob(client);
      const size = 65 * 1024 * 1024;
      const sha256 = createHash('sha256').update('x'.repeat(size)).digest();
      const values = [job, batchIdOf(job, 1, sha256), sha256, size];
      return client.query(`SELECT * FROM api.put_batch($1, 1, $2, $3, 1, repeat('x', $4))`, values);
    },
  },
  {
    // No wall: PostgreSQL lets every role change these for itself. What it can do with the time is what has limits.
    name: 'lifts its own time limits, which it may',
    expected: 'own',
    run: async ({ client }) => {
      await client.query('SET statement_timeout = 0');
      await client.query('SET idle_in_transaction_session_timeout = 0');
      await client.query('BEGIN');
      await client.query('ROLLBACK');
      return client.query(`SELECT * FROM api.batch_ledger($1, 0, 1)`, [randomUUID()]);
    },
  },
];
