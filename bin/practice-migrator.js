#!/usr/bin/env node
await import('./require-node.js');
const { main } = await import('../src/main/shells/cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
