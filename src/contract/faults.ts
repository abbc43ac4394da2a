import { centralFaults } from './fault-catalogue/central.ts';
import { inputFaults } from './fault-catalogue/input.ts';
import { programFaults } from './fault-catalogue/program.ts';
import { readContainerFaults } from './fault-catalogue/read-container.ts';
import { readDelimitedFaults } from './fault-catalogue/read-delimited.ts';
import { readDumpFaults } from './fault-catalogue/read-dump.ts';
import { readRecordsFaults } from './fault-catalogue/read-records.ts';
import { readTextFaults } from './fault-catalogue/read-text.ts';
import { readWorkbookFaults } from './fault-catalogue/read-workbook.ts';
import { workspaceFaults } from './fault-catalogue/workspace.ts';

/**
 * Every expected failure of the product, with its stable code, its sentence, the exit code of the command line
 * and the status of the HTTP API. Sentences say what happened, to what, and what to do next. Parameters are
 * names, counts and positions, never a cell's value.
 */
const catalogue = {
  ...inputFaults,
  ...readContainerFaults,
  ...readDelimitedFaults,
  ...readDumpFaults,
  ...readRecordsFaults,
  ...readTextFaults,
  ...readWorkbookFaults,
  ...workspaceFaults,
  ...centralFaults,
  ...programFaults,
};

type Catalogue = typeof catalogue;
export type FaultCode = keyof Catalogue;
export type FaultParams<Code extends FaultCode> = Parameters<Catalogue[Code]['sentence']>[0];

/** An expected failure as a value: safe to print, log and send over any boundary. */
export interface Fault {
  readonly code: FaultCode;
  readonly message: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export function fault<Code extends FaultCode>(code: Code, params: FaultParams<Code>): Fault {
  const entry = catalogue[code] as { sentence: (params: FaultParams<Code>) => string };
  return { code, message: entry.sentence(params), params };
}

/** Exit codes of the command line, by kind of failure: documented in `practice-migrator --help`. */
export function exitCodeOf(code: FaultCode): number {
  return catalogue[code].exitCode;
}

export function httpStatusOf(code: FaultCode): number {
  return catalogue[code].httpStatus;
}

export const faultCodes = Object.keys(catalogue) as FaultCode[];

/** Carries a fault through code that can only throw (streams, callbacks); unwrapped again at the nearest boundary. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  readonly fault: Fault;

  constructor(value: Fault, options?: ErrorOptions) {
    super(`${value.code}: ${value.message}`, options);
    this.fault = value;
  }
}
