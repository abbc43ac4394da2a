/** Where bytes come from: a file on disk, an entry of an archive, or pieces kept in the workspace. Every reader starts from one. */
export interface ByteSource {
  /** Name for people, without its folder. */
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Tells this very content from any other in the life of the program; not there where nothing can. */
  readonly identity?: string | undefined;
  /**
   * The content from its first byte, in pieces of any size; a piece is used up before the next is asked for. May be
   * opened more than once. Throws FaultError (`read.interrupted`, `read.changed` …), and lets go of the file when
   * the loop over it ends early.
   */
  open(): AsyncIterable<Uint8Array>;
  /**
   * The bytes from `position` on: `length` of them, fewer only where the content ends. Throws FaultError as `open`
   * does. An entry of an archive has to inflate everything before `position`.
   */
  read(position: number, length: number): Promise<Uint8Array>;
  /** Whether the content is no longer what it was when the source was made. */
  changed?(): Promise<boolean>;
}

/** The same bytes without the first few. */
export function withoutBeginning(source: ByteSource, bytes: number): ByteSource {
  if (bytes === 0) return source;
  return {
    fileName: source.fileName,
    sizeBytes: source.sizeBytes - bytes,
    async *open() {
      let left = bytes;
      for await (const piece of source.open()) {
        if (piece.length > left) yield piece.subarray(left);
        left = Math.max(0, left - piece.length);
      }
    },
    read: (position, length) => source.read(position + bytes, length),
  };
}
