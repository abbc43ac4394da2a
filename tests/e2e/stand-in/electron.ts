/**
 * An `electron`-shaped module with as much of Electron as the main process uses, over Node and the system's
 * Chromium. It shows that the parts are wired and the screens work. It proves nothing about process isolation,
 * the sandbox, fuses, menus, dialogs or installers: for those the suite runs on Electron itself.
 */
import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { StandInWindow as BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc-main.ts';
import { protocol } from './protocol-server.ts';
import { utilityProcess } from './utility-process.ts';
import { StandInWebContents as webContents } from './web-contents.ts';

/** Answers as a person who chooses the first button; a test replaces it to choose another. */
const dialog = {
  showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
  showErrorBox: (title: string, content: string) => void process.stderr.write(`${title}\n${content}\n`),
};

const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: () => {},
};

class StandInTheme extends EventEmitter {
  themeSource = 'system';

  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'dark';
  }
}
const nativeTheme = new StandInTheme();
const powerMonitor = new EventEmitter();
const screen = { getDisplayMatching: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }) };
const session = {
  defaultSession: {
    setPermissionRequestHandler: () => {},
    setPermissionCheckHandler: () => {},
    setDevicePermissionHandler: () => {},
  },
};
const shell = { openExternal: async () => {} };

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
  webContents,
};
export default { app, ipcMain, shell };
