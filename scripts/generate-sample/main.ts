import { closeSync, openSync, writeSync } from 'node:fs';
import { endWithUsage, readFlags } from '../flags.ts';
import { generatePatients } from './generate-patients.ts';
import { layouts, type Vendor } from './vendor-layouts.ts';

const usage = 'npm run sample -- --out file.csv [--vendor optix|occuco|acuity] [--rows 10000] [--seed 7]';
const { vendor, out, ...numbers } = readFlags(usage, {
  vendor: { type: 'string', default: 'optix' },
  rows: { type: 'string', default: '10000' },
  seed: { type: 'string', default: '7' },
  out: { type: 'string' },
});
const rows = Number(numbers.rows);
const seed = Number(numbers.seed);
if (out === undefined || !Object.hasOwn(layouts, vendor) || !isCount(rows) || !Number.isInteger(seed)) {
  endWithUsage(usage, 'A file to write, one of the three vendors and whole numbers are needed.');
}

const sample = generatePatients({ vendor: vendor as Vendor, rows, seed });
const file = openSync(out, 'w');
for (const chunk of sample.chunks) writeSync(file, chunk);
closeSync(file);
console.log(JSON.stringify(sample.expected, null, 2));

function isCount(number: number): boolean {
  return Number.isInteger(number) && number >= 0;
}
