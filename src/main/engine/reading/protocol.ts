import type { Fault } from '#contract/faults';
import type { Layout, LayoutOverride } from '#contract/layout';
import type { RowPage } from '#main/model/row-page';
import type { ReadLimits } from '#main/steps/read/read-limits';
import type { ReadSummary } from '#main/steps/read/recognition';
import type { RowFaults } from '#main/steps/read/row-fault';
import type { SurveyedPart } from '#main/steps/read/survey';

/** A file whose bytes the engine hands out on demand; the reader's process opens nothing itself. */
export interface RemoteFile {
  readonly fileName: string;
  readonly sizeBytes: number;
  /** As `ByteSource` has it: what was learnt of it in an earlier look is true of this one. */
  readonly identity?: string | undefined;
}

/** What the engine asks of the process that reads. */
export type ReaderRequest =
  | {
      readonly kind: 'inspect';
      readonly file: RemoteFile;
      readonly part: string;
      readonly override: LayoutOverride;
      readonly limits: ReadLimits;
    }
  | { readonly kind: 'survey'; readonly file: RemoteFile; readonly limits: ReadLimits }
  | {
      readonly kind: 'hash';
      readonly file: RemoteFile;
      readonly part: string;
      readonly limits: ReadLimits;
    }
  | {
      readonly kind: 'read';
      readonly file: RemoteFile;
      readonly part: string;
      readonly layout: Layout;
      readonly limits: ReadLimits;
      /** Of the rows of the file's tables that were read before this one; they share a limit. */
      readonly stagedBytes?: number;
    };

/** What a request answers in the end. */
export interface ReaderAnswers {
  readonly inspect: SurveyedPart;
  readonly survey: null;
  /** Hexadecimal SHA-256 over the bytes of a part. */
  readonly hash: string;
  /** `stagedBytes`: with this table's rows. */
  readonly read: ReadSummary & { readonly rowFaults: RowFaults; readonly stagedBytes: number };
}

/** A page of rows on its way to the workspace. */
export interface ReadPageMessage extends RowPage {
  /** Of the source, taken in so far. */
  readonly bytesRead: number;
}

export type ToReader =
  | { readonly kind: 'run'; readonly request: ReaderRequest }
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'no_bytes'; readonly id: number; readonly fault: Fault }
  /** So many pages were taken: as many more may be sent. */
  | { readonly kind: 'taken'; readonly pages: number };

export type FromReader =
  | { readonly kind: 'ready' }
  | { readonly kind: 'want'; readonly id: number; readonly position: number; readonly length: number }
  | { readonly kind: 'page'; readonly page: ReadPageMessage }
  | { readonly kind: 'part'; readonly part: SurveyedPart }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly fault: Fault }
  /** A mistake of the program, by name and place; never the text of a file. */
  | { readonly kind: 'bug'; readonly places: string };

/** Pages that may be on their way at once: enough to keep both processes busy, few enough to stay small. */
export const maxPagesUnderWay = 40;
/** Of these pages, as they are packed; one page may be larger by itself. */
export const maxBytesUnderWay = 16 * 1024 * 1024;

/** Of a file, that may be asked for at once. */
export const maxWantedBytes = 256 * 1024;

/** One end of the line between the engine and a reader's process. */
export interface ReaderLine<Out, In> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
}
