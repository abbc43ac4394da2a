import { hash } from 'node:crypto';
import type { RecordValues } from './entity.ts';

/**
 * The canonical text of a record, the same on this device and in the central database: values in the order of the
 * entity's fields, joined by U+001F, with U+0002 for no value. Checks hold back any row whose text contains a
 * control character other than tab and line feed, so the text is unambiguous.
 */
export const fieldSeparator = '\u001F';
export const recordSeparator = '\u001E';
export const noValue = '\u0002';

/** Control characters that no value may contain, because they would make canonical text ambiguous (or NUL). */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
export const forbiddenControl = /[\u0000-\u0008\u000B-\u001F\u007F]/;

export function canonicalText(values: RecordValues): string {
  let text = values[0] ?? noValue;
  for (let index = 1; index < values.length; index += 1) text += fieldSeparator + (values[index] ?? noValue);
  return text;
}

/** SHA-256 of a record's canonical text, 32 bytes: what the central database recomputes from its columns. */
export function contentHash(canonical: string): Buffer {
  return digest('sha256', canonical);
}

/** RFC 4122 namespace of this program's record ids. */
const namespace = Buffer.from('6f1d1c0e2b7a4f0d9d53b8a1c6e4f927', 'hex');

/**
 * Makes ids of one entity of one tenant and source system: UUIDv5 (RFC 9562) of tenant, source system, entity and
 * external id. The same record gets the same id on every device and every run, without asking the server.
 */
export function recordIdMaker(
  tenantId: string,
  sourceSystem: string,
  entity: string,
): (externalId: string) => Buffer {
  const prefix = Buffer.concat([
    namespace,
    Buffer.from(`${tenantId}${fieldSeparator}${sourceSystem}${fieldSeparator}${entity}${fieldSeparator}`),
  ]);
  return (externalId) => {
    const id = digest('sha1', Buffer.concat([prefix, Buffer.from(externalId)])).subarray(0, 16);
    id[6] = (id[6]! & 0x0f) | 0x50;
    id[8] = (id[8]! & 0x3f) | 0x80;
    return id;
  };
}

/** By way of hexadecimal text, which is three times as fast as asking for a buffer and is done for every record. */
function digest(algorithm: 'sha1' | 'sha256', data: string | Buffer): Buffer {
  return Buffer.from(hash(algorithm, data, 'hex'), 'hex');
}

export function uuidText(id: Buffer): string {
  const hex = id.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function uuidBytes(text: string): Buffer {
  return Buffer.from(text.replaceAll('-', ''), 'hex');
}
