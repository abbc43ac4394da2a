import { fault, FaultError } from '#contract/faults';
import { countOf } from '../text-scan.ts';
import { type CopyStatement, parseCopy } from './copy-statement.ts';
import { type InsertStatement, insertAt } from './insert-statement.ts';
import { tupleAt } from './insert-tuple.ts';
import {
  afterTuple,
  beyondMark,
  endMark,
  isAfterRows,
  keyword,
  linesBefore,
  mayBeginStatement,
  nextRowOrStatement,
  nextStatement,
  strayEndMark,
  swallowedIn,
} from './dump-lines.ts';
import type { DumpListener, CopyBlock, Place, RowsEnd, ScanSettings } from './dump-listener.ts';
import { endOfStatement, skipBlanks } from './sql-lexing.ts';

type State = 'sql' | 'copy' | 'tuple' | 'after tuple';

/** Takes a dump apart, in pieces that may be cut anywhere. Holds one statement, or one row, at a time. */
export class DumpScanner {
  readonly #file: string;
  readonly #limitBytes: number;
  readonly #settings: ScanSettings;
  readonly #listener: DumpListener;
  #state: State = 'sql';
  #text = '';
  #at = 0;
  #line = 1;
  /** Position of `#text` in the file. */
  #base = 0;
  /** Not worth trying again with less text. */
  #wanted = 0;
  #final = false;
  /** Lines of the block that are passed over before the next one that is wanted. */
  #unwanted = 0;
  /** What was at hand before `#text`, to its end. */
  #before = '';
  /** The head of the statement before, if that brought in rows too. */
  #insert: { readonly head: string; readonly statement: InsertStatement } | null = null;
  /** Where the block's rows begin in `#text`; 0 when it began earlier. */
  #blockStart = 0;
  /** Rows have two columns or more, or nobody knows. */
  #wide = true;
  #delimiter = '\t';
  #blockLines = 0;

  constructor(file: string, limitBytes: number, settings: ScanSettings, listener: DumpListener) {
    this.#file = file;
    this.#limitBytes = limitBytes;
    this.#settings = settings;
    this.#listener = listener;
  }

  push(piece: string): void {
    this.#base += this.#at;
    this.#before = this.#at === this.#text.length ? this.#text : this.#text.slice(0, this.#at);
    this.#blockStart = 0;
    this.#text = this.#at === this.#text.length ? piece : this.#text.slice(this.#at) + piece;
    this.#at = 0;
    if (this.#text.length >= this.#wanted) this.#run();
  }

  finish(): void {
    this.#final = true;
    this.#run();
    if (this.#state === 'copy') this.#listener.copyEnd('cut', this.#block(), this.#place());
    else if (this.#state !== 'sql') this.#listener.insertEnd('cut', this.#place());
  }

  #run(): void {
    this.#wanted = 0;
    while (this.#step());
    const rest = this.#text.length - this.#at;
    if (rest > this.#limitBytes) {
      throw new FaultError(
        fault('read.row_too_large', { file: this.#file, line: this.#line, limitBytes: this.#limitBytes }),
      );
    }
    // Trying again only when there is twice as much keeps the work proportional to the text.
    this.#wanted = this.#state === 'copy' ? 0 : rest * 2;
  }

  /** False when more text is needed. */
  #step(): boolean {
    switch (this.#state) {
      case 'sql':
        return this.#sql();
      case 'copy':
        return this.#copyLines();
      case 'tuple':
        return this.#tuple();
      case 'after tuple':
        return this.#afterTuple();
    }
  }

  #place(): Place {
    return { line: this.#line, position: this.#base + this.#at };
  }

  #advance(to: number): void {
    this.#line += countOf('\n', this.#text, this.#at, to);
    this.#at = to;
  }

  #skipBlanks(): boolean {
    const next = skipBlanks(this.#text, this.#at);
    if (next === -1) {
      if (!this.#final) return false;
      this.#advance(this.#text.length);
    } else this.#advance(next);
    return this.#at < this.#text.length;
  }

  #sql(): boolean {
    if (!this.#skipBlanks()) return false;
    const text = this.#text;
    if (text[this.#at] === '\\') return this.#meta();
    keyword.lastIndex = this.#at;
    const word = keyword.exec(text)?.[0].toUpperCase();
    if (word === 'INSERT') {
      const insert = this.#insertHere() ?? insertAt(text, this.#at, this.#settings.decode);
      if (insert !== null) return this.#beginInsert(insert);
    }
    this.#insert = null;
    return this.#statement(word);
  }

  #meta(): boolean {
    const found = this.#text.indexOf('\n', this.#at);
    if (found === -1 && !this.#final) return false;
    const end = found === -1 ? this.#text.length : found;
    this.#insert = null;
    this.#listener.meta(this.#text.slice(this.#at, end).trimEnd(), this.#place());
    this.#advance(end);
    return true;
  }

  #statement(word: string | undefined): boolean {
    const text = this.#text;
    const end = endOfStatement(text, this.#at, this.#settings.backslashes);
    const statement = text.slice(this.#at, end === -1 ? text.length : end);
    const mark = strayEndMark.exec(statement);
    const swallowed = swallowedIn(statement, word);
    if (swallowed !== null && (mark === null || swallowed.index < mark.index)) {
      return this.#breakOff('statement', this.#at + swallowed.index + 1);
    }
    if (mark !== null) return this.#breakOff('rows', this.#at + mark.index + mark[0].length);
    if (end === -1) return this.#unfinished();
    const copy = word === 'COPY' ? parseCopy(statement, this.#settings.decode) : null;
    if (copy?.from === 'stdin' && copy.format.kind !== 'binary') return this.#beginCopy(copy, end);
    this.#listener.statement(statement, this.#place());
    this.#advance(end);
    return true;
  }

  #unfinished(): boolean {
    const tooLarge = this.#text.length - this.#at > this.#limitBytes;
    if (!this.#final && !tooLarge) return false;
    nextStatement.lastIndex = this.#at;
    const next = nextStatement.exec(this.#text);
    if (next === null && !this.#final) return false;
    return this.#breakOff(
      next === null ? 'cut' : 'statement',
      next === null ? this.#text.length : next.index + 1,
    );
  }

  #breakOff(kind: 'rows' | 'statement' | 'cut', end: number): boolean {
    const place = this.#place();
    this.#advance(end);
    this.#listener.broken(kind, Math.max(1, this.#line - place.line), place);
    return true;
  }

  #beginCopy(statement: CopyStatement, end: number): boolean {
    const lineEnd = this.#text.indexOf('\n', end);
    if (lineEnd === -1 && !this.#final) return false;
    const place = this.#place();
    this.#advance(lineEnd === -1 ? this.#text.length : lineEnd + 1);
    this.#wide = statement.columns === null || statement.columns.length > 1;
    this.#delimiter = statement.format.delimiter;
    this.#blockLines = 0;
    this.#unwanted = this.#listener.copy(statement, place);
    this.#before = '';
    this.#blockStart = this.#at;
    this.#state = 'copy';
    return true;
  }

  #copyLines(): boolean {
    const text = this.#text;
    for (;;) {
      const found = text.indexOf('\n', this.#at);
      if (found === -1 && (!this.#final || this.#at === text.length)) return false;
      const end = found === -1 ? text.length : found;
      const first = text.charCodeAt(this.#at);
      if (first === 0x5c && end - this.#at <= 3 && endMark.test(text.slice(this.#at, end))) {
        return this.#endCopy('marked', found === -1 ? end : end + 1);
      }
      if (this.#wide && mayBeginStatement(first) && isAfterRows(text.slice(this.#at, end), this.#delimiter)) {
        return this.#endCopy('missing', this.#at);
      }
      this.#blockLines += 1;
      if (this.#unwanted > 0) this.#unwanted -= 1;
      else this.#unwanted = this.#listener.copyLine(text.slice(this.#at, end), this.#line, found === -1);
      if (found !== -1) this.#line += 1;
      this.#at = found === -1 ? end : end + 1;
    }
  }

  #endCopy(end: RowsEnd, to: number): boolean {
    this.#listener.copyEnd(end, this.#block(), this.#place());
    this.#advance(to);
    this.#state = 'sql';
    return true;
  }

  #block(): CopyBlock {
    const lastLines = (most: number): string[] => {
      const here = linesBefore(this.#text, this.#blockStart, this.#at, most);
      const earlier = linesBefore(this.#before, 0, this.#before.length, most - here.length);
      // The first of the earlier ones may be the second half of a line.
      return [...earlier.slice(1), ...here];
    };
    const endsInLine = this.#at === this.#text.length && this.#at > 0 && !this.#text.endsWith('\n');
    return { lines: this.#blockLines, endsInLine, lastLines };
  }

  /** Dumps repeat the same words for every row; nothing between them has changed what they mean. */
  #insertHere(): InsertStatement | null {
    const last = this.#insert;
    if (last === null || !this.#text.startsWith(last.head, this.#at)) return null;
    return { ...last.statement, end: this.#at + last.head.length };
  }

  #beginInsert(insert: InsertStatement): boolean {
    this.#insert ??= { head: this.#text.slice(this.#at, insert.end), statement: insert };
    if (this.#insert.statement.parts !== insert.parts) this.#insert = null;
    this.#listener.insert(insert, this.#place());
    this.#advance(insert.end);
    this.#state = 'tuple';
    return true;
  }

  #tuple(): boolean {
    if (!this.#skipBlanks()) return false;
    if (this.#text[this.#at] !== '(') {
      keyword.lastIndex = this.#at;
      const word = keyword.exec(this.#text)?.[0].toUpperCase();
      return word === 'INSERT' || word === 'COPY' ? this.#endInsert('missing') : this.#brokenTuple();
    }
    const tuple = tupleAt(this.#text, this.#at, this.#settings.backslashes);
    if (tuple === null) return this.#unfinishedTuple();
    if (tuple.malformed) return this.#brokenTuple();
    const follows = this.#follows(tuple.end);
    if (follows === null) return false;
    if (!follows) return this.#brokenTuple();
    this.#listener.tuple(this.#text, tuple, this.#at, this.#place());
    this.#advance(tuple.end);
    this.#state = 'after tuple';
    return true;
  }

  /**
   * Whether a row or a statement may end at `at`: a quotation mark out of step can close a row early, with values
   * that only look sound. Null when more text is needed.
   */
  #follows(at: number): boolean | null {
    const isUsual = this.#text.charCodeAt(at) === 0x3b && this.#text.charCodeAt(at + 1) === 0x0a;
    if (isUsual) return at + 2 < this.#text.length || this.#final ? true : null;
    let next = skipBlanks(this.#text, at);
    if (next === -1) next = this.#text.length;
    beyondMark.lastIndex = next;
    if (!this.#final && beyondMark.test(this.#text) && beyondMark.lastIndex === this.#text.length)
      return null;
    afterTuple.lastIndex = next;
    return next === this.#text.length || afterTuple.test(this.#text);
  }

  #unfinishedTuple(): boolean {
    if (!this.#final && this.#text.length - this.#at <= this.#limitBytes) return false;
    return this.#brokenTuple();
  }

  /** Goes on at the next line that begins like a row or a statement, however the quotation marks stand. */
  #brokenTuple(): boolean {
    nextRowOrStatement.lastIndex = this.#at + 1;
    const next = nextRowOrStatement.exec(this.#text);
    if (next === null && !this.#final) return false;
    const end = next === null ? this.#text.length : next.index + 1;
    const raw = this.#text.slice(this.#at, end).trimEnd();
    const cut = next === null && !/;\s*$/.test(raw);
    this.#listener.brokenTuple(raw, this.#line, cut);
    this.#advance(end);
    if (next !== null && /^[ \t]*\(/.test(this.#text.slice(end, end + 100))) return true;
    if (!cut) this.#endInsert('marked');
    return true;
  }

  #endInsert(end: RowsEnd): true {
    this.#listener.insertEnd(end, this.#place());
    this.#state = 'sql';
    return true;
  }

  #afterTuple(): boolean {
    if (!this.#skipBlanks()) return false;
    const next = this.#text[this.#at];
    if (next === ',') {
      this.#at += 1;
      this.#state = 'tuple';
      return true;
    }
    if (next === ';') {
      this.#at += 1;
      return this.#endInsert('marked');
    }
    keyword.lastIndex = this.#at;
    const word = keyword.exec(this.#text)?.[0].toUpperCase();
    if (word === 'INSERT' || word === 'COPY') return this.#endInsert('missing');
    if (word !== 'ON' && word !== 'RETURNING') return this.#brokenTuple();
    const end = endOfStatement(this.#text, this.#at, this.#settings.backslashes);
    if (end === -1) return this.#final ? this.#brokenTuple() : false;
    this.#advance(end);
    return this.#endInsert('marked');
  }
}
