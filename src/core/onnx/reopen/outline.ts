/**
 * What a file of ours says of the model that it was made of: everything but the weights. It is believed only as far as
 * the graph of the file is what it compiles to (reopenModel).
 */
import { z } from 'zod';
import type { ArchSpec } from '#/core/arch/archSpec';
import { weightSpecs } from '#/core/arch/shapes';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Tensors } from '#/core/bodies/bodyDef';
import type { HostWeight } from '#/core/layers/layerDef';
import { layers } from '#/core/layers/registry';
import { columnTypes } from '#/core/protocol/dataset';
import { conv4dForms, treeForms } from '#/core/protocol/predict';
import type { ExportRequest } from '../exportRequest';

/** Of layers that an export folds into those before them, which no file holds: by name, row-major. */
export const foldedWeights = (arch: ArchSpec, tensors: Tensors): Record<string, number[]> =>
  Object.fromEntries(
    weightSpecs(arch)
      .filter(({ node }) => isFolded(arch, node))
      .map(({ name }) => [name, [...(tensors.get(name)?.data ?? [])]]),
  );

const isFolded = ({ nodes }: ArchSpec, id: string): boolean =>
  nodes.some((node) => node.id === id && layers.get(node.type).folded);

/** Throws where they are not whole. */
export function readFolded(arch: ArchSpec, given: unknown): Map<string, HostWeight> {
  const numbers = new Map(Object.entries(z.record(z.string(), z.array(z.number())).parse(given)));
  return new Map(
    weightSpecs(arch)
      .filter(({ node }) => isFolded(arch, node))
      .map(({ name, shape }): [string, HostWeight] => {
        const data = Float32Array.from(numbers.get(name) ?? []);
        if (data.length === sizeOf(shape)) return [name, { shape: [...shape], data }];
        throw new Error(`its outline does not hold "${name}"`);
      }),
  );
}

/** The entry of metadata_props. */
export const outlineEntry = 'tetrad.model';

const mostText = 20_000_000;

const outline = z.object({
  version: z.literal(1),
  body: z.object({ type: z.string(), outline: z.unknown() }),
  input: z.object({ kind: z.string(), fitted: z.unknown() }),
  task: z.looseObject({ type: z.string(), target: z.string() }),
  inputs: z.array(z.looseObject({ name: z.string(), type: z.enum(columnTypes), role: z.string() })),
  options: z.object({
    opset: z.int().optional(),
    labelName: z.string().optional(),
    probabilitiesName: z.string().optional(),
    dynamicBatch: z.boolean().optional(),
    conv4d: z.enum(conv4dForms).optional(),
    treeForm: z.enum(treeForms).optional(),
  }),
});
export type Outline = z.infer<typeof outline>;

export function writeOutline(
  { input, task, inputs, options = {} }: ExportRequest,
  body: Outline['body'],
): string {
  const { opset, labelName, probabilitiesName, dynamicBatch, conv4d, treeForm } = options;
  return JSON.stringify({
    version: 1,
    body,
    input,
    task,
    inputs,
    options: { opset, labelName, probabilitiesName, dynamicBatch, conv4d, treeForm },
  });
}

/** Undefined where there is none, or none that is understood: the file is then one like any other. */
export function readOutline(text: string | undefined): Outline | undefined {
  if (text === undefined || text.length > mostText) return undefined;
  try {
    return outline.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
