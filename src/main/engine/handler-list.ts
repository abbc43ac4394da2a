import { appHandlers } from './app-handlers.ts';
import { checkHandlers } from './check-handlers.ts';
import { fileHandlers } from './file-handlers.ts';
import type { Handlers } from './handlers.ts';
import { mappingHandlers } from './mapping-handlers.ts';
import { operatorHandlers } from './operator-handlers.ts';
import { uploadHandlers } from './upload-handlers.ts';
import { workspaceHandlers } from './workspace-handlers.ts';

export const handlers: Handlers = {
  ...appHandlers,
  ...workspaceHandlers,
  ...fileHandlers,
  ...mappingHandlers,
  ...checkHandlers,
  ...uploadHandlers,
  ...operatorHandlers,
};
