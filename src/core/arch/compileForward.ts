/** ArchSpec to a function over tfjs-core. The library itself is an argument: core never imports it. */
import type { ForwardContext, LayerDef, Ops, Tensor } from '../layers/layerDef';
import { layers as listedLayers, type LayerRegistry } from '../layers/registry';
import { TetradError } from '../protocol/errors';
import type { ArchNode, ArchSpec } from './archSpec';
import { partTensors } from './inputParts';
import { placeOutOfMemory } from './outOfMemory';
import { type ArchWeight, inferShapes, weightSpecs } from './shapes';

export interface ForwardOptions {
  training: boolean;
  /**
   * Uniform [0,1) numbers of one draw in this step. `draw` is the node's id ("drop1"; a second draw of
   * the same node "drop1#1"): equal (seed, draw, step) must give equal numbers. Needed by layers that draw.
   */
  uniform?(draw: string, shape: number[]): Tensor;
  /** New value of a non-trainable weight ("norm1/movingMean"). Must `tf.keep` it to outlive the tidy. */
  updateState?(weightName: string, value: Tensor): void;
  /** What layers add to the loss, a scalar each. */
  addLoss?(value: Tensor): void;
  /** Sees each node's result as it is built: to find the layer where NaN first appears. */
  observe?(nodeId: string, output: Tensor): void;
  /** Takes the place of a node's result: to learn how the answer moves with it. */
  replace?(nodeId: string, output: Tensor): Tensor;
  /** Sees what layers show of their inside, as "id/name". */
  inside?(name: string, value: Tensor): void;
}

/**
 * Inputs in the order of arch.inputs (batched), or the sample whose parts they are; results in the order of arch.outputs.
 * Call inside tf.tidy.
 */
export type Forward = (
  inputs: readonly Tensor[],
  weights: ReadonlyMap<string, Tensor>,
  options: ForwardOptions,
) => Tensor[];

export function compileForward(arch: ArchSpec, tf: Ops, layers: LayerRegistry = listedLayers): Forward {
  const specs = weightSpecs(arch, layers);
  const shapes = inferShapes(arch, layers);
  const steps = arch.nodes.map((node) => ({
    node,
    layer: layers.get(node.type),
    weights: specs.filter((spec) => spec.node === node.id),
    shapes: node.inputs.map((name) => need(shapes, name)),
  }));
  return (given, weights, options) => {
    const [whole] = given;
    const isWhole = arch.sample && whole && given.length === 1;
    const inputs = isWhole ? partTensors(tf, arch, whole) : given;
    const values = new Map<string, Tensor>();
    for (const [i, { name }] of arch.inputs.entries()) {
      const tensor = inputs[i];
      if (!tensor) throw new TetradError({ code: 'internal', message: `Input "${name}" was not given.` });
      values.set(name, tensor);
    }
    for (const step of steps) {
      const computed = runNode(tf, step, values, weights, options);
      const output = options.replace?.(step.node.id, computed) ?? computed;
      values.set(step.node.id, output);
      options.observe?.(step.node.id, output);
    }
    return arch.outputs.map(({ node }) => need(values, node));
  };
}

interface Step {
  node: ArchNode;
  layer: LayerDef;
  weights: ArchWeight[];
  shapes: number[][];
}

function runNode(
  tf: Ops,
  { node, layer, weights: specs, shapes }: Step,
  values: ReadonlyMap<string, Tensor>,
  weights: ReadonlyMap<string, Tensor>,
  { training, uniform, updateState, inside, addLoss }: ForwardOptions,
): Tensor {
  let draws = 0;
  const context: ForwardContext = {
    tf,
    training,
    nodeId: node.id,
    shapes,
    uniform(shape) {
      if (!uniform) {
        throw new TetradError({
          code: 'internal',
          message: `Node "${node.id}" draws, but no source was given.`,
        });
      }
      const draw = draws === 0 ? node.id : `${node.id}#${draws}`;
      draws++;
      return uniform(draw, shape);
    },
    updateState: (key, value) => updateState?.(`${node.id}/${key}`, value),
    ...(inside && { show: (key: string, value: Tensor) => inside(`${node.id}/${key}`, value) }),
    ...(addLoss && { addLoss }),
  };
  const inputs = node.inputs.map((name) => need(values, name));
  const own = Object.fromEntries(specs.map((spec) => [spec.key, need(weights, spec.name)]));
  try {
    return layer.forward(context, inputs, own, node.params);
  } catch (thrown) {
    throw placeOutOfMemory(thrown, `layer ${node.id}`);
  }
}

function need<T>(values: ReadonlyMap<string, T>, name: string): T {
  const value = values.get(name);
  if (!value) throw new TetradError({ code: 'internal', message: `There is no value "${name}".` });
  return value;
}
