import { ipcMain, type WebContents } from 'electron';
import { z } from 'zod';
import type { EngineTopic } from '#contract/events';
import { fault } from '#contract/faults';
import { failed, type Result } from '#contract/result';
import { windowChannels } from '#contract/window-channels';
import { isOwnTopFrame } from './app-address.ts';

const callRequest = z.strictObject({ name: z.string().min(1).max(80), input: z.unknown() });

/**
 * The only place that listens to a window. Who speaks and what is said are checked before anything happens; a
 * refusal is a fault, as any other answer.
 */
export function answerCalls(answer: (name: string, input: unknown) => Promise<Result<unknown>>): void {
  ipcMain.handle(windowChannels.call, async (event, ...spoken: unknown[]): Promise<Result<unknown>> => {
    if (!isOwnTopFrame(event.senderFrame)) return failed(fault('app.not_authorised', {}));
    const request = z.tuple([callRequest]).safeParse(spoken);
    if (!request.success)
      return failed(fault('app.invalid_input', { operation: 'window', where: 'the request' }));
    const [{ name, input }] = request.data;
    return answer(name, input);
  });
}

/** The only place that speaks to a window. */
export function tellWindow(contents: WebContents, topic: EngineTopic, event: unknown): void {
  if (!contents.isDestroyed()) contents.send(windowChannels.event, topic, event);
}
