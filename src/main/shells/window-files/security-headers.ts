import { randomBytes } from 'node:crypto';

/** What `connect-src` allows: nothing under Electron (all goes through the preload), the own origin over HTTP. */
export type ConnectSource = "'none'" | "'self'";

/** The word in index.html that a host replaces with the nonce of this very load. */
export const styleNoncePlaceholder = '__STYLE_NONCE__';

/** A fresh nonce per load: a style element that was injected without knowing it is refused. */
export function newStyleNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * The content security policy of every window. Everything is off and only what the screens need is on; style
 * elements need the nonce, so that injected markup cannot restyle (and by that read) a page.
 */
export function contentSecurityPolicy(connectSource: ConnectSource, styleNonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src ${connectSource}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every answer, pages and API alike. */
export const commonSecurityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;
