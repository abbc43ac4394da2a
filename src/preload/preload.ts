import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import type { Bridge } from '#contract/bridge';
import { fault } from '#contract/faults';
import { failed } from '#contract/result';
import { windowChannels } from '#contract/window-channels';

/** Filled in by the build from the contract, so that its schemas need not be loaded into every window. */
declare const __OPERATION_NAMES__: readonly string[];
declare const __ENGINE_TOPICS__: readonly string[];

const bridge: Bridge = {
  host: 'electron',

  async call(name, input) {
    if (!__OPERATION_NAMES__.includes(name)) {
      return failed(fault('app.unknown_operation', { operation: name }));
    }
    return ipcRenderer.invoke(windowChannels.call, { name, input });
  },

  on(topic, listener) {
    if (!__ENGINE_TOPICS__.includes(topic)) throw new TypeError('There is no such topic.');
    const relay = (
      _event: IpcRendererEvent,
      heard: string,
      payload: Parameters<typeof listener>[0],
    ): void => {
      if (heard === topic) listener(payload);
    };
    ipcRenderer.on(windowChannels.event, relay);
    return () => {
      ipcRenderer.off(windowChannels.event, relay);
    };
  },

  pathOf: (file) => webUtils.getPathForFile(file) || null,
};

contextBridge.exposeInMainWorld('practiceMigrator', bridge);
