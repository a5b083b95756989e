/** Shapes (without batch) and weights of a parsed ArchSpec. */
import type { WeightSpec } from '../layers/layerDef';
import { layers as listedLayers, type LayerRegistry } from '../layers/registry';
import { TetradError } from '../protocol/errors';
import type { ArchNode, ArchSpec } from './archSpec';
import { sizeOf } from './sizeOf';

/** A weight of the whole network: `name` is "dense1/kernel", `key` what the layer calls it. */
export interface ArchWeight extends WeightSpec {
  node: string;
  key: string;
}

/** Shape of every input and node by name. */
export function inferShapes(arch: ArchSpec, layers: LayerRegistry = listedLayers): Map<string, number[]> {
  const shapes = new Map<string, number[]>(arch.inputs.map((input) => [input.name, [...input.shape]]));
  for (const [i, node] of arch.nodes.entries()) {
    const place = `nodes.${i}`;
    const layer = layers.get(node.type, `${place}.type`);
    const shape = placed(`${place}`, () => layer.inferShape(inputShapes(node, shapes), node.params));
    if (shape.some((size) => !Number.isInteger(size) || size < 1)) {
      throw new TetradError({
        code: 'badInput',
        message: `The ${node.type} layer "${node.id}" would produce the shape [${shape.join(', ')}].`,
        place,
        hint: 'Every axis must keep at least one value.',
      });
    }
    shapes.set(node.id, shape);
  }
  return shapes;
}

/** All weights in node order. */
export function weightSpecs(arch: ArchSpec, layers: LayerRegistry = listedLayers): ArchWeight[] {
  const shapes = inferShapes(arch, layers);
  return arch.nodes.flatMap((node) =>
    layers
      .get(node.type)
      .weights(inputShapes(node, shapes), node.params)
      .map((spec) => ({ ...spec, name: `${node.id}/${spec.name}`, node: node.id, key: spec.name })),
  );
}

/** How many numbers are learnt. */
export function weightCount(arch: ArchSpec, layers: LayerRegistry = listedLayers): number {
  return weightSpecs(arch, layers)
    .filter((spec) => spec.trainable)
    .reduce((sum, spec) => sum + sizeOf(spec.shape), 0);
}

/** Multiplications by weights in one forward pass over one sample: every weight once per place it is used at. */
export function weightUses(arch: ArchSpec, layers: LayerRegistry = listedLayers): number {
  const shapes = inferShapes(arch, layers);
  return weightSpecs(arch, layers)
    .filter((spec) => spec.trainable)
    .reduce((sum, spec) => sum + sizeOf(spec.shape) * sizeOf((shapes.get(spec.node) ?? []).slice(0, -1)), 0);
}

function inputShapes(node: ArchNode, shapes: ReadonlyMap<string, number[]>): number[][] {
  return node.inputs.map((name) => {
    const shape = shapes.get(name);
    if (!shape)
      throw new TetradError({ code: 'internal', message: `Node "${node.id}" reads unknown "${name}".` });
    return shape;
  });
}

/** Layers name places within themselves ("inputs.0"); here they become places in the network. */
function placed<T>(prefix: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof TetradError)) throw error;
    const place = error.place ? `${prefix}.${error.place}` : prefix;
    throw new TetradError({ ...error.toInfo(), place }, { cause: error });
  }
}
