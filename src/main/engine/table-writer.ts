import type { RowPage } from '#main/model/row-page';
import { transact, type WritableDb } from '#main/workspace/database';
import { appendStagedPages } from '#main/workspace/staged-row';

/** Pages in one transaction: large enough that flushing costs little, small enough to keep memory flat. */
const pagesPerFlush = 20;
const bytesPerFlush = 8 * 1024 * 1024;

/** Writes the pages of one table, in their order. */
export class TableWriter {
  readonly #db: WritableDb;
  readonly #sourceTableId: number;
  #pages: RowPage[] = [];
  #bytes = 0;
  #rows = 0;

  constructor(db: WritableDb, sourceTableId: number) {
    this.#db = db;
    this.#sourceTableId = sourceTableId;
  }

  get rows(): number {
    return this.#rows;
  }

  add(page: RowPage): void {
    if (page.firstRowNo !== this.#rows + 1) throw new Error('a page of rows does not follow the one before');
    this.#rows += page.rowCount;
    this.#pages.push(page);
    this.#bytes += page.bytes.length;
    if (this.#pages.length >= pagesPerFlush || this.#bytes >= bytesPerFlush) this.flush();
  }

  flush(): void {
    const pages = this.#pages;
    this.#pages = [];
    this.#bytes = 0;
    if (pages.length > 0) transact(this.#db, () => appendStagedPages(this.#db, this.#sourceTableId, pages));
  }
}
