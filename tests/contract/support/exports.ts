import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  generatePatients,
  type ExpectedOutcome,
} from '../../../scripts/generate-sample/generate-patients.ts';
import type { Vendor } from '../../../scripts/generate-sample/vendor-layouts.ts';
import { plantedValue } from './command-line.ts';

export const optixHeader =
  'patient_id,first_name,last_name,dob,email,mobile,phone,address_1,city,postcode,nhs_number,occupation,' +
  'medical_history,allergies,contact_lens_wearer';

export interface Export {
  readonly file: string;
  readonly expected: ExpectedOutcome;
}

/** A seeded export with the usual faults; answers its path and what must become of its rows. */
export function writeExport(folder: string, rows: number, seed: number, vendor: Vendor = 'optix'): Export {
  const sample = generatePatients({ vendor, rows, seed });
  const file = join(folder, `${vendor}-${rows}-${seed}.csv`);
  writeFileSync(file, [...sample.chunks].join(''));
  return { file, expected: sample.expected };
}

/** One row of an Optix export that passes every check; the last name is the planted value. */
export function optixRow(
  key: string,
  changes: { readonly dob?: string; readonly firstName?: string } = {},
): string {
  const { dob = '01/02/1980', firstName = 'Ada' } = changes;
  return `${key},${firstName},${plantedValue},${dob},,,,1 Long Street,London,SW1A 1AA,,,,,`;
}

/** A small export without faults, each of its patients with the planted last name. */
export function writeCleanExport(folder: string, name: string, rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => optixRow(`P${1000 + index}`));
  return writeText(folder, name, [optixHeader, ...lines].join('\r\n') + '\r\n');
}

export function writeText(folder: string, name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}
