import { fieldIndex, type Entity, type FieldType, type RecordValues } from '#main/model/entity';
import type { IssueKind, Report } from '#main/model/issue';
import type { MappingContent } from '#main/model/mapping';

/** Looks at one record's canonical values and reports what it finds. Called for every row: it allocates nothing. */
export type Check = (values: Readonly<RecordValues>, report: Report) => void;

/** One rule: what it can find, and how it is made for an entity. Null when it has nothing to look at. */
export interface Rule {
  readonly kinds: readonly IssueKind[];
  readonly compile: (context: CheckContext) => Check | null;
}

export interface CheckContext {
  readonly entity: Entity;
  readonly mapping: MappingContent;
  /** YYYY-MM-DD, in the practice's own time zone. Fixed for a whole run, so that a rerun says the same. */
  readonly today: string;
}

/** Index of a field that a column or a constant fills, -1 when nothing does or the entity has no such field. */
export function filledField({ entity, mapping }: CheckContext, name: string): number {
  const filled =
    mapping.columns.some((column) => column.field === name) ||
    mapping.constants.some((constant) => constant.field === name);
  return filled ? fieldIndex(entity, name) : -1;
}

/** Indices of the filled fields whose type satisfies `wanted`. */
export function filledFields(context: CheckContext, wanted: (type: FieldType) => boolean): readonly number[] {
  return context.entity.fields
    .filter((field) => wanted(field.type))
    .map((field) => filledField(context, field.name))
    .filter((index) => index >= 0);
}

/** A check that holds each filled field of a kind against one test; empty fields pass. */
export function eachField(
  context: CheckContext,
  kind: FieldType['kind'],
  judge: (value: string) => IssueKind | null,
): Check | null {
  const indices = filledFields(context, (type) => type.kind === kind);
  if (indices.length === 0) return null;
  return (values, report) => {
    for (let position = 0; position < indices.length; position += 1) {
      const index = indices[position]!;
      const value = values[index];
      if (value === null || value === undefined) continue;
      const found = judge(value);
      if (found !== null) report(found, index);
    }
  };
}
