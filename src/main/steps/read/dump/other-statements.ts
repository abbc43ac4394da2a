import type { FileFinding } from '#main/model/file-finding';

/** First words that statements of a dump begin with; whatever else begins one is not named, as it may be data. */
export const statementWord =
  /^(?:CREATE|ALTER|DROP|COMMENT|GRANT|REVOKE|SET|RESET|SELECT|BEGIN|START|COMMIT|ROLLBACK|END|LOCK|UNLOCK|ANALYZE|VACUUM|REINDEX|REFRESH|SECURITY|REASSIGN|DO|CALL|COPY|PRAGMA|EXPLAIN|NOTIFY|WITH|VALUES|UPDATE|DELETE|TRUNCATE|MERGE|REPLACE|INSERT)\b/i;
const objects =
  /^(CREATE|ALTER|DROP|COMMENT ON)\s+(?:OR\s+REPLACE\s+)?(?:UNIQUE\s+|UNLOGGED\s+|MATERIALIZED\s+|EVENT\s+|FOREIGN\s+|DEFAULT\s+|CONSTRAINT\s+)*(AGGREGATE|CAST|COLLATION|COLUMN|CONVERSION|DATABASE|DOMAIN|EXTENSION|FUNCTION|INDEX|LANGUAGE|OPERATOR|POLICY|PROCEDURE|PUBLICATION|ROLE|RULE|SCHEMA|SEQUENCE|SERVER|STATISTICS|SUBSCRIPTION|TABLE|TABLESPACE|TRIGGER|TYPE|USER|VIEW|CONSTRAINT|PRIVILEGES)\b/i;
const changesRows = /^(?:UPDATE|DELETE|TRUNCATE|MERGE)\b/i;
const sequenceValue = /^SELECT\s+(?:pg_catalog\.)?setval\b/i;
const largeObject = /^SELECT\s+(?:pg_catalog\.)?(?:lo_|lowrite|loread|lo_unlink)/i;
const namedKinds = 8;

/** Counts the statements that bring no rows, by kind, so that every part of a dump is accounted for. */
export class OtherStatements {
  readonly #kinds = new Map<string, number>();
  #statements = 0;
  #largeObjects = 0;
  #changes = 0;
  #elsewhere = 0;
  #unreadInserts = 0;
  #unknown = 0;
  #firstUnknown = 0;
  #firstUnreadInsert = 0;

  add(text: string, line: number): void {
    if (largeObject.test(text)) this.#largeObjects += 1;
    else if (changesRows.test(text)) this.#changes += 1;
    else if (/^COPY\s[\s\S]*\sFROM\s+(?:PROGRAM\s+)?'/i.test(text)) this.#elsewhere += 1;
    else if (/^(?:INSERT|REPLACE)\b/i.test(text)) {
      this.#unreadInserts += 1;
      this.#firstUnreadInsert ||= line;
    } else {
      const kind = kindOf(text);
      if (kind !== null) return this.#count(kind);
      this.#unknown += 1;
      this.#firstUnknown ||= line;
    }
  }

  addMeta(line: string): void {
    this.#count(/^\\[a-z]+/i.exec(line)?.[0] ?? 'other');
  }

  #count(kind: string): void {
    this.#statements += 1;
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
  }

  findings(): FileFinding[] {
    const found: FileFinding[] = [];
    const add = (code: string, statements: number, more: Record<string, number> = {}) => {
      if (statements > 0) found.push({ code, params: { statements, ...more } });
    };
    if (this.#statements > 0) {
      const kinds = [...this.#kinds].sort((a, b) => b[1] - a[1]);
      const named = kinds.slice(0, namedKinds).map(([kind, count]) => `${count} × ${kind}`);
      const more = kinds.length > namedKinds ? ', …' : '';
      const params = { statements: this.#statements, kinds: `${named.join(', ')}${more}` };
      found.push({ code: 'dump.other_statements', params });
    }
    add('dump.unknown_statements', this.#unknown, { line: this.#firstUnknown });
    add('dump.large_objects', this.#largeObjects);
    add('dump.changes_rows', this.#changes);
    add('dump.rows_elsewhere', this.#elsewhere);
    add('dump.insert_unread', this.#unreadInserts, { line: this.#firstUnreadInsert });
    return found;
  }
}

/** Null for what no dump is made of. */
function kindOf(text: string): string | null {
  if (sequenceValue.test(text)) return 'value of a sequence';
  const object = objects.exec(text);
  if (object !== null) return `${object[1]!} ${object[2]!}`.toUpperCase().replace(/\s+/g, ' ');
  return statementWord.exec(text)?.[0].toUpperCase() ?? null;
}
