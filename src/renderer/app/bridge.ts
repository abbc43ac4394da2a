import type { Bridge } from '#contract/bridge';
import { openHttpBridge } from './http-bridge.ts';

declare global {
  interface Window {
    readonly practiceMigrator?: Bridge;
  }
}

/** The desktop host's bridge where there is one, else the same over loopback HTTP. */
export function openBridge(): Bridge {
  return window.practiceMigrator ?? openHttpBridge();
}
