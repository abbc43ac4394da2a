import type { Bridge } from '#contract/bridge';
import type { EngineEvents, EngineTopic } from '#contract/events';
import { fault } from '#contract/faults';
import type { OperationInput, OperationName, Reply } from '#contract/operations';
import { failed, type Result } from '#contract/result';

declare global {
  interface Window {
    readonly practiceMigrator?: Bridge;
  }
}

/** The desktop host's bridge where there is one, else the same over loopback HTTP. */
export function openBridge(): Bridge {
  return window.practiceMigrator ?? openHttpBridge();
}

async function post<Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
): Promise<Result<Reply<Name>>> {
  try {
    const response = await fetch(`/api/operations/${name}`, {
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return (await response.json()) as Result<Reply<Name>>;
  } catch {
    // No answer, or one that is no JSON: the program behind this page has gone.
    return failed(fault('app.engine_gone', {}));
  }
}

function openHttpBridge(): Bridge {
  const events = new EventSource('/api/events');
  const onReconnect = new Set<() => void>();
  let wasLost = false;
  events.addEventListener('error', () => (wasLost = true));
  events.addEventListener('open', () => {
    if (wasLost) for (const tell of onReconnect) tell();
    wasLost = false;
  });
  return {
    host: 'http',
    call: post,
    on<Topic extends EngineTopic>(topic: Topic, listener: (event: EngineEvents[Topic]) => void) {
      const receive = (message: MessageEvent<string>) =>
        listener(JSON.parse(message.data) as EngineEvents[Topic]);
      // Events of the gap are gone for good, so whoever follows the workspace asks for everything again.
      const tell = () => {
        if (topic === 'workspace.changed') listener({ what: 'workspace' } as EngineEvents[Topic]);
      };
      events.addEventListener(topic, receive);
      onReconnect.add(tell);
      return () => {
        events.removeEventListener(topic, receive);
        onReconnect.delete(tell);
      };
    },
    pathOf: () => null,
  };
}
