// npx node scripts/generate-sample/main.ts --vendor optix --rows 10000 --seed 7 --out file.csv
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { generatePatients } from './generate-patients.ts';
import { layouts, type Vendor } from './vendor-layouts.ts';

const { values } = parseArgs({
  options: {
    vendor: { type: 'string', default: 'optix' },
    rows: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '7' },
    out: { type: 'string' },
  },
});
const rows = Number(values.rows);
const seed = Number(values.seed);
if (
  values.out === undefined ||
  !Object.hasOwn(layouts, values.vendor) ||
  !isCount(rows) ||
  !Number.isInteger(seed)
) {
  console.error('Usage: main.ts --vendor optix|occuco|acuity --rows 10000 --seed 7 --out file.csv');
  process.exit(2);
}

const sample = generatePatients({ vendor: values.vendor as Vendor, rows, seed });
const file = openSync(values.out, 'w');
for (const chunk of sample.chunks) writeSync(file, chunk);
closeSync(file);
console.log(JSON.stringify(sample.expected, null, 2));

function isCount(number: number): boolean {
  return Number.isInteger(number) && number >= 0;
}
