import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actsByKind } from './acts.ts';
import { perform } from './battery.ts';
import { type Battlefield, prepareBattlefield } from './battlefield.ts';

const acts = Object.values(actsByKind).flat();

let field: Battlefield;
beforeAll(async () => {
  field = await prepareBattlefield();
});
afterAll(() => field.central.drop());

describe.each([
  [0, 'the first practice attacks the second'],
  [1, 'the second practice attacks the first'],
] as const)('%#: a hostile device', (attacker, direction) => {
  test.each(acts.map((act) => [act.name, act] as const))(`${direction}: it %s`, async (_name, act) => {
    expect(await perform(field, act, attacker)).toEqual([]);
  });
});
