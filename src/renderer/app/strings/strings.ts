import type { Format } from '../format.ts';
import { enGb, type Strings } from './en-GB.ts';
import { enUs } from './en-US.ts';

/** The words of the format's language. Functions in a catalogue take plain numbers and format them themselves. */
export function stringsFor(format: Format): Strings {
  const british = enGb(format);
  if (format.locale === 'en-GB') return british;
  const merged = Object.entries(british).map(([section, words]) => [
    section,
    { ...words, ...enUs[section as keyof Strings] },
  ]);
  return Object.fromEntries(merged) as Strings;
}
