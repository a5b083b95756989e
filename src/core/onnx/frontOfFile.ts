/** What a value of somebody's graph is computed from, as a file of its own. */
import { TetradError } from '../protocol/errors';
import { type CutFile, fileCuts } from './cutFile';
import type { OnnxGraph } from './graphBuilder';
import { writeModel } from './writeModel';

export interface FrontFile {
  bytes: Uint8Array<ArrayBuffer>;
  output: string;
}

/** With that one output. */
export function frontOfFile(file: CutFile, cut: string): FrontFile {
  const { points } = fileCuts(file);
  if (!points.some(({ id }) => id === cut))
    throw new TetradError({
      code: 'badInput',
      message: `The model cannot be cut after "${cut}".`,
      place: 'cut',
      hint: `Choose one of: ${points
        .slice(-8)
        .map(({ id }) => id)
        .join(', ')}.`,
    });
  const needed = new Set([cut]);
  const nodes: OnnxGraph['nodes'] = [];
  for (const node of file.graph.nodes.toReversed())
    if (node.outputs.some((name) => needed.has(name))) {
      nodes.unshift(node);
      for (const name of node.inputs) needed.add(name);
    }
  // In a row, whatever its axes: that is what a head of dense layers takes.
  const row = `${cut}_row`;
  nodes.push({
    opType: 'Flatten',
    domain: '',
    name: row,
    inputs: [cut],
    outputs: [row],
    attributes: { axis: 1n },
  });
  const graph: OnnxGraph = {
    inputs: [file.input],
    outputs: [{ name: row, dtype: 'float', shape: [null, 'values'] }],
    nodes,
    initializers: file.graph.initializers.filter(({ name }) => needed.has(name)),
  };
  return { bytes: writeModel(graph, { name: 'front', opset: file.opset }), output: row };
}
