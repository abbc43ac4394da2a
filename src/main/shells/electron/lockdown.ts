import { app, session, shell } from 'electron';

/** Pages outside the program that may be opened in the user's browser, each by its exact address; none yet. */
const externalPages: ReadonlySet<string> = new Set();

/** The window shows its own page for ever: it leads nowhere else, opens nothing, embeds nothing. */
export function lockNavigation(): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      if (externalPages.has(url)) void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
}

/** Camera, microphone, location, notifications, devices …: the program needs none of them. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
}
