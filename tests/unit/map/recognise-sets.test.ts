import { expect, test } from 'vitest';
import type { PartInspection } from '#contract/operations/file-views';
import type { Preset } from '#main/model/mapping';
import { recogniseSets } from '#main/steps/map/recognise-sets';
import { shippedPreset, vendors } from '../presets/shipped-presets.ts';

function preset(system: string, entity: string, headers: readonly string[]): Preset {
  const columns = headers.map((header, position) => ({ header, field: `field${position}` }));
  const vendor = system.toUpperCase();
  const id = `${system}-${entity}`;
  return { id, version: 1, title: id, vendor, target: 'ils2', entity, sourceSystem: system, columns };
}

function recognised(
  part: string,
  ...tables: readonly (readonly [name: string, header: readonly string[]])[]
): PartInspection {
  return {
    outcome: 'recognised',
    part,
    fileName: part,
    sizeBytes: 1,
    format: 'delimited',
    formatReason: '',
    findings: [],
    tables: tables.map(([name, header]) => ({ name, header: [...header] })),
  } as unknown as PartInspection;
}

const patients = ['pid', 'first', 'last', 'dob'];
const exams = ['eid', 'pid', 'date', 'reason'];
const north = [
  preset('north', 'patient', patients),
  preset('north', 'examination', exams),
  preset('north', 'dispense', ['did', 'eid', 'frame', 'lens']),
];
const south = [
  preset('south', 'patient', ['number', 'forename', 'surname', 'born']),
  preset('south', 'examination', [...exams, 'optom']),
];
const presets = [...south, ...north];

test('files of one system are a set, and what the system exports besides is named as missing', () => {
  const parts = [recognised('exams.csv', ['', exams]), recognised('patients.csv', ['', patients])];
  expect(recogniseSets(parts, presets)).toEqual([
    {
      sourceSystem: 'north',
      title: 'Export of NORTH',
      members: [
        { part: 'exams.csv', table: '', presetId: 'north-examination', entity: 'examination' },
        { part: 'patients.csv', table: '', presetId: 'north-patient', entity: 'patient' },
      ],
      missing: ['dispense'],
    },
  ]);
});

test('a table that two systems could have written is of the one that the other files are of', () => {
  const alike = [...exams, 'optom'];
  const [first] = recogniseSets(
    [recognised('e.csv', ['', alike]), recognised('p.csv', ['', ['number', 'forename', 'surname', 'born']])],
    presets,
  );
  expect(first).toMatchObject({ sourceSystem: 'south', missing: [] });
  expect(first!.members).toHaveLength(2);
});

test('sheets of a workbook and files of an archive are members with their place', () => {
  const parts = [
    recognised('a.zip/book.xlsx', ['Patients', patients], ['Notes', ['x', 'y']], ['Exams', exams]),
  ];
  expect(recogniseSets(parts, presets)[0]!.members.map(({ part, table }) => [part, table])).toEqual([
    ['a.zip/book.xlsx', 'Patients'],
    ['a.zip/book.xlsx', 'Exams'],
  ]);
});

test('two files of the same kind are both members', () => {
  const parts = [recognised('2024.csv', ['', patients]), recognised('2025.csv', ['', patients])];
  expect(recogniseSets(parts, presets)[0]!.members).toHaveLength(2);
});

test('each table is of one set at most, and sets of two systems are apart', () => {
  const parts = [
    recognised('n.csv', ['', patients]),
    recognised('s.csv', ['', ['number', 'forename', 'surname', 'born']]),
    recognised('ne.csv', ['', exams]),
    recognised('other.csv', ['', ['a', 'pid', 'c']]),
  ];
  const sets = recogniseSets(parts, presets);
  const members = sets.flatMap((set) => set.members.map(({ part }) => part));
  expect(members.sort()).toEqual(['n.csv', 'ne.csv', 's.csv']);
  expect(sets.map(({ sourceSystem }) => sourceSystem)).toEqual(['north', 'south']);
});

test('what could not be read is of no set', () => {
  const excluded = {
    outcome: 'excluded',
    part: 'a.pdf',
    fileName: 'a.pdf',
    sizeBytes: 1,
    kind: 'document',
    sentence: '',
  } as const;
  expect(recogniseSets([excluded], presets)).toEqual([]);
});

test.each(vendors)('the export of patients of %s is recognised by the presets that are shipped', (vendor) => {
  const shipped = vendors.map((each) => shippedPreset(each));
  const header = shippedPreset(vendor).columns.map((column) => column.header);
  const [set] = recogniseSets([recognised('x.csv', ['', header])], shipped);
  expect(set).toMatchObject({ sourceSystem: vendor, missing: [] });
});
