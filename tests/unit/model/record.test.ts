import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  canonicalText,
  contentHash,
  forbiddenControl,
  recordIdMaker,
  uuidBytes,
  uuidText,
} from '#main/model/record';

const value = fc.option(
  fc.string({ minLength: 1 }).filter((text) => !forbiddenControl.test(text)),
  { nil: null },
);
const values = fc.array(value, { minLength: 3, maxLength: 3 });

test('different records have different canonical texts', () => {
  fc.assert(
    fc.property(values, values, (left, right) => {
      expect(canonicalText(left) === canonicalText(right)).toBe(
        JSON.stringify(left) === JSON.stringify(right),
      );
    }),
  );
});

test('a value never slides into its neighbour', () => {
  expect(canonicalText(['ab', null, 'c'])).not.toBe(canonicalText(['a', 'b', 'c']));
  expect(canonicalText([null, 'a'])).not.toBe(canonicalText(['a', null]));
});

const tenant = '11111111-1111-1111-1111-111111111111';

function idOf(tenantId: string, system: string, externalId: string): string {
  return uuidText(recordIdMaker(tenantId, system, 'patient')(externalId));
}

test('an id is a version 5 uuid that only its own parts decide', () => {
  expect(idOf(tenant, 'optix', '0000001')).toBe('529d0bdd-1485-592c-8a55-f5676f22c0a3');
  expect(idOf(tenant, 'optix', 'Zoë 😀')).toBe('19bd246e-e1f8-53ac-9caf-bdedcea26851');
  const others = [
    idOf('22222222-1111-1111-1111-111111111111', 'optix', '0000001'),
    idOf(tenant, 'occuco', '0000001'),
    idOf(tenant, 'optix', '1'),
  ];
  expect(new Set([...others, idOf(tenant, 'optix', '0000001')]).size).toBe(4);
});

test('uuid text and bytes are the same thing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      expect(uuidBytes(uuidText(Buffer.from(bytes)))).toEqual(Buffer.from(bytes));
    }),
  );
});

test('a content hash is SHA-256 of the UTF-8 text', () => {
  expect(contentHash('é\u001fx').toString('hex')).toBe(
    '869c1726156d1c0c8c3ed3b6231fe7410875b10fc2e687acc8085e04c8b8ced2',
  );
});
