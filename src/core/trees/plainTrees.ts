/**
 * The same trees in standard operators, which every ONNX Runtime has, on WebGPU too: all trees go down one question at a
 * time, each row at a node of each tree (the traversal of Hummingbird, Nakandala et al. 2020). A leaf leads to itself.
 */
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { TreeSum } from './treesNode';

/** [batch, outputs], from [batch, width]. */
export function plainTrees(graph: GraphBuilder, input: string, trees: TreeSum): string {
  const { starts, features, thresholds, left, right, outputs, base } = trees;
  const count = starts.length;
  const nodes = features.length;
  const zeros = graph.constant(
    'float',
    [outputs],
    Float32Array.from({ length: outputs }, (_, i) => base?.[i] ?? 0),
    'base',
  );
  if (count === 0) {
    const batch = graph.node('Gather', [graph.node('Shape', [input]), int64s(graph, [0])], { axis: 0n });
    const shape = graph.node('Concat', [batch, int64s(graph, [outputs])], { axis: 0n });
    return graph.node('Expand', [zeros, shape]);
  }
  const [asked, toLeft, toRight] = [new Int32Array(nodes), new Int32Array(nodes), new Int32Array(nodes)];
  const values = new Float32Array(nodes * outputs);
  const depths = new Int32Array(nodes);
  let depth = 0;
  for (let tree = 0; tree < count; tree++) {
    const start = starts[tree] as number;
    const end = starts[tree + 1] ?? nodes;
    for (let node = start; node < end; node++) {
      const isLeaf = (features[node] as number) < 0;
      asked[node] = Math.max(features[node] as number, 0);
      toLeft[node] = isLeaf ? node : start + (left[node] as number);
      toRight[node] = isLeaf ? node : start + (right[node] as number);
      if (isLeaf) values.set(trees.says(node, tree), node * outputs);
      else
        for (const next of [toLeft[node], toRight[node]])
          depths[next as number] = (depths[node] as number) + 1;
      depth = Math.max(depth, depths[node] as number);
    }
  }
  const ints = (data: Int32Array<ArrayBuffer>, hint: string) => graph.constant('int32', [nodes], data, hint);
  const [ofFeature, ofLeft, ofRight] = [
    ints(asked, 'asked'),
    ints(toLeft, 'toLeft'),
    ints(toRight, 'toRight'),
  ];
  const ofThreshold = graph.constant('float', [nodes], Float32Array.from(thresholds), 'thresholds');
  const batch = graph.node('Gather', [graph.node('Shape', [input]), int64s(graph, [0])], { axis: 0n });
  const places = graph.node('Concat', [batch, int64s(graph, [count])], { axis: 0n });
  const roots = graph.constant('int32', [1, count], Int32Array.from(starts), 'roots');
  let at = graph.node('Expand', [roots, places], {}, { hint: 'places' });
  for (let i = 0; i < depth; i++) {
    const of = (table: string) => graph.node('Gather', [table, at], { axis: 0n });
    const value = graph.node('GatherElements', [input, of(ofFeature)], { axis: 1n });
    // A value that is missing is not below anything: it goes right.
    const isLeft = graph.node('LessOrEqual', [value, of(ofThreshold)]);
    at = graph.node('Where', [isLeft, of(ofLeft), of(ofRight)]);
  }
  const said = graph.node('Gather', [graph.constant('float', [nodes, outputs], values, 'leaves'), at], {
    axis: 0n,
  });
  const sum = graph.node('ReduceSum', [said, int64s(graph, [1])], { keepdims: 0n });
  return graph.node('Add', [sum, zeros], {}, { hint: 'trees' });
}

const int64s = (graph: GraphBuilder, values: readonly number[]): string =>
  graph.constant('int64', [values.length], BigInt64Array.from(values, BigInt));
