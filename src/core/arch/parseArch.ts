/**
 * The only way an ArchSpec enters from outside (file, database, worker, server): into fresh objects,
 * checked down to shapes. Errors name the exact place: "nodes.3.params.units".
 */
import { z } from 'zod';
import { layers as listedLayers, type LayerRegistry } from '../layers/registry';
import { TetradError } from '../protocol/errors';
import type { ArchNode, ArchSpec } from './archSpec';
import { partWrong } from './inputParts';
import { inferShapes } from './shapes';

const reservedNames = new Set(['__proto__', 'constructor', 'prototype']);

export const nodeName = z
  .string()
  .max(120)
  .regex(/^[A-Za-z][A-Za-z0-9_.-]*$/, 'must be letters, digits, "_", "-" or ".", starting with a letter')
  .refine((text) => !reservedNames.has(text), 'is a reserved name');

const shape = z
  .array(
    z
      .int()
      .min(1)
      .max(2 ** 31 - 1),
  )
  .max(8);

/** A node as it is written; which inputs and settings mean something is told by its layer. */
export const writtenNode = z.strictObject({
  id: nodeName,
  type: z.string().min(1).max(120),
  inputs: z.array(nodeName).max(256),
  params: z.custom<Record<string, unknown>>(isPlainObject, 'must be an object'),
});

const place = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const part = z.strictObject({
  columns: z.array(z.string().min(1).max(1_000)).min(1).max(100_000),
  places: z
    .array(z.tuple([place, place.min(1)]))
    .min(1)
    .max(100_000),
});

const outer = z.strictObject({
  version: z.literal(1),
  inputs: z
    .array(z.strictObject({ name: nodeName, shape, part: part.optional() }))
    .min(1)
    .max(64),
  sample: shape.min(1).optional(),
  nodes: z.array(writtenNode.extend({ inputs: z.array(nodeName).min(1).max(256) })).max(10_000),
  outputs: z
    .array(z.strictObject({ name: nodeName, node: nodeName }))
    .min(1)
    .max(64),
});

/** A record with an own "__proto__" key is refused too: copying one can change what the copy inherits. */
function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !Object.keys(value).some((key) => reservedNames.has(key));
}

export function parseArch(value: unknown, layers: LayerRegistry = listedLayers): ArchSpec {
  if (!isPlainObject(value)) throw bad('A network description must be a JSON object.', 'arch');
  const parsed = outer.safeParse(value);
  if (!parsed.success) throw fromIssue(parsed.error, '');
  const { inputs, sample, nodes, outputs } = parsed.data;

  const known = new Set<string>();
  const allIds = new Set(nodes.map((node) => node.id));
  for (const [i, input] of inputs.entries()) {
    if (known.has(input.name)) throw bad(`The name "${input.name}" is used twice.`, `inputs.${i}.name`);
    known.add(input.name);
    const wrong = partWrong(input, sample);
    if (wrong) throw bad(wrong, `inputs.${i}`);
  }
  const freshNodes = nodes.map((node, i): ArchNode => {
    const place = `nodes.${i}`;
    if (known.has(node.id)) throw bad(`The name "${node.id}" is used twice.`, `${place}.id`);
    for (const [j, from] of node.inputs.entries()) {
      if (!known.has(from)) throw unknownSource(from, allIds.has(from), `${place}.inputs.${j}`);
    }
    known.add(node.id);
    const params = layers.get(node.type, `${place}.type`).params.safeParse(node.params);
    if (!params.success) throw fromIssue(params.error, `${place}.params`);
    return {
      id: node.id,
      type: node.type,
      inputs: [...node.inputs],
      params: params.data as Record<string, unknown>,
    };
  });
  const outputNames = new Set<string>();
  for (const [i, output] of outputs.entries()) {
    if (!known.has(output.node)) throw bad(`There is no node "${output.node}".`, `outputs.${i}.node`);
    if (outputNames.has(output.name))
      throw bad(`Two outputs are called "${output.name}".`, `outputs.${i}.name`);
    outputNames.add(output.name);
  }
  const arch: ArchSpec = { version: 1, inputs, ...(sample && { sample }), nodes: freshNodes, outputs };
  inferShapes(arch, layers);
  return arch;
}

function bad(message: string, place: string, hint?: string): TetradError {
  return new TetradError({ code: 'badInput', message, place, hint });
}

function unknownSource(from: string, later: boolean, place: string): TetradError {
  return later
    ? bad(
        `"${from}" is not computed before this node.`,
        place,
        'List each node after the nodes it reads from; a cycle cannot be listed so.',
      )
    : bad(`There is no input or node "${from}".`, place);
}

function fromIssue(error: z.ZodError, prefix: string): TetradError {
  const issue = error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const place = [prefix, ...path].filter((part) => part !== '').join('.') || 'arch';
  return bad(`The network description is not valid: ${issue?.message ?? 'unknown reason'}.`, place);
}
