/** A file without its labels: what is left of a classifier runs where ai.onnx.ml operators do not, with the same scores. */
import { readModel } from './readModel';
import { writeModel } from './writeModel';

export function scoresOnly(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { graph, opsets } = readModel(bytes);
  const gone = new Set(
    graph.nodes.filter(({ domain }) => domain === 'ai.onnx.ml').flatMap(({ outputs }) => outputs),
  );
  return writeModel(
    {
      ...graph,
      nodes: graph.nodes.filter(({ domain }) => domain !== 'ai.onnx.ml'),
      outputs: graph.outputs.filter(({ name }) => !gone.has(name)),
    },
    { name: 'scores', opset: opsets.get('') ?? 17 },
  );
}
