/** The two ways between a window and its main process under Electron; preload and main process use these alone. */
export const windowChannels = { call: 'operation.call', event: 'engine.event' } as const;
