import { useMemo, useSyncExternalStore } from 'react';

export const steps = ['files', 'mapping', 'checks', 'upload', 'result'] as const;
export type Step = (typeof steps)[number];
export type Screen = Step | 'home';

/** What a screen shows is in its address, so that links, Back and returning later work. */
export interface Route {
  readonly screen: Screen;
  readonly params: URLSearchParams;
}

export type RouteParams = Readonly<Record<string, string | number | null | undefined>>;

function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const screen = steps.find((step) => step === path) ?? 'home';
  return { screen, params: new URLSearchParams(query) };
}

export function hrefOf(screen: Screen, params: RouteParams = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return `#/${screen === 'home' ? '' : screen}${text ? `?${text}` : ''}`;
}

export function goTo(screen: Screen, params: RouteParams = {}): void {
  window.location.hash = hrefOf(screen, params);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parse(hash), [hash]);
}
