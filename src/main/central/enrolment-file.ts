import { z } from 'zod';
import { fault } from '#contract/faults';
import { failed, ok, type Result } from '#contract/result';
import { enrolment, type Enrolment } from '#main/model/enrolment';
import { openWithPassphrase, passphraseBox, sealWithPassphrase } from '#main/model/sealing';

/** Bound into the seal, so that no other sealed secret can be passed off as an enrolment. */
const sealingContext = 'enrolment';

/** An enrolment on its way to its device: JSON, the whole enrolment inside the sealed box. */
const enrolmentFile = z.object({
  format: z.literal('practice-migrator-enrolment'),
  version: z.literal(1),
  box: passphraseBox,
});

export async function sealEnrolment(value: Enrolment, passphrase: string): Promise<string> {
  const box = await sealWithPassphrase(Buffer.from(JSON.stringify(value)), passphrase, sealingContext);
  const file = { format: 'practice-migrator-enrolment', version: 1, box };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Opens the text of an enrolment file. `fileName` is for the sentence of the fault only.
 * Faults: `central.enrolment_unreadable`, `central.enrolment_passphrase`.
 */
export async function readEnrolmentFile(
  text: string,
  passphrase: string,
  fileName = 'enrolment file',
): Promise<Result<Enrolment>> {
  const file = enrolmentFile.safeParse(parseJson(text));
  if (!file.success) return failed(fault('central.enrolment_unreadable', { file: fileName }));
  const opened = await openWithPassphrase(file.data.box, passphrase, sealingContext);
  if (opened === null) return failed(fault('central.enrolment_passphrase', {}));
  const parsed = enrolment.safeParse(parseJson(opened.toString()));
  return parsed.success ? ok(parsed.data) : failed(fault('central.enrolment_unreadable', { file: fileName }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
