import { join } from 'node:path';
import { app, BrowserWindow, dialog, nativeTheme } from 'electron';
import { startUrl } from './app-address.ts';
import type { WindowState } from './window-state.ts';

export interface WindowOptions {
  readonly state: WindowState;
  readonly isWorkRunning: () => boolean;
}

/** Opens the one window. It asks before it closes on work that runs, and remembers where it stood. */
export function openWindow({ state, isWorkRunning }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...state.initialBounds(),
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Practice Migrator',
    // The colour before the first paint, so that a dark window does not flash.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // A spelling service would be handed patients' names.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  if (state.wasMaximised()) window.maximize();
  window.once('ready-to-show', () => window.show());
  askBeforeClosing(window, isWorkRunning);
  window.on('close', () => state.remember(window));
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') window.webContents.reload();
  });
  void window.loadURL(startUrl);
  return window;
}

function askBeforeClosing(window: BrowserWindow, isWorkRunning: () => boolean): void {
  let isAgreed = false;
  const confirmAndClose = async (): Promise<void> => {
    isAgreed = await confirmClosing(window);
    if (isAgreed) window.close();
  };
  window.on('close', (event) => {
    if (isAgreed || !isWorkRunning()) return;
    event.preventDefault();
    void confirmAndClose();
  });
}

async function confirmClosing(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: 'Practice Migrator',
    message: 'Work is still under way. Close anyway?',
    detail: 'What is finished so far is kept. An upload continues where it stopped when you start it again.',
    buttons: ['Keep it open', 'Close'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
