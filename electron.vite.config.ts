import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { engineTopics } from '#contract/events';
import { operations } from '#contract/operations';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const shell = at('src/main/shells/electron');

/** What a window may ask for: the operator's operations exist on the command line only. */
const windowOperations = operations.filter(({ roles }) => roles.some((role) => role !== 'operator'));

export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        // The engine and the readers of files run in processes of their own, so they are entries of their own.
        input: {
          main: `${shell}/main.ts`,
          'engine-process': `${shell}/engine-process.ts`,
          'reader-process': `${shell}/reader-process.ts`,
        },
      },
    },
  },
  preload: {
    define: {
      __OPERATION_NAMES__: JSON.stringify(windowOperations.map(({ name }) => name)),
      __ENGINE_TOPICS__: JSON.stringify(engineTopics),
    },
    build: {
      // A sandboxed preload is one CommonJS file and can load nothing but `electron`.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('src/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    // Relative addresses serve both hosts: app:// and the loopback server.
    base: './',
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      minify: true,
      // Read from disk or loopback: what is loaded later is the grid, for the screen that shows rows.
      chunkSizeWarningLimit: 1_000,
      // Inlined files would need `data:` in more of the content security policy than images.
      assetsInlineLimit: 0,
      rolldownOptions: { input: at('src/renderer/index.html') },
    },
  },
});
