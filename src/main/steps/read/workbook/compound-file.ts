// bytes of an old Office file (OLE compound file, [MS-CFB]) → whether its lists of places end

const headerBytes = 512;
const entryBytes = 128;
const listedInHeader = 109;
const rootType = 5;
/** Smaller streams lie within another one, whose list is as long as they are at the most. */
const leastBytesOfOwn = 4096;

/**
 * Whether a list of sectors, or the tree of the directory, leads back to where it was: whoever follows it never comes
 * to its end. What is no such file, or damaged in another way, leads nowhere.
 */
export function leadsInCircles(content: Buffer): boolean {
  const shift = content.length < headerBytes ? 0 : content.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return false;
  const sectors = new Sectors(content, 2 ** shift);
  const directory = sectors.listFrom(content.readInt32LE(48));
  if (directory === null) return true;
  const entries = directory.flatMap((sector) => sectors.entriesAt(sector));
  const ownLists = entries.filter(({ type, size }) => type === rootType || size >= leastBytesOfOwn);
  return ownLists.some(({ start }) => !sectors.ends(start)) || treeHasCircle(entries);
}

interface DirectoryEntry {
  readonly type: number;
  /** Its neighbours and what is inside it, as places in the directory; negative: none. */
  readonly next: readonly [left: number, right: number, inside: number];
  readonly start: number;
  readonly size: number;
}

class Sectors {
  readonly #content: Buffer;
  readonly #sectorBytes: number;
  /** Sectors of the table that says which sector follows which. */
  readonly #table: readonly number[];
  /** Sectors from which the end is reached. */
  readonly #ending = new Set<number>();

  constructor(content: Buffer, sectorBytes: number) {
    this.#content = content;
    this.#sectorBytes = sectorBytes;
    this.#table = this.#tableSectors();
  }

  /** The sectors from `start` on; null when they never end. */
  listFrom(start: number): number[] | null {
    const list = new Set<number>();
    for (let sector = start; sector >= 0; sector = this.#after(sector)) {
      if (list.has(sector)) return null;
      list.add(sector);
    }
    return [...list];
  }

  /** Takes no longer for many lists than there are sectors. */
  ends(start: number): boolean {
    const list = new Set<number>();
    for (let sector = start; sector >= 0 && !this.#ending.has(sector); sector = this.#after(sector)) {
      if (list.has(sector)) return false;
      list.add(sector);
    }
    for (const sector of list) this.#ending.add(sector);
    return true;
  }

  entriesAt(sector: number): DirectoryEntry[] {
    const from = (sector + 1) * this.#sectorBytes;
    const to = Math.min(from + this.#sectorBytes, this.#content.length);
    const entries: DirectoryEntry[] = [];
    for (let at = from; at + entryBytes <= to; at += entryBytes) {
      const word = (place: number): number => this.#content.readInt32LE(at + place);
      entries.push({
        type: this.#content[at + 66]!,
        next: [word(68), word(72), word(76)],
        start: word(116),
        size: word(120),
      });
    }
    return entries;
  }

  #after(sector: number): number {
    const inSector = this.#sectorBytes / 4;
    const table = this.#table[Math.floor(sector / inSector)];
    return table === undefined ? -1 : this.#word(table, sector % inSector);
  }

  /** A word of a sector; negative where there is none. */
  #word(sector: number, place: number): number {
    const at = (sector + 1) * this.#sectorBytes + place * 4;
    return sector < 0 || at + 4 > this.#content.length ? -1 : this.#content.readInt32LE(at);
  }

  #tableSectors(): number[] {
    const table: number[] = [];
    for (let place = 0; place < listedInHeader; place += 1) {
      table.push(this.#content.readInt32LE(76 + place * 4));
    }
    const inSector = this.#sectorBytes / 4 - 1;
    const seen = new Set<number>();
    for (let more = this.#content.readInt32LE(68); more >= 0 && !seen.has(more);) {
      seen.add(more);
      for (let place = 0; place < inSector; place += 1) table.push(this.#word(more, place));
      more = this.#word(more, inSector);
    }
    return table;
  }
}

/** Unused entries may be zeros, which then look as if the root came after them. */
function treeHasCircle(entries: readonly DirectoryEntry[]): boolean {
  const rootHasNeighbours = (entries[0]?.next.slice(0, 2) ?? []).some((place) => place > 0);
  const leastPlace = rootHasNeighbours ? 0 : 1;
  const done = new Set<number>();
  const above = new Set<number>();
  for (const root of entries.keys()) {
    const open: { readonly place: number; taken: number }[] = [{ place: root, taken: 0 }];
    above.clear();
    above.add(root);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const next = done.has(top.place) ? undefined : entries[top.place]?.next[top.taken];
      top.taken += 1;
      if (next === undefined) {
        open.pop();
        above.delete(top.place);
        done.add(top.place);
      } else if (above.has(next) && next >= leastPlace) {
        return true;
      } else if (next >= leastPlace && !done.has(next)) {
        above.add(next);
        open.push({ place: next, taken: 0 });
      }
    }
  }
  return false;
}
