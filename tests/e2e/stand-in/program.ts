/**
 * The stand-in as a program: what Playwright's `_electron.launch` starts in Electron's place. It opens Node's
 * inspector and Chromium's remote debugging, whose addresses Playwright reads from standard error, and holds the
 * app back until Playwright is attached, as Playwright's own loader does.
 */
import inspector from 'node:inspector';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, isDrivenByPlaywright, isSandboxOff, mainFile } from './app.ts';
import { closeAll, openWindowsIn } from './browser-window.ts';
import { startChromium } from './chromium.ts';
import { DevTools } from './devtools.ts';
// Complete before Playwright can ask for it.
import './electron.ts';
import { startProtocolServer } from './protocol-server.ts';

const electronUrl = new URL('electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: electronUrl, shortCircuit: true } : next(specifier, context),
});

const file = mainFile();
if (file === null) throw new Error('the window is not built');
const attached = Promise.withResolvers<void>();
if (isDrivenByPlaywright) {
  Object.defineProperty(globalThis, '__playwright_run', { value: () => attached.resolve() });
  inspector.open(0, '127.0.0.1');
} else {
  attached.resolve();
}

await startProtocolServer();
const chromium = await startChromium(join(app.getPath('userData'), 'chromium'), isSandboxOff);
process.on('exit', () => chromium.process.kill('SIGKILL'));
chromium.process.once('exit', () => app.exit(0));
const devTools = await DevTools.connect(chromium.address);
await openWindowsIn(devTools);
process.stderr.write(`DevTools listening on ${chromium.address}\n`);

await import(pathToFileURL(file).href);
await attached.promise;
app.becomeReady({ closeAll }, (code) => {
  chromium.process.removeAllListeners('exit');
  // Lets Chromium write its profile and take its children along.
  void devTools.root.send('Browser.close', {}).catch(() => {});
  chromium.process.once('exit', () => process.exit(code));
  setTimeout(() => process.exit(code), 3000);
});
