/**
 * Layers and transforms speak opset 17. For a later one, this rewrites the operators whose form changed
 * since: in 18 the axes of the reductions moved from an attribute to an input.
 */
import { TetradError } from '#/core/protocol/errors';
import type { OnnxInitializer, OnnxNode } from '../graphBuilder';
import { opsets } from '../writeModel';
import { type Pass, plural } from './pass';

const movedAxes = new Set(
  'ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceSumSquare'.split(
    ' ',
  ),
);

export function raiseOpset(opset: number): Pass {
  if (!Number.isInteger(opset) || opset < opsets.least || opset > opsets.most)
    throw new TetradError({
      code: 'badInput',
      message: `ONNX opset ${opset} cannot be written.`,
      place: 'export options, opset',
      hint: `Choose ${opsets.least} to ${opsets.most}; ${opsets.standard} is read by most runtimes.`,
    });
  return (graph) => {
    if (opset < 18) return { graph, did: [] };
    const added: OnnxInitializer[] = [];
    const nodes = graph.nodes.map((node): OnnxNode => {
      const { axes, ...attributes } = node.attributes;
      if (node.domain !== '' || !movedAxes.has(node.opType) || !Array.isArray(axes)) return node;
      const name = `${node.outputs[0]}_axes`;
      added.push({ name, dtype: 'int64', shape: [axes.length], data: BigInt64Array.from(axes as bigint[]) });
      return { ...node, inputs: [...node.inputs, name], attributes };
    });
    return {
      graph: { ...graph, nodes, initializers: [...graph.initializers, ...added] },
      did: added.length > 0 ? [`rewrote ${plural(added.length, 'reduction')} for opset ${opset}`] : [],
    };
  };
}
