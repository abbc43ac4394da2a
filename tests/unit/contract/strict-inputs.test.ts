import { z } from 'zod';
import { expect, test } from 'vitest';
import { operations } from '#contract/operations';

/** Places of the objects that take names which they do not know. */
function looseObjects(schema: unknown, place: string): string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const isLoose = 'type' in schema && schema.type === 'object' && !('additionalProperties' in schema);
  const inside = Object.entries(schema).flatMap(([name, value]) => looseObjects(value, `${place}.${name}`));
  return isLoose ? [place, ...inside] : inside;
}

test('no operation takes a name that it does not know, at any depth of its input', () => {
  expect(looseObjects(z.toJSONSchema(z.object({ a: z.object({}) }), { io: 'input' }), 'loose')).toHaveLength(
    2,
  );
  const loose = operations.flatMap(({ name, input }) =>
    looseObjects(z.toJSONSchema(input, { io: 'input' }), name),
  );
  expect(loose).toEqual([]);
});
