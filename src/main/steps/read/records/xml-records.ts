import { fault, FaultError } from '#contract/faults';
import type { ReadLimits } from '../read-limits.ts';
import { Outside } from './outside.ts';
import { worthLookingAgain } from './record-room.ts';
import { TextPlace } from './text-place.ts';
import { passOver } from './unread-text.ts';
import { hasWords, type XmlElement, xmlElement } from './xml-element.ts';
import { type XmlTag, type XmlToken, xmlToken } from './xml-markup.ts';
import { XmlShape } from './xml-shape.ts';

export interface XmlHandler {
  record(text: string, element: XmlElement): void;
  /** Text among the records that cannot be read; `at` is its place in the text that is held. */
  unread(text: string, at: number): void;
}

interface Open {
  readonly name: string;
  readonly shape: XmlShape;
  readonly number: number;
}

const maxOpenElements = 1_000;
/** So many tags are looked for behind so many damaged places, which bounds the work in a file that has nothing else. */
const maxOpenLookedFor = 16;
const maxSurveyedDamage = 32;
const noDamage: readonly number[] = [];
const field = /<([A-Za-z_][\w.-]*)>([^<]*)<\/\1>/y;

/**
 * Walks through an XML text in pieces and hands out the elements at one path; whatever stands outside of them is
 * counted. Where the text is damaged, the walk goes on where the next record begins or this one ends. Pieces may be
 * cut anywhere: the outcome does not depend on where. Throws `read.record_too_large`, `read.xml_entities`.
 */
export class XmlRecords {
  readonly outside = new Outside();
  readonly shape = new XmlShape('');
  /** Of the text that is held, whose parts are handed out. */
  readonly place = new TextPlace();
  readonly #path: readonly string[];
  readonly #file: string;
  readonly #limits: ReadLimits;
  readonly #handler: XmlHandler;
  readonly #stack: Open[] = [];
  /** How many of the open elements are those of the path. */
  #matched = 0;
  #text = '';
  #at = 0;
  #ended = false;
  #wantedLength = 0;
  #lost = false;
  #records = 0;
  #elements = 0;
  /** Damaged places in a walk without a path. */
  #surveyedDamage = 0;
  /** In such a walk: whether a damaged place has letters beyond ASCII, in another encoding perhaps those of a name. */
  passedBeyondAscii = false;

  /** `path` empty: nothing is a record, everything is looked at for its shape. */
  constructor(path: readonly string[], file: string, limits: ReadLimits, handler: XmlHandler) {
    this.#path = path;
    this.#file = file;
    this.#limits = limits;
    this.#handler = handler;
  }

  /** `damage`: positions in the piece of what stands for bytes that are no characters. */
  push(piece: string, damage = noDamage): void {
    const passed = this.#at;
    this.#text = this.#text.slice(passed) + piece;
    this.#at = 0;
    this.place.hold(this.#text, passed, damage);
    if (this.#text.length < this.#wantedLength) return;
    this.#wantedLength = 0;
    this.#run();
  }

  finish(): void {
    this.#ended = true;
    this.#run();
    if (this.#stack.length > 0) this.outside.cutOff = true;
  }

  #run(): void {
    while (this.#at < this.#text.length) {
      if (this.#path.length === 0 && !this.#lost && this.#passField()) continue;
      if (!(this.#lost ? this.#seek() : this.#step())) return;
    }
  }

  /** In a walk without a path: an element with text alone, as most are, at once and not tag after tag. */
  #passField(): boolean {
    const parent = this.#stack.at(-1);
    if (parent === undefined || this.#stack.length >= maxOpenElements) return false;
    field.lastIndex = this.#at;
    const found = field.exec(this.#text);
    if (found === null) return false;
    const shape = parent.shape.child(found[1]!, parent.number);
    if (hasWords(found[2]!)) shape.texts += 1;
    this.#elements += 1;
    this.#at = field.lastIndex;
    return true;
  }

  #step(): boolean {
    const token = xmlToken(this.#text, this.#at);
    if (token.kind === 'cut') return this.#stepCut();
    if (token.kind === 'damaged') return this.#atRecord() ? this.#passDamage() : this.#loseWay();
    if (token.kind === 'open') return this.#opened(token);
    if (token.kind === 'close') return this.#closed(token.name, token.end);
    return this.#passed(token);
  }

  #stepCut(): boolean {
    if (!this.#ended) return this.#waitForMore();
    if (this.#atRecord()) return this.#passDamage();
    // Behind the outermost element, text that is no markup is something else.
    if (this.#stack.length > 0 || this.#text[this.#at] === '<') this.outside.cutOff = true;
    return this.#pass(this.#text.length);
  }

  /** Whether a record's tag begins here, which may be damaged itself. */
  #atRecord(): boolean {
    const name = this.#path.at(-1);
    const inPlace = name !== undefined && this.#stack.length === this.#path.length - 1;
    if (!inPlace || this.#matched !== this.#stack.length) return false;
    return (
      this.#text.startsWith(`<${name}`, this.#at) &&
      /[\s/>]|^$/.test(this.#text.charAt(this.#at + name.length + 1))
    );
  }

  #passed(token: Exclude<XmlToken, { kind: 'open' | 'close' | 'cut' | 'damaged' }>): boolean {
    const text = this.#text.slice(this.#at, token.end);
    const isDeclaration = token.kind === 'instruction' && text.startsWith('<?xml ');
    if (token.kind === 'comment' || token.kind === 'instruction') {
      if (!isDeclaration) this.outside.comments += 1;
    } else if (token.kind === 'doctype') this.#documentType(text);
    else if (token.kind === 'cdata' || hasWords(text)) {
      const open = this.#stack.at(-1);
      if (open === undefined) return this.#loseWay();
      open.shape.texts += 1;
    }
    this.#at = token.end;
    return true;
  }

  #documentType(text: string): void {
    const values = text.matchAll(/<!ENTITY\s+(?:%\s+)?[^\s"']+\s+(?:"([^"]*)"|'([^']*)')/g);
    for (const [, double, single] of values) {
      if (/[&%][^\s#;&%]+;/.test(double ?? single ?? '')) {
        throw new FaultError(fault('read.xml_entities', { file: this.#file }));
      }
    }
    this.outside.documentTypes += 1;
  }

  #opened(tag: XmlTag): boolean {
    const depth = this.#stack.length;
    const onPath = depth === this.#matched && this.#path[depth] === tag.name;
    if (onPath && depth + 1 === this.#path.length) return this.#takeRecord();
    if (depth >= maxOpenElements) return this.#loseWay();
    if (depth === 0) this.outside.documents += 1;
    const parent = this.#stack.at(-1);
    const shape = (parent?.shape ?? this.shape).child(tag.name, parent?.number ?? 0);
    shape.attributes += tag.attributes.filter(([name]) => !/^xmlns(?::|$)|^xsi:/.test(name)).length;
    this.#at = tag.end;
    if (tag.selfClosing) return true;
    this.#elements += 1;
    this.#stack.push({ name: tag.name, shape, number: this.#elements });
    if (onPath) this.#matched += 1;
    return true;
  }

  #closed(name: string, end: number): boolean {
    if (this.#stack.at(-1)?.name !== name) {
      if (this.#path.length > 0) return this.#loseWay();
      const open = this.#stack.findLastIndex((each) => each.name === name);
      if (open !== -1) this.#stack.length = open + 1;
      else if (++this.#surveyedDamage > maxSurveyedDamage) return this.#pass(this.#text.length);
    }
    if (this.#stack.at(-1)?.name === name) this.#stack.pop();
    this.#matched = Math.min(this.#matched, this.#stack.length);
    this.#at = end;
    return true;
  }

  #takeRecord(): boolean {
    const scan = xmlElement(this.#text, this.#at);
    if (scan.outcome === 'cut' && !this.#ended) return this.#waitForMore();
    if (scan.outcome !== 'whole') return this.#passDamage();
    this.#worthLookingAgain(scan.element.end - this.#at);
    this.#records += 1;
    this.outside.comments += scan.comments;
    this.#handler.record(this.#text, scan.element);
    this.#at = scan.element.end;
    return true;
  }

  /** Up to the record's own closing tag, the next record or the end of what holds the records. */
  #passDamage(): boolean {
    const [around, name] = [this.#path.at(-2), this.#path.at(-1)!];
    const ends = [`<${escaped(name)}(?=[\\s/>])`, `(?<=</${escaped(name)}\\s*>)`];
    if (around !== undefined) ends.push(`</${escaped(around)}\\s*>`);
    const next = new RegExp(ends.join('|'), 'g');
    next.lastIndex = this.#at + 1;
    const found = next.exec(this.#text);
    if (found === null && !this.#ended) return this.#waitForMore();
    if (found === null) this.outside.cutOff = true;
    const end = found?.index ?? this.#text.length;
    this.outside.damagedAt(() => this.place.nameOf(this.#at));
    this.#handler.unread(this.#text.slice(this.#at, end), this.#at);
    this.#at = end;
    return true;
  }

  #waitForMore(): boolean {
    this.#wantedLength = this.#worthLookingAgain(this.#text.length - this.#at);
    return false;
  }

  #worthLookingAgain(length: number): number {
    const record = this.#records + this.outside.damaged + 1;
    return worthLookingAgain(this.#file, record, length, this.#limits);
  }

  /** The text outside of the records is damaged: the next record is looked for, and what is passed is counted. */
  #loseWay(): boolean {
    this.#lost = true;
    return true;
  }

  #seek(): boolean {
    const name = this.#path.at(-1);
    if (name === undefined) return this.#seekLikely();
    const found = this.#nextTag(name, this.#at);
    if (found === -1) {
      // What is left may begin the tag, of which the sign after the name counts.
      const begun = this.#ended ? 0 : name.length + 1;
      this.#pass(Math.max(this.#at, this.#text.length - begun), this.#ended);
      return false;
    }
    this.#pass(found);
    this.#lost = false;
    this.#stack.length = 0;
    for (const name of this.#path.slice(0, -1)) {
      this.#stack.push({ name, shape: new XmlShape(name), number: 0 });
    }
    this.#matched = this.#stack.length;
    return true;
  }

  /**
   * No record is known yet: the outermost element around the damage that begins again, but for the root, is taken for
   * one, or the damaged tag itself; where none does, the next tag of all is gone on with.
   */
  #seekLikely(): boolean {
    this.#surveyedDamage += 1;
    const damaged = this.#text.slice(this.#at, this.#at + 1_024).split('>', 1)[0]!;
    this.passedBeyondAscii ||= !/^[\0-\x7f]*$/.test(damaged);
    if (this.#surveyedDamage > maxSurveyedDamage) return this.#pass(this.#text.length);
    const depths = this.#stack
      .slice(1, maxOpenLookedFor)
      .map(({ name }, index) => ({ name, depth: index + 1 }));
    const own = tagName(this.#text, this.#at);
    if (own !== '') depths.push({ name: own, depth: this.#stack.length });
    const start = this.#at + 1;
    const again = depths.find(({ name }) => this.#nextTag(name, start) !== -1);
    if (again !== undefined) this.#stack.length = again.depth;
    const next = again === undefined ? anyTag(this.#text, start) : this.#nextTag(again.name, start);
    this.#lost = false;
    return this.#pass(next === -1 ? this.#text.length : next);
  }

  #nextTag(name: string, start: number): number {
    const next = new RegExp(`<${escaped(name)}(?=[\\s/>])`, 'g');
    next.lastIndex = start;
    return next.exec(this.#text)?.index ?? -1;
  }

  /** What follows the first record may hold more of them, so it is kept; what stands before it is counted only. */
  #pass(end: number, isEnd = true): boolean {
    this.#at = passOver(this.#text, { start: this.#at, end, isEnd }, (from, to) => {
      const text = this.#text.slice(from, to);
      if (!hasWords(text)) return;
      this.outside.unread += text.length;
      if (this.#records > 0) this.#handler.unread(text, from);
    });
    return true;
  }
}

/** Of a tag that may be damaged behind it; empty where there is none. */
function tagName(text: string, start: number): string {
  return /^<([\p{L}_][\w:.-]*)/u.exec(text.slice(start, start + 256))?.[1] ?? '';
}

function anyTag(text: string, start: number): number {
  const next = /<[\p{L}_][\w:.-]*[\s/>]/gu;
  next.lastIndex = start;
  return next.exec(text)?.index ?? -1;
}

/** For a regular expression. */
export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
