import { type Draft, print, type Printed } from './delimited-text.ts';
import { type MadeFile, nothingElse } from './kind.ts';
import type { FileTruth } from './truth.ts';

type More = Partial<Pick<FileTruth, 'ask' | 'tell' | 'outside' | 'outcomes'>>;

export function madeText({ text, truth }: Printed, more: More = {}, extension = 'csv'): MadeFile {
  return { extension, bytes: Buffer.from(text), truth: { ...nothingElse, ...truth, ...more } };
}

export function madeDraft(draft: Draft, more: More = {}, extension = 'csv'): MadeFile {
  return madeText(print(draft), more, extension);
}
