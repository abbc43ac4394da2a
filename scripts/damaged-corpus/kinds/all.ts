import type { DamageKind } from '../kind.ts';
import { aroundTheTable } from './around-the-table.ts';
import { cutKinds } from './cut-off.ts';
import { dialectKinds } from './dialects.ts';
import { rowKinds } from './rows.ts';
import { valueKinds } from './values.ts';

export const kinds: readonly DamageKind[] = [
  ...dialectKinds,
  ...aroundTheTable,
  ...rowKinds,
  ...cutKinds,
  ...valueKinds,
];
