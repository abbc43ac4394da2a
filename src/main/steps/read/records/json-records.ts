import type { ReadLimits } from '../read-limits.ts';
import { JsonResync } from './json-resync.ts';
import { beforeCutEscape, scanJson, scanRestOfString, skipJsonSpace } from './json-scan.ts';
import { Outside } from './outside.ts';
import { worthLookingAgain } from './record-room.ts';
import { TextPlace } from './text-place.ts';
import { maxUnreadCharacters, passOver } from './unread-text.ts';

/** Receives what a document holds, in its order. */
export interface JsonHandler {
  /** A whole value of the table; `rest` are the keys that lead on, within it, to a table inside the records. */
  record(text: string, start: number, end: number, rest: readonly string[]): void;
  /** Text within the table that cannot be read; `at` is its place in the text that is held. */
  unread(text: string, at: number): void;
}

export interface JsonPlace {
  readonly lines: boolean;
  readonly path: readonly string[];
}

interface Frame {
  readonly kind: 'object' | 'array' | 'table';
  /** Keys of the path that lead to here; -1 beside the path. */
  readonly matched: number;
  /** Keys from the document to here; null inside an array's element. */
  readonly keys: readonly string[] | null;
  expects: 'key' | 'value' | 'comma';
}

const maxOpenContainers = 1_000;
/** The longest one beside the table of which the beginning is looked through again where its end is damaged. */
const longText = maxUnreadCharacters;
/** Damage in an escape that is cut may be told of a place so far before the end. */
const cutEscape = 6;
const noDamage: readonly number[] = [];

/**
 * Walks through a JSON text in pieces and hands out the records of one table as text; whatever stands outside of it
 * is counted. Where the text is damaged, the walk goes on with the next record that is certain to be one. Pieces may
 * be cut anywhere: the outcome does not depend on where. Throws `read.record_too_large`.
 */
export class JsonRecords {
  readonly outside = new Outside();
  /** Of the text that is held, whose parts are handed out. */
  readonly place = new TextPlace();
  readonly #table: JsonPlace;
  readonly #file: string;
  readonly #limits: ReadLimits;
  readonly #handler: JsonHandler;
  readonly #resync: JsonResync;
  readonly #stack: Frame[] = [];
  #text = '';
  #at = 0;
  #ended = false;
  /** Looking at the text again is in vain before it is this long: a long record is not read over and over. */
  #wantedLength = 0;
  #lost = false;
  /** Characters of a long text beside the table that are held no longer: the rest of it follows. */
  #passedOfText = 0;
  /** False: somewhere ahead in the text that is held, a value that is not looked into is cut or damaged. */
  #passesWhole = true;
  #key = '';
  #records = 0;

  constructor(place: JsonPlace, file: string, limits: ReadLimits, handler: JsonHandler) {
    this.#table = place;
    this.#file = file;
    this.#limits = limits;
    this.#handler = handler;
    this.#resync = new JsonResync(place);
  }

  /** `damage`: positions in the piece of what stands for bytes that are no characters. */
  push(piece: string, damage = noDamage): void {
    const passed = this.#at;
    this.#text = this.#text.slice(passed) + piece;
    this.#at = 0;
    this.place.hold(this.#text, passed, damage);
    if (this.#text.length < this.#wantedLength) return;
    this.#wantedLength = 0;
    this.#passesWhole = true;
    this.#run();
  }

  finish(): void {
    this.#ended = true;
    this.#run();
    if (this.#stack.length > 0) this.outside.cutOff = true;
  }

  #run(): void {
    for (;;) {
      if (this.#lost) {
        if (!this.#seek()) return;
        continue;
      }
      if (this.#passedOfText > 0) {
        if (!this.#passText()) return;
        continue;
      }
      this.#at = skipJsonSpace(this.#text, this.#at);
      if (this.#at >= this.#text.length || !this.#step()) return;
    }
  }

  /** One token or record further; false when more text is needed. */
  #step(): boolean {
    const frame = this.#stack.at(-1);
    if (frame === undefined) return this.#stepOutermost();
    if (frame.kind === 'table') return this.#stepTable(frame);
    return frame.kind === 'array' ? this.#stepArray(frame) : this.#stepObject(frame);
  }

  #stepOutermost(): boolean {
    if (this.#table.lines) return this.#takeRecord(null, this.#table.path);
    const char = this.#text[this.#at]!;
    if (char !== '{' && char !== '[') return this.#loseWay();
    const begun = this.#beginContainer(char, 0, []);
    if (begun) this.outside.documents += 1;
    return begun;
  }

  #stepObject(frame: Frame): boolean {
    const char = this.#text[this.#at]!;
    if (char === '}') return this.#close();
    if (frame.expects === 'comma') {
      if (char !== ',') return this.#loseWay();
      frame.expects = 'key';
      this.#at += 1;
      return true;
    }
    if (frame.expects === 'key') return this.#takeKey(frame);
    frame.expects = 'comma';
    const onPath = frame.matched >= 0 && this.#table.path[frame.matched] === this.#key;
    return this.#beginValue(frame, onPath ? frame.matched + 1 : -1);
  }

  #takeKey(frame: Frame): boolean {
    if (this.#text[this.#at] !== '"') return this.#loseWay();
    const scan = scanJson(this.#text, this.#at, this.#ended);
    if (scan.outcome === 'damaged') return this.#loseWay();
    if (scan.outcome === 'cut') return this.#wait();
    const colon = skipJsonSpace(this.#text, scan.end);
    if (colon >= this.#text.length) return this.#wait();
    if (this.#text[colon] !== ':') return this.#loseWay();
    this.#key = JSON.parse(this.#text.slice(this.#at, scan.end)) as string;
    frame.expects = 'value';
    this.#at = colon + 1;
    return true;
  }

  #stepArray(frame: Frame): boolean {
    const char = this.#text[this.#at]!;
    if (char === ']') return this.#close();
    if (frame.expects === 'comma') {
      if (char !== ',') return this.#loseWay();
      frame.expects = 'value';
      this.#at += 1;
      return true;
    }
    frame.expects = 'comma';
    if (frame.keys !== null && (char === '{' || char === '[')) this.outside.element(frame.keys, char);
    return this.#beginValue(frame, -1);
  }

  #beginValue(frame: Frame, matched: number): boolean {
    const char = this.#text[this.#at]!;
    const keys = frame.kind === 'object' && frame.keys !== null ? [...frame.keys, this.#key] : null;
    if (char === '{' || char === '[') {
      const begun = this.#beginContainer(char, matched, keys);
      if (!begun) frame.expects = 'value';
      return begun;
    }
    const scan = scanJson(this.#text, this.#at, this.#ended);
    const isLong =
      char === '"' &&
      (scan.outcome === 'damaged' ? scan.at : this.#text.length - cutEscape) - this.#at > longText;
    if (isLong && scan.outcome !== 'whole') return this.#passText();
    if (scan.outcome === 'damaged') return this.#loseWay();
    if (scan.outcome === 'cut') {
      frame.expects = 'value';
      return this.#wait();
    }
    // Values within the records of another table belong to it.
    if (frame.keys !== null) this.outside.values += 1;
    this.#at = scan.end;
    return true;
  }

  /** A text beside the table may be longer than a record: only as much is held as comes at a time. */
  #passText(): boolean {
    const [text, start] = [this.#text, this.#at];
    const scan = scanRestOfString(text, this.#passedOfText === 0 ? start + 1 : start);
    if (scan.outcome === 'cut' && !this.#ended) {
      this.#at = beforeCutEscape(text, start);
      this.#passedOfText += this.#at - start;
      return false;
    }
    this.#at = scan.outcome === 'whole' ? scan.end : scan.outcome === 'damaged' ? scan.at : text.length;
    if (scan.outcome === 'whole') this.outside.values += this.#stack.at(-1)?.keys === null ? 0 : 1;
    else this.outside.unread += this.#passedOfText + this.#at - start;
    if (scan.outcome === 'cut') this.outside.cutOff = true;
    this.#passedOfText = 0;
    return scan.outcome === 'damaged' ? this.#loseWay() : true;
  }

  #beginContainer(char: '{' | '[', matched: number, keys: readonly string[] | null): boolean {
    const isRecord = matched === this.#table.path.length && char === '{';
    if (isRecord) return this.#takeRecord(null, []);
    if (keys === null && this.#passWhole()) return true;
    if (this.#stack.length >= maxOpenContainers) return this.#loseWay();
    const table = matched >= 0 && char === '[';
    const kind = table ? 'table' : char === '[' ? 'array' : 'object';
    this.#stack.push({ kind, matched, keys, expects: kind === 'object' ? 'key' : 'value' });
    this.#at += 1;
    return true;
  }

  /** What is inside the records of another table counts for nothing and need not be gone through step by step. */
  #passWhole(): boolean {
    if (!this.#passesWhole) return false;
    const scan = scanJson(this.#text, this.#at, this.#ended);
    if (scan.outcome === 'whole') this.#at = scan.end;
    else this.#passesWhole = false;
    return scan.outcome === 'whole';
  }

  #close(): boolean {
    this.#stack.pop();
    this.#at += 1;
    return true;
  }

  #stepTable(frame: Frame): boolean {
    const char = this.#text[this.#at]!;
    if (char === ']') {
      if (frame.expects === 'value' && this.#records > 0) this.outside.commas += 1;
      return this.#close();
    }
    if (char === ',') {
      if (frame.expects === 'value') this.outside.commas += 1;
      frame.expects = 'value';
      this.#at += 1;
      return true;
    }
    // A comma is missing: the records on both sides are whole all the same.
    if (frame.expects === 'comma' && (char === '{' || char === '[')) {
      this.outside.commas += 1;
      frame.expects = 'value';
    }
    return this.#takeRecord(frame, this.#table.path.slice(frame.matched));
  }

  #takeRecord(frame: Frame | null, rest: readonly string[]): boolean {
    const scan = scanJson(this.#text, this.#at, this.#ended);
    if (scan.outcome === 'cut' && !this.#ended) return this.#waitForRecord();
    if (scan.outcome !== 'whole') return this.#passDamage(frame);
    this.#worthLookingAgain(scan.end - this.#at);
    this.#records += 1;
    this.#resync.learn(this.#text, this.#at);
    this.#handler.record(this.#text, this.#at, scan.end, rest);
    this.#at = scan.end;
    if (frame !== null) frame.expects = 'comma';
    return true;
  }

  #passDamage(frame: Frame | null): boolean {
    const found = this.#resync.after(this.#text, this.#at, this.#ended, frame !== null);
    if (found === null && !this.#ended) return this.#waitForRecord();
    const end = found?.end ?? this.#text.length;
    if (found === null) this.outside.cutOff = true;
    this.outside.damagedAt(() => this.place.nameOf(this.#at));
    this.#handler.unread(this.#text.slice(this.#at, end), this.#at);
    this.#at = end;
    if (frame !== null) frame.expects = found?.recordFollows === true ? 'value' : 'comma';
    return true;
  }

  #wait(): boolean {
    if (!this.#ended) return this.#waitForRecord();
    this.outside.cutOff = true;
    this.outside.unread += this.#text.length - this.#at;
    this.#at = this.#text.length;
    return false;
  }

  #waitForRecord(): boolean {
    this.#wantedLength = this.#worthLookingAgain(this.#text.length - this.#at);
    return false;
  }

  #worthLookingAgain(length: number): number {
    const record = this.#records + this.outside.damaged + 1;
    return worthLookingAgain(this.#file, record, length, this.#limits);
  }

  /** The text outside of the table is damaged: the table is looked for by its name, and what is passed is counted. */
  #loseWay(): boolean {
    this.#lost = true;
    this.#stack.length = 0;
    return true;
  }

  #seek(): boolean {
    const looking = { hadRecords: this.#records > 0, ended: this.#ended };
    const again = this.#resync.beginningOfTable(this.#text, this.#at, looking);
    if (again?.outcome !== 'found') {
      this.#pass(again?.at ?? this.#text.length, this.#ended);
      return again === null ? false : this.#waitForRecord();
    }
    this.#pass(again.at, true);
    this.#at = again.mark;
    this.#lost = false;
    const matched = this.#table.path.length;
    this.#stack.push({ kind: 'table', matched, keys: null, expects: 'value' });
    return true;
  }

  /** What follows the records may hold more of them, so it is kept; what stands before them is counted only. */
  #pass(end: number, isEnd: boolean): void {
    this.#at = passOver(this.#text, { start: this.#at, end, isEnd }, (from, to) => {
      const text = this.#text.slice(from, to);
      this.outside.unread += text.length;
      if (this.#records > 0 && text.trim() !== '') this.#handler.unread(text, from);
    });
  }
}
