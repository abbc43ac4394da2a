import { z } from 'zod';
import { faultValue } from '../events.ts';
import { layout, layoutOverride } from '../layout.ts';

const singleSources = [
  z.strictObject({ kind: z.literal('path'), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('spool'), spoolId: z.number().int().positive() }),
] as const;

/**
 * What a person hands over, by its path (a file, a folder or an archive) or, from a browser, which knows no paths, in
 * pieces into the workspace; or several of these together, as if they lay in one folder.
 */
export const fileSource = z.discriminatedUnion('kind', [
  ...singleSources,
  z.strictObject({
    kind: z.literal('several'),
    sources: z.array(z.discriminatedUnion('kind', singleSources)).min(1).max(10_000),
  }),
]);
export type SingleSource = z.infer<(typeof singleSources)[number]>;
export type FileSource = z.infer<typeof fileSource>;

/** A finding on a file or a table as a whole. */
export const fileFindingView = z.object({
  code: z.string(),
  severity: z.enum(['hold', 'warn', 'note']),
  sentence: z.string(),
  remedy: z.string(),
});
export type FileFindingView = z.infer<typeof fileFindingView>;

/** Patients' data, for the screen only. `line` is 0 where it is not known. */
export const previewRow = z.object({
  line: z.number().int(),
  cells: z.array(z.string()),
  fault: z.string().nullable(),
  /** What is wrong with the row, in words; null when nothing is. */
  faultSentence: z.string().nullable(),
  /** Cells as they are stored, where they are shown otherwise. */
  stored: z.array(z.tuple([z.number().int(), z.string()])),
  /** Findings on single cells, in words. */
  notes: z.array(z.object({ column: z.number().int(), code: z.string(), sentence: z.string() })),
});
export type PreviewRowView = z.infer<typeof previewRow>;

export const fittingPreset = z.object({
  presetId: z.string(),
  title: z.string(),
  matchedColumns: z.number(),
  presetColumns: z.number(),
  reason: z.string(),
});

export const recognisedTable = z.object({
  /** The sheet, the dump’s table, the path of the records; empty for a file’s only table. */
  name: z.string(),
  layout,
  /** 0 to 1. */
  confidence: z.number().min(0).max(1),
  reasons: z.array(z.string()),
  /** What a person has to answer before the table is read. `answer` says that it is right as it was shown. */
  questions: z.array(z.object({ code: z.string(), sentence: z.string(), answer: z.string() })),
  header: z.array(z.string()),
  /** Up to 20 rows each; `middle` and `last` are empty where `first` is all. */
  preview: z.object({
    first: z.array(previewRow),
    middle: z.array(previewRow),
    last: z.array(previewRow),
  }),
  rowsEstimate: z.number().nullable(),
  /** All rows were looked at: `rowsEstimate` and the findings are exact. */
  isWhole: z.boolean(),
  findings: z.array(fileFindingView),
  presets: z.array(fittingPreset),
});
export type RecognisedTableView = z.infer<typeof recognisedTable>;

const place = {
  /** Within the folder or archive; empty for the file itself. */
  part: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
};

/** What one file was recognised as. */
export const partInspection = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('recognised'),
    ...place,
    /** Stands for the content that was looked at. Given back, it has nothing else read. */
    seen: z.string(),
    format: z.string(),
    formatReason: z.string(),
    tables: z.array(recognisedTable),
    findings: z.array(fileFindingView),
  }),
  /** Left out on purpose, and named: a picture, a document, a system’s own file. */
  z.object({ outcome: z.literal('excluded'), ...place, kind: z.string(), sentence: z.string() }),
  z.object({ outcome: z.literal('unreadable'), ...place, fault: faultValue }),
]);
export type PartInspection = z.infer<typeof partInspection>;

/** Left out because it may not be looked into (a link, no permission), not because it holds no records. */
export function isRefused(kind: string): boolean {
  return kind === 'refused' || kind === 'link';
}

/** Records may be in it, and it could not be looked at. */
export function isUnread(part: PartInspection): boolean {
  return part.outcome === 'unreadable' || (part.outcome === 'excluded' && isRefused(part.kind));
}

/** Files that belong together: the export of one system. */
export const fileSet = z.object({
  sourceSystem: z.string(),
  title: z.string(),
  members: z.array(
    z.object({ part: z.string(), table: z.string(), presetId: z.string(), entity: z.string() }),
  ),
  /** Kinds of record that the system exports and that are not here, in words. */
  missing: z.array(z.string()),
});
export type FileSet = z.infer<typeof fileSet>;

export const survey = z.object({
  name: z.string(),
  kind: z.enum(['file', 'folder', 'archive']),
  sizeBytes: z.number(),
  parts: z.array(partInspection),
  sets: z.array(fileSet),
});
export type Survey = z.infer<typeof survey>;

/** What the rows of a table are, as they stand in the file. */
export const rowSum = z.object({
  records: z.number().int(),
  /** Something is wrong with them in the file itself. */
  damaged: z.number().int(),
  totals: z.number().int(),
  blank: z.number().int(),
  comments: z.number().int(),
  /** Names of the columns once more. */
  headers: z.number().int(),
  /** Lines of dashes. */
  rulers: z.number().int(),
});
export type RowSum = z.infer<typeof rowSum>;

export const sourceTableView = z.object({
  sourceTableId: z.number().int(),
  fileName: z.string(),
  part: z.string(),
  table: z.string(),
  /** Of the file that was handed over. */
  sizeBytes: z.number(),
  sha256: z.string(),
  /** The original bytes are in the workspace, so that the table can be read again in another way. */
  isKept: z.boolean(),
  layout,
  /** What of the layout a person decided: it stays when the table is read again in another way. */
  decided: layoutOverride,
  header: z.array(z.string()),
  rowCount: z.number().int(),
  /** How the rows add up; null where an earlier version read them. */
  rows: rowSum.nullable(),
  findings: z.array(fileFindingView),
  stagedAt: z.string(),
  stagedBy: z.string(),
});
export type SourceTableView = z.infer<typeof sourceTableView>;

export const stagedTables = z.object({
  tables: z.array(sourceTableView),
  /** What of the files handed over was not read, each with its reason. */
  leftOut: z.array(
    z.object({
      part: z.string(),
      table: z.string(),
      sizeBytes: z.number(),
      why: z.enum(['excluded', 'refused', 'unreadable', 'undecided', 'read_before']),
      sentence: z.string(),
      /** The table that was read from the very same content, where that is why. */
      sourceTableId: z.number().int().optional(),
    }),
  ),
});
export type StagedTables = z.infer<typeof stagedTables>;

/** What was left out although records may be in it. */
export function unreadOf({ leftOut }: StagedTables): StagedTables['leftOut'] {
  return leftOut.filter(({ why }) => why !== 'excluded' && why !== 'read_before');
}
