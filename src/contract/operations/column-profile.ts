import { z } from 'zod';

/** What one column holds. Values are patients’ data, for the screen only. */
export const columnProfile = z.object({
  column: z.number().int(),
  name: z.string(),
  rows: z.number().int(),
  filled: z.number().int(),
  /** Different values; exact up to `distinctLimit`, above it a lower bound. */
  distinct: z.number().int(),
  isDistinctExact: z.boolean(),
  /** Shapes of the values, the most frequent first: `9{10}`, `Aa+`, `99/99/9999`. */
  shapes: z.array(z.object({ mask: z.string(), rows: z.number().int() })),
  /** How many rows have a shape that is not listed. */
  otherShapes: z.number().int(),
  /** By number where all values are numbers, else by letter. */
  smallest: z.string().nullable(),
  largest: z.string().nullable(),
  shortestCharacters: z.number().int(),
  longestCharacters: z.number().int(),
  examples: z.array(z.string()),
});
export type ColumnProfile = z.infer<typeof columnProfile>;

export const columnProfiles = z.object({ rows: z.number().int(), columns: z.array(columnProfile) });
export type ColumnProfiles = z.infer<typeof columnProfiles>;
