// A file's header and sampled rows + a vendor's preset → which column fills which field, and why.
import type { Entity, Field } from '#main/model/entity';
import { looseKey } from '#main/model/loose-key';
import type { ColumnConversion, ColumnMapping, DateOrder, Preset, PresetColumn } from '#main/model/mapping';
import { conversionFor } from './column-conversion.ts';
import { contentEvidence, countDateOrders, inWords, sampledValues } from './evidence.ts';

type Confidence = ColumnMapping['confidence'];

/** What speaks for one column filling one field. */
interface Candidate {
  readonly field: Field;
  readonly confidence: Confidence;
  readonly evidence: string;
  readonly presetColumn: PresetColumn | null;
}

/**
 * Proposes a field for each column: first by the preset's headers, then by names that other exports use, then by what
 * the values look like. Each field is proposed once. `samples` are rows of cells as read.
 */
export function proposeMapping(
  entity: Entity,
  preset: Preset | null,
  header: readonly string[],
  samples: readonly (readonly string[])[],
): ColumnMapping[] {
  const takenBy = new Map<string, string>();
  const chosen = new Map<number, Candidate>();
  const passedOver = new Map<number, string>();
  const finders = [byPreset(entity, preset), byName(entity), byContent(entity, preset, samples)];
  for (const find of finders) {
    for (const [column, name] of header.entries()) {
      if (chosen.has(column) || passedOver.has(column)) continue;
      const candidate = find(name, column, takenBy);
      if (candidate === null) continue;
      const other = takenBy.get(candidate.field.name);
      if (other !== undefined) {
        passedOver.set(column, `${candidate.field.label} is filled by the column “${other}”`);
        continue;
      }
      takenBy.set(candidate.field.name, name);
      chosen.set(column, candidate);
    }
  }
  return header.map((name, column) => {
    const candidate = chosen.get(column);
    if (candidate === undefined) return leftBehind(column, name, passedOver.get(column));
    return mapColumn(column, name, candidate, preset, sampledValues(samples, column));
  });
}

type Finder = (header: string, column: number, takenBy: ReadonlyMap<string, string>) => Candidate | null;

function byPreset(entity: Entity, preset: Preset | null): Finder {
  const columns = new Map<string, PresetColumn>();
  for (const column of preset?.columns ?? []) {
    for (const header of [column.header, ...(column.aliases ?? [])]) columns.set(looseKey(header), column);
  }
  return (header) => {
    const column = columns.get(looseKey(header));
    const field = entity.fields.find(({ name }) => name === column?.field);
    if (preset === null || column === undefined || field === undefined) return null;
    const assumed = column.assumed === true;
    return {
      field,
      confidence: assumed ? 'likely' : 'certain',
      evidence: assumed
        ? `${preset.vendor} exports are thought to have “${column.header}” for this`
        : `“${column.header}” is the column of ${preset.vendor} exports for this`,
      presetColumn: column,
    };
  };
}

function byName(entity: Entity): Finder {
  const fields = new Map<string, Field>();
  for (const field of entity.fields) {
    for (const name of [...field.synonyms, field.label, field.column, field.name])
      fields.set(looseKey(name), field);
  }
  return (header) => {
    const field = fields.get(looseKey(header));
    if (field === undefined) return null;
    return { field, confidence: 'likely', evidence: 'Exports use this name for it', presetColumn: null };
  };
}

/** Only kinds of values that cannot be mistaken for another kind, and at least this many of them. */
const tellingKinds = ['nhsNumber', 'email', 'postcode'];
const leastValues = 5;

function byContent(entity: Entity, preset: Preset | null, samples: readonly (readonly string[])[]): Finder {
  const telling = entity.fields.filter((field) => tellingKinds.includes(field.type.kind));
  return (_header, column, takenBy) => {
    const values = sampledValues(samples, column);
    if (values.length < leastValues) return null;
    for (const field of telling) {
      if (takenBy.has(field.name)) continue;
      const evidence = contentEvidence(field, conversionFor(field, preset, values), values);
      if (evidence !== null && evidence.right >= evidence.of * 0.8) {
        return { field, confidence: 'unsure', evidence: 'Only its values speak for it', presetColumn: null };
      }
    }
    return null;
  };
}

/** A column with its field: the preset's conversion or the vendor's usual one, and what the values say to it. */
function mapColumn(
  column: number,
  header: string,
  candidate: Candidate,
  preset: Preset | null,
  values: readonly string[],
): ColumnMapping {
  const { field, presetColumn } = candidate;
  const conversion = presetColumn?.conversion ?? conversionFor(field, preset, values);
  const judged = judgeContent(field, conversion, values);
  return {
    column,
    header,
    field: field.name,
    conversion,
    confidence: judged.doubtful ? 'unsure' : candidate.confidence,
    evidence: [candidate.evidence, ...judged.evidence],
  };
}

/** What the values say to a choice already made. Fewer than half of them right puts it in doubt. */
export function judgeContent(
  field: Field,
  conversion: ColumnConversion,
  values: readonly string[],
): { readonly doubtful: boolean; readonly evidence: readonly string[] } {
  const content = contentEvidence(field, conversion, values);
  const evidence = content === null ? [] : [content.sentence];
  const order = field.type.kind === 'date' ? judgeDateOrder(conversion.dateOrder, values) : null;
  if (order !== null) evidence.push(order.sentence);
  const fewRight = content !== null && content.right < content.of * 0.5;
  return { doubtful: fewRight || order?.doubtful === true, evidence };
}

/**
 * Dates against the column's order. A single date that only the other order can read puts all in doubt: it is held,
 * but its neighbours that both orders can read would be carried over with day and month swapped.
 */
function judgeDateOrder(
  order: DateOrder | undefined,
  values: readonly string[],
): { readonly doubtful: boolean; readonly sentence: string } | null {
  const { dmy, mdy, either } = countDateOrders(values);
  if (order === undefined) {
    if (dmy + mdy + either === 0) return null;
    const sentence =
      dmy > 0 && mdy > 0
        ? 'some dates can only be day/month/year and some only month/day/year'
        : 'every date could be day/month/year or month/day/year';
    return { doubtful: true, sentence };
  }
  const other = order === 'mdy' ? 'dmy' : 'mdy';
  const against = order === 'mdy' ? dmy : mdy;
  if (order === 'ymd' || against === 0) return null;
  const sentence = `${against} of ${values.length} dates can only be ${inWords(other)}, not ${inWords(order)}`;
  return { doubtful: true, sentence };
}

export function leftBehind(column: number, header: string, why?: string): ColumnMapping {
  const evidence = [why ?? 'No field goes by this name'];
  return { column, header, field: null, conversion: {}, confidence: 'unsure', evidence };
}
