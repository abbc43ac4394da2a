import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endWithUsage, readFlags } from '../flags.ts';
import { generateCorpus } from './generate.ts';
import type { FileTruth } from './truth.ts';

const usage =
  'npm run corpus -- --out folder [--seed 1] [--kind part-of-a-name] [--per-kind 13] [--max-rows 6000]';
const { out, kind, ...numbers } = readFlags(usage, {
  out: { type: 'string' },
  seed: { type: 'string', default: '1' },
  kind: { type: 'string', default: '' },
  'per-kind': { type: 'string', default: '1000' },
  'max-rows': { type: 'string', default: '1000000' },
});
const wish = {
  seed: Number(numbers.seed),
  kind,
  perKind: Number(numbers['per-kind']),
  maxRows: Number(numbers['max-rows']),
};
if (out === undefined || ![wish.seed, wish.perKind, wish.maxRows].every(Number.isInteger)) {
  endWithUsage(usage, 'A folder to write to and whole numbers are needed.');
}

const truths: FileTruth[] = [];
for await (const { bytes, truth } of generateCorpus(wish)) {
  const path = join(out, truth.file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  truths.push(truth);
}
writeFileSync(join(out, 'truth.json'), JSON.stringify(truths));
const kinds = new Set(truths.map((truth) => truth.kind)).size;
console.log(`${truths.length} files of ${kinds} kinds of damage; what is true of them is in truth.json.`);
