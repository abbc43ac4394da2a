import { z } from 'zod';
import type { Operation } from '#contract/operation';

/** As much of JSON Schema as the inputs of the contract come to. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

const indentation = '  ';

/** What an operation takes, as `call --input` does: a name with `?` may be left out. */
export function describeInput({ input }: Pick<Operation, 'input'>): string {
  return shapeOf(z.toJSONSchema(input, { io: 'input' }) as Schema, '');
}

function shapeOf(schema: Schema, indent: string): string {
  const { type, enum: values, properties, items } = schema;
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return choices.map((each) => shapeOf(each, indent)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (items !== undefined) return `[${shapeOf(items, indent)}, …]`;
  if (properties !== undefined) return objectOf(properties, schema.required ?? [], indent);
  return `${type ?? 'anything'}${limitsOf(schema)}`;
}

function objectOf(
  properties: NonNullable<Schema['properties']>,
  required: readonly string[],
  indent: string,
): string {
  const inner = `${indent}${indentation}`;
  const lines = Object.entries(properties).map(([name, schema]) => {
    const usual = schema.default === undefined ? '' : `  (usually ${JSON.stringify(schema.default)})`;
    return `${inner}${name}${required.includes(name) ? '' : '?'}: ${shapeOf(schema, inner)}${usual}`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

function limitsOf({ minimum, exclusiveMinimum, maximum }: Schema): string {
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + 1);
  const from = least === undefined || least === Number.MIN_SAFE_INTEGER ? '' : ` from ${least}`;
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? from : `${from} to ${maximum}`;
}
