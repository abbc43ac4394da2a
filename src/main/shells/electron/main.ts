import { app, dialog, type BrowserWindow } from 'electron';
import { exitCodeOf } from '#contract/faults';
import { defaultDataFolder, readLimitsOfThisComputer } from '#main/engine/program';
import { declareAppScheme, serveAppScheme } from './app-protocol.ts';
import { AutoLock } from './auto-lock.ts';
import { EngineLink } from './engine-link.ts';
import { answerCalls, tellWindow } from './ipc.ts';
import { denyPermissions, lockNavigation } from './lockdown.ts';
import { setMenu } from './menu.ts';
import { RunningTasks } from './running-tasks.ts';
import { signedInCaller } from './signed-in.ts';
import { openWindow } from './window.ts';
import { WindowState } from './window-state.ts';

/** Where workspaces are kept; `--data-folder=…` is for demonstrations and tests. */
function dataFolder(): string {
  return app.commandLine.getSwitchValue('data-folder') || defaultDataFolder();
}

function start(): void {
  const readLimits = readLimitsOfThisComputer();
  if (!readLimits.ok) {
    dialog.showErrorBox('Practice Migrator did not start', readLimits.fault.message);
    return app.exit(exitCodeOf(readLimits.fault.code));
  }
  denyPermissions();
  serveAppScheme();
  const engine = new EngineLink({
    appRoot: app.getAppPath(),
    dataFolder: dataFolder(),
    readLimits: readLimits.value,
  });
  const tasks = new RunningTasks();
  const state = new WindowState();
  state.applyTheme(state.theme());

  const isWorkRunning = () => tasks.isAny();
  const closeWorkspace = () => void engine.dispatch('workspace.close', {}, signedInCaller());
  const autoLock = new AutoLock({ isWorkRunning, closeWorkspace });
  setMenu({ theme: state.theme(), chooseTheme: (theme) => state.applyTheme(theme), lock: closeWorkspace });
  answerCalls((name, input) => engine.dispatch(name, input, signedInCaller()));

  const window = openWindow({ state, isWorkRunning });
  engine.onEvent((topic, event) => {
    tellWindow(window.webContents, topic, event);
    if (topic !== 'task.progress') return;
    tasks.hear(event);
    autoLock.workMayHaveEnded();
  });
  app.on('second-instance', () => bringForward(window));
  closeEngineBeforeQuitting(engine);
}

function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}

function closeEngineBeforeQuitting(engine: EngineLink): void {
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    event.preventDefault();
    void engine.close().finally(() => app.exit(0));
  });
}

// Two windows on one workspace would only be refused by its lock; the first one comes to the front instead.
if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  declareAppScheme();
  lockNavigation();
  void app.whenReady().then(start);
} else {
  app.quit();
}
