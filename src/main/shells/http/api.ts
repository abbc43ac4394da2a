import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { engineTopics } from '#contract/events';
import { fault } from '#contract/faults';
import type { Caller } from '#contract/operation';
import { operations } from '#contract/operations';
import type { Engine } from '#main/engine/engine';
import { answerFault, answerJson, answerResult, beginStream, readJson } from './answer.ts';

/** Holds the largest piece of a file that a browser hands over (`files.spool_chunk`), with room. */
export const bodyLimitBytes = 4 * 1024 * 1024;

const heartbeatMs = 15_000;
/** A listener that does not take its events for this long is let go; a page then connects anew. */
const unsentLimitBytes = 1024 * 1024;

export async function runOperation(
  engine: Engine,
  caller: Caller,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isJson(request))
    return answerFault(response, fault('app.invalid_input', { operation: name, where: 'content-type' }));
  const body = await readJson(request, bodyLimitBytes);
  if (body.ok) return answerResult(response, await engine.dispatch(name, body.value, caller));
  if (body.fault === 'tooLarge')
    return answerFault(response, fault('app.request_too_large', { limitBytes: bodyLimitBytes }));
  return answerFault(response, fault('app.invalid_input', { operation: name, where: 'the JSON' }));
}

/** A form of another page can send text and form types across origins, but not this one. */
export function isJson(request: IncomingMessage): boolean {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() === 'application/json';
}

/** Everything that this API can be asked, with the JSON Schema of input and output. */
export function listOperations(caller: Caller, response: ServerResponse): void {
  const offered = operations.filter((operation) => operation.roles.includes(caller.role));
  answerJson(
    response,
    200,
    offered.map(({ name, summary, effect, roles, input, output }) => ({
      name,
      summary,
      effect,
      roles,
      input: z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }),
      output: z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' }),
    })),
  );
}

/**
 * Server-Sent Events: the event's name is the topic, its data the event as JSON. Ends when either side leaves or the
 * listener's session ends.
 */
export function streamEvents(engine: Engine, ended: AbortSignal, response: ServerResponse): void {
  beginStream(response, 'text/event-stream; charset=utf-8');
  response.write('retry: 1000\n\n');
  const send = (text: string): void => {
    if (response.writableLength > unsentLimitBytes) response.destroy();
    else response.write(text);
  };
  const stops = engineTopics.map((topic) =>
    engine.on(topic, (event) => send(`event: ${topic}\ndata: ${JSON.stringify(event)}\n\n`)),
  );
  const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs);
  const leave = (): void => {
    ended.removeEventListener('abort', leave);
    clearInterval(heartbeat);
    for (const stop of stops) stop();
    response.end();
  };
  ended.addEventListener('abort', leave);
  response.on('close', leave);
}
