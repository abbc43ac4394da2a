/**
 * Runs dependency-cruiser over the source, then plants one violation of every rule and asserts that each is found:
 * a boundary check that silently sees nothing would pass for ever.
 */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const leastModules = 30;

/** Rule → a file that breaks it; its name starts with `planted-`. */
const violations: Record<string, { file: string; text: string }> = {
  'contract-imports-zod-only': { file: 'src/contract/planted-a.ts', text: "import 'node:fs';" },
  'model-imports-contract-only': {
    file: 'src/main/model/planted-b.ts',
    text: "import '../workspace/planted-target.ts';",
  },
  'steps-import-model': {
    file: 'src/main/steps/plan/planted-c.ts',
    text: "import '../../workspace/planted-target.ts';",
  },
  'steps-are-apart': {
    file: 'src/main/steps/plan/planted-d.ts',
    text: "import '../read/planted-target.ts';",
  },
  'workspace-imports-model': {
    file: 'src/main/workspace/planted-e.ts',
    text: "import '../central/planted-target.ts';",
  },
  'central-imports-model': {
    file: 'src/main/central/planted-f.ts',
    text: "import '../workspace/planted-target.ts';",
  },
  'engine-imports-no-shell': {
    file: 'src/main/engine/planted-g.ts',
    text: "import '../shells/cli/planted-target.ts';",
  },
  'shells-import-engine': {
    file: 'src/main/shells/cli/planted-h.ts',
    text: "import '../../workspace/planted-target.ts';",
  },
  'shells-are-apart': {
    file: 'src/main/shells/http/planted-i.ts',
    text: "import '../cli/planted-target.ts';",
  },
  'renderer-imports-contract': {
    file: 'src/renderer/planted-j.ts',
    text: "import '../main/workspace/planted-target.ts';",
  },
  'renderer-is-no-node-program': { file: 'src/renderer/planted-k.ts', text: "import 'node:fs';" },
  'features-are-apart': {
    file: 'src/renderer/features/planted-one/planted-l.ts',
    text: "import '../planted-two/planted-target.ts';",
  },
  'preload-imports-contract': {
    file: 'src/preload/planted-m.ts',
    text: "import '../main/workspace/planted-target.ts';",
  },
  'electron-in-its-shell': { file: 'src/main/engine/planted-n.ts', text: "import 'electron';" },
  'postgres-in-central': { file: 'src/main/engine/planted-o.ts', text: "import 'pg';" },
  'sqlite-in-workspace': { file: 'src/main/engine/planted-p.ts', text: "import 'better-sqlite3';" },
  'no-test-code-in-product': {
    file: 'src/main/engine/planted-q.ts',
    text: "import '../../../scripts/check-boundaries.ts';",
  },
  'no-cycles': { file: 'src/main/engine/planted-r.ts', text: "import './planted-r.ts';" },
};
const targets = [
  'src/main/workspace/planted-target.ts',
  'src/main/central/planted-target.ts',
  'src/main/steps/read/planted-target.ts',
  'src/main/shells/cli/planted-target.ts',
  'src/renderer/features/planted-two/planted-target.ts',
];

async function findViolations(): Promise<{
  modules: number;
  found: { rule: string; from: string; to: string }[];
}> {
  const config = await extractConfig('./.dependency-cruiser.cjs');
  const { output } = await cruise(['src'], {
    ...config.options,
    preserveSymlinks: true,
    validate: true,
    ruleSet: config,
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered in words');
  const found = output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  return { modules: output.summary.totalCruised, found };
}

function plant(): void {
  const files = [...targets.map((file) => ({ file, text: 'export {};' })), ...Object.values(violations)];
  for (const { file, text } of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  }
}

const { modules, found } = await findViolations();
for (const { rule, from, to } of found) console.error(`${rule}: ${from} → ${to}`);
if (modules < leastModules)
  console.error(`only ${modules} modules were seen, at least ${leastModules} expected`);

// In a copy, so that the tree is never seen in a broken state, whatever happens to this process.
const copy = join(root, 'node_modules/.cache/boundaries');
rmSync(copy, { recursive: true, force: true });
for (const part of ['src', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
  cpSync(join(root, part), join(copy, part), { recursive: true });
}
cpSync(join(root, 'scripts/check-boundaries.ts'), join(copy, 'scripts/check-boundaries.ts'));
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
process.chdir(copy);
plant();
const seen = new Set(
  (await findViolations()).found.filter(({ from }) => from.includes('planted-')).map(({ rule }) => rule),
);
process.chdir(root);
rmSync(copy, { recursive: true, force: true });
const missed = Object.keys(violations).filter((rule) => !seen.has(rule));
for (const rule of missed) console.error(`self-test: a planted violation of ${rule} was not found`);

if (found.length > 0 || missed.length > 0 || modules < leastModules) process.exit(1);
console.log(
  `Boundaries hold: ${modules} modules, 0 violations; ${Object.keys(violations).length} planted ones found.`,
);
