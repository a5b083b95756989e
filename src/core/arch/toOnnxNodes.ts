/** ArchSpec to ONNX: each layer adds its own nodes to a graph that may already hold the transforms. */
import type { HostWeight } from '../layers/layerDef';
import { layers as listedLayers, type LayerRegistry } from '../layers/registry';
import type { GraphBuilder } from '../onnx/graphBuilder';
import { TetradError } from '../protocol/errors';
import type { ArchSpec } from './archSpec';
import { partValues } from './inputParts';
import { inferShapes, weightSpecs } from './shapes';

/**
 * `inputs`: value names (float, batched) in the order of arch.inputs; one name for a network with one input, or whose
 * inputs are parts of one sample.
 * Returns the value names of arch.outputs, in order.
 */
export function toOnnxNodes(
  graph: GraphBuilder,
  arch: ArchSpec,
  inputs: string | readonly string[],
  hostWeights: ReadonlyMap<string, HostWeight>,
  layers: LayerRegistry = listedLayers,
): string[] {
  const one =
    typeof inputs === 'string' ? inputs : arch.sample && inputs.length === 1 ? inputs[0] : undefined;
  const given =
    one === undefined ? inputs : arch.sample ? partValues((id) => named(graph, id), arch, one) : [one];
  const specs = weightSpecs(arch, layers);
  const shapes = inferShapes(arch, layers);
  const values = new Map<string, string>();
  for (const [i, { name }] of arch.inputs.entries()) values.set(name, need(given[i], name));
  for (const node of arch.nodes) {
    const own = Object.fromEntries(
      specs
        .filter((spec) => spec.node === node.id)
        .map((spec) => [spec.key, need(hostWeights.get(spec.name), spec.name)]),
    );
    const from = node.inputs.map((name) => need(values.get(name), name));
    const inputShapes = node.inputs.map((name) => need(shapes.get(name), name));
    values.set(
      node.id,
      layers.get(node.type).toOnnx(named(graph, node.id), from, own, node.params, inputShapes),
    );
  }
  return arch.outputs.map(({ node }) => need(values.get(node), node));
}

/** Names what a layer adds after its node: "dense1_MatMul", "dense1_kernel". */
function named(graph: GraphBuilder, id: string): GraphBuilder {
  return {
    ...graph,
    node: (opType, inputs, attributes, options) =>
      graph.node(opType, inputs, attributes, { ...options, hint: `${id}_${options?.hint ?? opType}` }),
    constant: (dtype, shape, data, hint = 'constant') => graph.constant(dtype, shape, data, `${id}_${hint}`),
  };
}

function need<T>(value: T | undefined, name: string): T {
  if (value === undefined)
    throw new TetradError({ code: 'internal', message: `There is no value "${name}".` });
  return value;
}
