import type { ReadLimitsOverride } from '#contract/read-limits';
import type { SessionOptions } from '#main/central/session';
import type { StartReader } from './reading/reader-process.ts';

export interface EngineOptions {
  /** Folder that holds resources/ and presets/. */
  readonly appRoot: string;
  /** The program's own folder of this user: new workspaces, and the list of recent ones. */
  readonly dataFolder: string;
  readonly host: 'electron' | 'http' | 'cli';
  readonly version: string;
  /** Time limits and retries towards the central database, where other than the usual ones are wanted. */
  readonly central?: SessionOptions;
  /** Limits of reading in place of the usual ones; a single call may have others. */
  readonly readLimits?: ReadLimitsOverride;
  /** Starts a process that parses files, where that is not a process of Node. */
  readonly startReader?: StartReader;
  /** Parses every output against the contract as well; tests switch it on. */
  readonly checkOutputs?: boolean;
}
