import { join } from 'node:path';
import { app, protocol } from 'electron';
import { readRendererFile } from '#main/shells/window-files/renderer-file';
import { appHost, appScheme } from './app-address.ts';

/** Must run before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built screens, and nothing else of this computer, under app://practice-migrator/. */
export function serveAppScheme(): void {
  const rendererFolder = join(app.getAppPath(), 'out/renderer');
  protocol.handle(appScheme, async (request) => {
    const url = new URL(request.url);
    const isOurs = request.method === 'GET' && url.host === appHost;
    const file = isOurs ? await readRendererFile(rendererFolder, url.pathname, "'none'") : null;
    if (!file) return new Response('There is nothing here.\n', { status: 404 });
    return new Response(new Uint8Array(file.body), { headers: file.headers });
  });
}
