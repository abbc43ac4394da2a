import { userInfo } from 'node:os';
import type { Caller } from '#contract/operation';

/** Who works in the window. Until people sign in, this is whoever is signed in to the computer. */
export function signedInCaller(): Caller {
  return { name: userInfo().username, role: 'manager' };
}
