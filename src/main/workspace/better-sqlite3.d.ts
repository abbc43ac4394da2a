/**
 * What the workspace uses of better-sqlite3-multiple-ciphers. Its own types cannot be found: its package names no
 * types among its exports, and they let `any` into every answer.
 */
declare module 'better-sqlite3' {
  namespace Database {
    interface RunResult {
      readonly changes: number;
      readonly lastInsertRowid: number | bigint;
    }

    interface Statement<Params extends unknown[] = unknown[], Row = unknown> {
      run(...params: Params): RunResult;
      get(...params: Params): Row | undefined;
      all(...params: Params): Row[];
      /** From now on rows come as arrays. */
      raw(): this;
      /** From now on rows come as the value of their first column. */
      pluck(): this;
    }

    interface Transaction<T> {
      (): T;
      immediate(): T;
    }
  }

  class SqliteError extends Error {
    /** Extended result code, such as `SQLITE_IOERR_FSYNC`. */
    readonly code: string;
  }

  class Database {
    static readonly SqliteError: typeof SqliteError;
    constructor(path: string, options?: { fileMustExist?: boolean; readonly?: boolean; timeout?: number });
    readonly open: boolean;
    readonly inTransaction: boolean;
    prepare<Params extends unknown[], Row>(sql: string): Database.Statement<Params, Row>;
    transaction<T>(work: () => T): Database.Transaction<T>;
    exec(sql: string): this;
    pragma(source: string, options?: { simple?: boolean }): unknown;
    key(key: Buffer): number;
    close(): this;
  }

  export = Database;
}
