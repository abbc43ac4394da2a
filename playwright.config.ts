import { defineConfig } from '@playwright/test';

/** The app driven as a person would: on Electron where PRACTICE_MIGRATOR_ELECTRON names one, else on the stand-in. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  globalSetup: './tests/e2e/global-setup.ts',
  outputDir: 'test-results',
  // One window at a time: each is a whole program with an engine and a Chromium.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
});
