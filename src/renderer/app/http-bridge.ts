import type { Bridge } from '#contract/bridge';
import type { EngineEvents, EngineTopic } from '#contract/events';
import { fault } from '#contract/faults';
import type { OperationInput, OperationName, Reply } from '#contract/operations';
import { failed, type Result } from '#contract/result';
import { newEventCutter, type StreamedEvent } from './event-stream.ts';
import { HttpSession } from './http-session.ts';

const reconnectAfterMs = 1000;

/** The program's operations and events over loopback HTTP, for a page in a browser. */
export function openHttpBridge(): Bridge {
  const session = new HttpSession();
  const listeners = new Set<(event: StreamedEvent) => void>();
  void follow(session, (event) => {
    for (const listener of listeners) listener(event);
  });
  return {
    host: 'http',
    call: (name, input) => post(session, name, input),
    on<Topic extends EngineTopic>(topic: Topic, listener: (event: EngineEvents[Topic]) => void) {
      const receive = (event: StreamedEvent): void => {
        if (event.topic === topic) listener(JSON.parse(event.data) as EngineEvents[Topic]);
      };
      listeners.add(receive);
      return () => listeners.delete(receive);
    },
    pathOf: () => null,
  };
}

async function post<Name extends OperationName>(
  session: HttpSession,
  name: Name,
  input: OperationInput<Name>,
): Promise<Result<Reply<Name>>> {
  try {
    const response = await session.fetch(`/api/operations/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    if (response === null) return failed(fault('app.not_authorised', {}));
    return (await response.json()) as Result<Reply<Name>>;
  } catch {
    // No answer, or one that is no JSON: the program behind this page has gone.
    return failed(fault('app.engine_gone', {}));
  }
}

/** Events of a gap are gone for good, so whoever follows the workspace asks for everything again. */
const anythingMayHaveChanged: StreamedEvent = {
  topic: 'workspace.changed' satisfies EngineTopic,
  data: JSON.stringify({ what: 'workspace' } satisfies EngineEvents['workspace.changed']),
};

/** Listens for as long as there is a session, connecting anew after each break. An EventSource sends no headers. */
async function follow(session: HttpSession, tell: (event: StreamedEvent) => void): Promise<void> {
  for (let wasLost = false; ; wasLost = true) {
    try {
      const response = await session.fetch('/api/events');
      if (response === null) return;
      if (response.ok && wasLost) tell(anythingMayHaveChanged);
      if (response.ok) await readEvents(response, tell);
    } catch {
      // The program does not answer, or stopped in the middle: it may be back.
    }
    await new Promise((resolve) => setTimeout(resolve, reconnectAfterMs));
  }
}

async function readEvents(response: Response, tell: (event: StreamedEvent) => void): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const cut = newEventCutter();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    for (const event of cut(read.value)) tell(event);
  }
}
