import { entry } from './entry.ts';

/** What can be wrong while reading: delimited. */
export const readDelimitedFaults = {
  'read.comments_only': entry<{ file: string; comment: string }>(
    'input',
    422,
    (p) =>
      `Every line of “${p.file}” with text in it begins with “${p.comment}”, as comments do, so no row is left. Choose that it has no comments, or export it again from the old system.`,
  ),
};
