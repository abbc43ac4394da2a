export interface StreamedEvent {
  readonly topic: string;
  /** JSON. */
  readonly data: string;
}

/**
 * Cuts the text of a Server-Sent Events stream into its events, of the form that our own server sends: one `event:`
 * and one `data:` line each. The text comes in pieces; an event that is not complete waits for the next piece.
 * Comments (the server's heartbeat) and blocks without data are passed over.
 */
export function newEventCutter(): (piece: string) => StreamedEvent[] {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const topic = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      return topic === undefined || data === undefined ? [] : [{ topic, data }];
    });
  };
}
