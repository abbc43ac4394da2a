import type { DamageKind } from '../kind.ts';
import { aroundTheTable } from './around-the-table.ts';
import { containerKinds } from './containers.ts';
import { cutKinds } from './cut-off.ts';
import { dialectKinds } from './dialects.ts';
import { dumpKinds } from './dumps.ts';
import { encodingKinds } from './encodings.ts';
import { fixedWidthKinds } from './fixed-width.ts';
import { listingKinds } from './listings.ts';
import { otherWriterKinds } from './other-writers.ts';
import { recordKinds } from './records.ts';
import { rowKinds } from './rows.ts';
import { stackedSheetKinds } from './stacked-sheets.ts';
import { valueKinds } from './values.ts';
import { workbookKinds } from './workbooks.ts';

export const kinds: readonly DamageKind[] = [
  ...dialectKinds,
  ...aroundTheTable,
  ...rowKinds,
  ...cutKinds,
  ...valueKinds,
  ...encodingKinds,
  ...workbookKinds,
  ...dumpKinds,
  ...recordKinds,
  ...fixedWidthKinds,
  ...containerKinds,
  ...otherWriterKinds,
  ...listingKinds,
  ...stackedSheetKinds,
];
