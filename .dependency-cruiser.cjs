// Who may import whom: ARCHITECTURE.md, "Who may import whom". scripts/check-boundaries.ts plants a violation of
// every rule and asserts that it is found, so a rule that stops working fails the check.
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const outside = (...folders) => ({ path: '^src/', pathNot: folders.map((folder) => `^src/${folder}`) });

module.exports = {
  forbidden: [
    forbid(
      'contract-imports-zod-only',
      { path: '^src/contract/' },
      { pathNot: ['^src/contract/', 'node_modules/zod/'] },
    ),
    forbid('model-imports-contract-only', { path: '^src/main/model/' }, outside('contract/', 'main/model/')),
    forbid(
      'steps-import-model',
      { path: '^src/main/steps/' },
      outside('contract/', 'main/model/', 'main/steps/'),
    ),
    forbid(
      'steps-are-apart',
      { path: '^src/main/steps/([^/]+)/' },
      { path: '^src/main/steps/', pathNot: '^src/main/steps/$1/' },
    ),
    forbid(
      'workspace-imports-model',
      { path: '^src/main/workspace/' },
      outside('contract/', 'main/model/', 'main/workspace/'),
    ),
    forbid(
      'central-imports-model',
      { path: '^src/main/central/' },
      outside('contract/', 'main/model/', 'main/central/'),
    ),
    forbid(
      'engine-imports-no-shell',
      { path: '^src/main/engine/' },
      { path: '^src/(main/shells|renderer|preload)/' },
    ),
    forbid(
      'shells-import-engine',
      { path: '^src/main/shells/' },
      outside('contract/', 'main/engine/', 'main/shells/'),
    ),
    forbid(
      'shells-are-apart',
      { path: '^src/main/shells/([^/]+)/' },
      // window-files serves the renderer's files to both hosts of a window.
      { path: '^src/main/shells/', pathNot: ['^src/main/shells/$1/', '^src/main/shells/window-files/'] },
    ),
    forbid('renderer-imports-contract', { path: '^src/renderer/' }, outside('contract/', 'renderer/')),
    forbid('renderer-is-no-node-program', { path: '^src/renderer/' }, { dependencyTypes: ['core'] }),
    forbid(
      'features-are-apart',
      { path: '^src/renderer/features/([^/]+)/' },
      { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    ),
    forbid('preload-imports-contract', { path: '^src/preload/' }, outside('contract/', 'preload/')),
    forbid(
      'electron-in-its-shell',
      { path: '^src/', pathNot: ['^src/main/shells/electron/', '^src/preload/'] },
      { path: '^(node_modules/)?electron(-store)?(/|$)' },
    ),
    forbid(
      'postgres-in-central',
      { path: '^src/', pathNot: '^src/main/central/' },
      { path: 'node_modules/(@types/)?pg/' },
    ),
    forbid(
      'sqlite-in-workspace',
      { path: '^src/', pathNot: '^src/main/workspace/' },
      { path: 'node_modules/better-sqlite3' },
    ),
    forbid('no-test-code-in-product', { path: '^src/' }, { path: '^(tests|scripts)/' }),
    forbid('no-cycles', {}, { circular: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
