import type { Attack } from './battlefield.ts';

/**
 * Something that a hostile device tries, with all that its credentials allow. `expected` is the SQLSTATE or error
 * code that it has to be refused with, or `own`: it is answered, and nothing in the answer is another practice's.
 */
export interface Act {
  readonly name: string;
  readonly expected: string;
  readonly run: (attack: Attack) => Promise<unknown>;
}

/** 42501: insufficient privilege. */
export const denied = '42501';

export function statement(name: string, expected: string, text: string | ((attack: Attack) => string)): Act {
  return {
    name,
    expected,
    run: ({ client, ...attack }) =>
      client.query(typeof text === 'string' ? text : text({ client, ...attack })),
  };
}

/** A call of the api with values bound. */
export function call(
  name: string,
  expected: string,
  text: string,
  values: (attack: Attack) => unknown[],
): Act {
  return { name, expected, run: (attack) => attack.client.query(text, values(attack)) };
}
