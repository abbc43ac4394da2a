import { encodingName } from '#contract/encoding-names';
import { type Fault, fault } from '#contract/faults';
import { isLinewise, type TextEncoding } from '#contract/layout';
import type { FileFinding } from '#main/model/file-finding';
import type { FileSamples } from '../file-samples.ts';
import type { RecognisedFile } from '../recognition.ts';
import { detectEncoding } from './detect-encoding.ts';
import { decodeSamples } from './sample-texts.ts';
import { isUnicode } from './single-byte-table.ts';

/**
 * Text that is UTF-8 or UTF-16 without a doubt, and that a person wants read in another encoding, which makes signs of
 * its letters: every table of the file is held until somebody says that it is meant so. It is no text that was
 * converted twice, whatever it looks like.
 */
export function heldIfMisread(
  file: RecognisedFile,
  samples: FileSamples,
  chosen: TextEncoding | undefined,
): RecognisedFile {
  if (chosen === undefined || file.format === 'workbook') return file;
  const misread = misreadText(samples, chosen);
  if (misread === null) return file;
  const tables = file.tables.map((table) => ({
    ...table,
    findings: [misread, ...table.findings.filter(({ code }) => code !== 'text.double_encoded')],
  }));
  return { ...file, tables };
}

/** What such text that then has no table is refused with. */
export function faultOfEncoding(
  file: string,
  samples: FileSamples,
  chosen: TextEncoding | undefined,
): Fault | null {
  const misread = chosen === undefined ? null : misreadText(samples, chosen);
  if (misread === null) return null;
  const { written, encoding } = misread.params;
  return fault('read.not_of_encoding', { file, written: String(written), encoding: String(encoding) });
}

function misreadText(samples: FileSamples, chosen: TextEncoding): FileFinding | null {
  const { encoding, uncertain } = detectEncoding(samples);
  if (uncertain || encoding === chosen || isLinewise(chosen) || !isUnicode(encoding)) return null;
  const right = textsOf(samples, encoding);
  if (textsOf(samples, chosen).every((text, place) => text === right[place])) return null;
  const params = { written: encodingName(encoding), encoding: encodingName(chosen) };
  return { code: 'text.unicode_misread', params };
}

function textsOf(samples: FileSamples, encoding: TextEncoding): string[] {
  const { start, middle, end } = decodeSamples(samples, encoding);
  return [start.text, middle.text, end.text];
}
