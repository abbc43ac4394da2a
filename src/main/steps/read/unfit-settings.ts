import { formatNoun } from '#contract/fault-catalogue/read-text';
import { fault, type Fault } from '#contract/faults';
import { decidedOf, settingsOf, settingsOfFormat, type LayoutOverride } from '#contract/layout';
import type { RecognisedFile } from './recognition.ts';

/** What a person decided and the file, as it is recognised, does not have: it would be ignored in silence. */
export function unfitSettings(
  file: string,
  override: LayoutOverride,
  { format, tables }: RecognisedFile,
): Fault | null {
  const settings = settingsOfFormat(format);
  const layouts = tables.map(({ layout }) => settingsOf(layout));
  // Records of JSON have names of their own, unless they are lists: lines of names are then as they were decided.
  const isMet = (name: string, value: unknown): boolean =>
    settings.some((known) => known === name) &&
    (name !== 'headerLines' || layouts.some(({ headerLines }) => headerLines === value));
  const decided = Object.entries(decidedOf(override)).filter(([name]) => name !== 'format');
  const unfit = decided.filter(([name, value]) => !isMet(name, value)).map(([name]) => name);
  if (unfit.length === 0) return null;
  const isNamed = format === 'json' && layouts.every(({ headerLines }) => headerLines === 0);
  const known = settings.filter((name) => !unfit.includes(name) && !(isNamed && name === 'headerLines'));
  return fault('read.unfit_settings', {
    file,
    format: formatNoun(format),
    settings: unfit.map(optionOf).join(', '),
    known: known.map(optionOf).join(', '),
  });
}

/** As the command line has it. */
function optionOf(setting: string): string {
  return `--${setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
