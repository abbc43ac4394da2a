import { type Making, variantOf } from './kind.ts';

/** A second table beside the patients: what they came for, and when. */
export function inventVisits(making: Making): { readonly header: string[]; readonly rows: string[][] } {
  const rows = Array.from({ length: Math.max(3, Math.floor(making.rows / 2)) }, (_, index) => [
    String(1000 + index),
    String(1 + (index % making.rows)).padStart(7, '0'),
    `0${1 + (index % 9)}/06/2024`,
    variantOf({ ...making, index }, ['Sight test', 'Contact lens check', 'Collection']),
  ]);
  return { header: ['visit_id', 'patient_id', 'visit_date', 'reason'], rows };
}
