import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Theme } from './window-state.ts';

export interface MenuActions {
  readonly theme: Theme;
  readonly chooseTheme: (theme: Theme) => void;
  readonly lock: () => void;
}

export function setMenu(actions: MenuActions): void {
  const isMac = process.platform === 'darwin';
  const lock = { label: 'Lock this practice', accelerator: 'CmdOrCtrl+L', click: () => actions.lock() };
  const file: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [lock, { type: 'separator' }, isMac ? { role: 'close' } : { role: 'quit', label: 'Exit' }],
  };
  const mac: MenuItemConstructorOptions[] = isMac ? [{ role: 'appMenu' }] : [];
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: 'Help',
    submenu: [{ label: `Practice Migrator ${app.getVersion()}`, enabled: false }],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...mac, file, { role: 'editMenu', label: 'Edit' }, viewMenu(actions), help]),
  );
}

function viewMenu({ theme, chooseTheme }: MenuActions): MenuItemConstructorOptions {
  const choice = (value: Theme, label: string): MenuItemConstructorOptions => ({
    label,
    type: 'radio',
    checked: value === theme,
    click: () => chooseTheme(value),
  });
  return {
    label: 'View',
    submenu: [
      choice('system', 'Light or dark like the computer'),
      choice('light', 'Light'),
      choice('dark', 'Dark'),
      { type: 'separator' },
      { role: 'zoomIn', label: 'Larger' },
      { role: 'zoomOut', label: 'Smaller' },
      { role: 'resetZoom', label: 'Normal size' },
      { type: 'separator' },
      { role: 'togglefullscreen', label: 'Full screen' },
    ],
  };
}
