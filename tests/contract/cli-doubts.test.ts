import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshCentral, type FreshCentral } from '../support/central-server.ts';
import { jsonOf } from './support/command-line.ts';
import { optixHeader, optixRow, writeCleanExport, writeText } from './support/exports.ts';
import { makePractice, migration, patientsOf, testFolder, type Practice } from './support/practice.ts';

const folder = testFolder();
let central: FreshCentral;

beforeAll(async () => {
  central = await freshCentral();
});
afterAll(() => central.drop());

const goOn = ['--skip-duplicates', '--continue-on-error'];

describe('an export that writes the month first, under a preset that reads the day first', () => {
  let practice: Practice;
  const lines = Array.from({ length: 360 }, (_, index) => {
    const [month, day] = [1 + (index % 12), 1 + (index % 28)].map((part) => String(part).padStart(2, '0'));
    return optixRow(`P${index}`, { dob: `${month}/${day}/1980` });
  });
  const file = writeText(folder, 'month-first.csv', [optixHeader, ...lines].join('\r\n') + '\r\n');

  beforeAll(async () => {
    practice = await makePractice(central, folder, 'month-first');
  });

  test('ends with exit code 4, names the column, why it is in doubt and how to go on, and sends nothing', async () => {
    const stopped = await practice.migrate(file, ...goOn);
    expect(stopped.code).toBe(4);
    expect(stopped.stdout).toContain('dob → Date of birth');
    expect(stopped.stdout).toMatch(/\d+ of 360 dates can only be month\/day\/year, not day\/month\/year/);
    expect(stopped.stdout).toContain('--confirm-column dob');
    expect(stopped.stderr).toContain('(mapping.unconfirmed)');
    expect(stopped.stdout + stopped.stderr).not.toMatch(/\d\d\/\d\d\/1980/);
    expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: 0 });
  });

  test('says the same to a script', async () => {
    const stopped = await practice.migrate(file, ...goOn, '--json');
    expect(stopped.code).toBe(4);
    expect(jsonOf(stopped).fault).toMatchObject({
      code: 'mapping.unconfirmed',
      params: { columns: '“dob”' },
    });
  });

  test('a confirmed header that the file lacks is a mistake of the command', async () => {
    const mistyped = await practice.migrate(file, ...goOn, '--confirm-column', 'DOB', '--json');
    expect(mistyped.code).toBe(2);
    expect(jsonOf(mistyped).fault).toMatchObject({
      code: 'mapping.unknown_column',
      params: { column: 'DOB' },
    });
    expect(await patientsOf(central, practice.tenantId)).toMatchObject({ records: 0 });
  });

  test('goes on once the column is confirmed by name', async () => {
    const done = await practice.migrate(file, ...goOn, '--confirm-column', 'dob');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toContain('Confirmed as right: dob.');
    expect((await patientsOf(central, practice.tenantId)).records).toBeGreaterThan(0);
  });
});

function named(file: string, system: string): string[] {
  return migration(file).map((word) => (word === 'optix' ? system : word));
}

describe('a source system that is not the preset’s', () => {
  test('is refused before a workspace is made', async () => {
    const practice = await makePractice(central, folder, 'first-typo');
    const file = writeCleanExport(folder, 'first-typo.csv', 3);
    const enrolment = ['--enrolment', practice.enrolmentFile];
    const refused = await practice.run([...named(file, 'optik'), ...enrolment, '--json']);
    expect(refused.code).toBe(4);
    expect(jsonOf(refused).fault).toMatchObject({
      code: 'mapping.other_source_system',
      params: { asked: 'optik', known: 'optix' },
    });
    expect(readdirSync(practice.dataFolder)).toEqual([]);
  });

  test('does not double a practice that was uploaded, and is taken when it is confirmed', async () => {
    const practice = await makePractice(central, folder, 'later-typo');
    expect(await practice.migrate(writeCleanExport(folder, 'january.csv', 30))).toMatchObject({ code: 0 });
    const february = writeCleanExport(folder, 'february.csv', 31);
    const refused = await practice.run(named(february, 'optik'));
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('“optik”');
    expect(refused.stderr).toContain('“optix”');
    expect(refused.stderr).toContain('--confirm-source-system');
    expect(await patientsOf(central, practice.tenantId)).toEqual({ records: 30, externalIds: 30 });
    const done = await practice.run([...named(february, 'optik'), '--confirm-source-system']);
    expect(done.code).toBe(0);
    expect(await patientsOf(central, practice.tenantId)).toEqual({ records: 61, externalIds: 31 });
  });
});
