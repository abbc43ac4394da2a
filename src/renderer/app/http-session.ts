import { fault } from '#contract/faults';

const storedAs = 'practice-migrator.session';
/** A person at the page is told of this often: far within the time after which the program locks itself. */
const tellPresenceEveryMs = 30_000;
/** What is asked this long after the last touch is asked by the page on its own account. */
const unattendedAfterMs = 60_000;

/**
 * The link led here with a one-time code in the fragment. It is taken out of the address, and out of the history's
 * entry, as this module loads: before any screen reads the address.
 */
const startCode = takeStartCode();

function takeStartCode(): string | null {
  const code = /^#start=([\w-]+)$/.exec(window.location.hash)?.[1];
  if (code === undefined) return null;
  window.history.replaceState(null, '', window.location.pathname);
  return code;
}

/**
 * This tab's session with the program. Its secret is kept where only pages of this very origin, port included, can
 * read it, survives a reload and ends with the tab; browsers add it to no request by themselves.
 */
export class HttpSession {
  readonly #secret: Promise<string | null>;
  #touchedAtMs = Date.now();
  #toldAtMs = Date.now();

  constructor() {
    this.#secret = enter();
    for (const touch of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
      window.addEventListener(touch, (event) => event.isTrusted && this.#touched(), {
        capture: true,
        passive: true,
      });
  }

  /**
   * As `fetch`, in this session's name. Answers null when there is no session, or none any more.
   * @throws what `fetch` throws: the program does not answer.
   */
  async fetch(path: string, init: RequestInit = {}): Promise<Response | null> {
    const secret = await this.#secret;
    if (secret === null) return null;
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${secret}`);
    if (Date.now() - this.#touchedAtMs > unattendedAfterMs) headers.set('x-unattended', '1');
    const response = await fetch(path, { ...init, headers, credentials: 'omit', cache: 'no-store' });
    if (!(await isRefusal(response))) return response;
    leave();
    return null;
  }

  /** A person who reads and moves the mouse asks for nothing, and is there all the same. */
  #touched(): void {
    this.#touchedAtMs = Date.now();
    if (this.#touchedAtMs - this.#toldAtMs < tellPresenceEveryMs) return;
    this.#toldAtMs = this.#touchedAtMs;
    this.fetch('/api/presence', { method: 'POST' }).catch(() => undefined);
  }
}

/** Exchanges the link's code; without one, or when it is not good, the tab goes on with the session it had. */
async function enter(): Promise<string | null> {
  const secret = startCode === null ? null : await exchange(startCode);
  try {
    if (secret === null) return window.sessionStorage.getItem(storedAs);
    window.sessionStorage.setItem(storedAs, secret);
  } catch {
    // Storage is switched off in this browser: the session is this page's until it is loaded again.
  }
  return secret;
}

async function exchange(token: string): Promise<string | null> {
  try {
    const response = await fetch('/api/session', {
      method: 'POST',
      credentials: 'omit',
      cache: 'no-store',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const answer = (await response.json()) as { readonly ok: boolean; readonly value?: { bearer: string } };
    return answer.value?.bearer ?? null;
  } catch {
    return null;
  }
}

async function isRefusal(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const answer = (await response.clone().json()) as { readonly fault?: { readonly code: string } };
  return answer.fault?.code === fault('app.not_authorised', {}).code;
}

/** The session is over: the page begins anew without it, so that nothing it was told stays on the screen. */
function leave(): void {
  try {
    window.sessionStorage.removeItem(storedAs);
  } finally {
    window.location.reload();
  }
}
