import { expect, test } from 'vitest';
import iconv from 'iconv-lite';
import type { TextEncoding } from '#contract/layout';
import { fileFindingKind } from '#main/model/file-finding-catalogue';
import { defaultReadLimits } from '#main/steps/read/read-limits';
import { inspectPart } from '#main/steps/read/survey';
import { sourceOf } from '../byte-sources.ts';

const csv = `id,name\n${Array.from({ length: 12 }, (_, id) => `${id},Zoë\n`).join('')}`;
const json = JSON.stringify(Array.from({ length: 5 }, (_, id) => ({ id, name: 'Renée' })));
const xml = `<all>${'<patient><id>1</id><name>Zoë</name></patient>'.repeat(5)}</all>`;

async function findingsOf(content: string | Buffer, encoding: TextEncoding) {
  const found = await inspectPart(sourceOf(content), '', { encoding }, defaultReadLimits);
  if (found.outcome !== 'recognised') throw new Error(found.outcome);
  return found.file.tables[0]!.findings;
}

test.each([
  [csv, 'windows-1250'],
  [csv, 'windows-1252'],
  [csv, 'macintosh'],
  [json, 'windows-1252'],
  [xml, 'iso-8859-2'],
] as const)('Unicode that is to be read in another encoding is held (%#)', async (content, encoding) => {
  const findings = await findingsOf(content, encoding);
  expect(findings[0]).toMatchObject({ code: 'text.unicode_misread' });
  expect(fileFindingKind(findings[0]!).severity).toBe('hold');
  // It was not converted twice, and nothing is to be undone.
  expect(findings.map(({ code }) => code)).not.toContain('text.double_encoded');
});

test('UTF-16 of which another encoding makes no table is said to be UTF-16', async () => {
  const source = sourceOf(iconv.encode(csv, 'utf-16le', { addBOM: true }));
  const found = await inspectPart(source, '', { encoding: 'utf-16be' }, defaultReadLimits);
  if (found.outcome !== 'unreadable') throw new Error(found.outcome);
  expect(found.fault.message).toMatch(/is written in UTF-16 .*cannot be read in UTF-16, big-endian/);
});

test.each([
  [csv, 'utf-8'],
  ['id,name\n1,Ann\n2,Bob\n', 'windows-1252'],
  [iconv.encode(csv, 'windows-1252'), 'windows-1252'],
  [iconv.encode(csv, 'windows-1252'), 'macintosh'],
  [Buffer.concat([Buffer.from(csv), iconv.encode('99,Zoë\n', 'cp850')]), 'utf-8+cp850'],
] as const)('what shows the same, or is no Unicode, is not (%#)', async (content, encoding) => {
  const codes = (await findingsOf(content, encoding)).map(({ code }) => code);
  expect(codes).not.toContain('text.unicode_misread');
});
