// A record's canonical values → what is wrong or doubtful about it.
import type { Entity } from '#main/model/entity';
import type { MappingContent } from '#main/model/mapping';
import { rules } from './catalogue.ts';
import type { Check } from './rule.ts';

/**
 * Makes the checks of one file's records, from the rules that have something to look at under this mapping.
 * `today` is YYYY-MM-DD and stays the same for the whole run.
 */
export function compileChecks(
  entity: Entity,
  mapping: MappingContent,
  context: { readonly today: string },
): Check {
  const checks = rules
    .map((rule) => rule.compile({ entity, mapping, today: context.today }))
    .filter((check) => check !== null);
  return (values, report) => {
    for (let index = 0; index < checks.length; index += 1) checks[index]!(values, report);
  };
}
