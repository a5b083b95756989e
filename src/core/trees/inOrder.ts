/** Numbers about their middle one: none below it is above, none above it below, here and in ONNX. */
import type { GraphBuilder } from '../onnx/graphBuilder';

/** Row-major [rows, outputs], in place. */
export function putInOrder(values: Float32Array, outputs: number): void {
  const middle = (outputs - 1) / 2;
  for (let first = 0; first < values.length; first += outputs)
    for (let i = 0; i < outputs; i++) {
      const own = values[first + i] as number;
      const median = values[first + middle] as number;
      values[first + i] = i < middle ? Math.min(own, median) : Math.max(own, median);
    }
}

export function inOrderOnnx(graph: GraphBuilder, input: string, outputs: number): string {
  const middle = (outputs - 1) / 2;
  const part = (from: number, to: number) =>
    graph.node(
      'Gather',
      [
        input,
        graph.constant(
          'int64',
          [to - from],
          BigInt64Array.from({ length: to - from }, (_, i) => BigInt(from + i)),
        ),
      ],
      { axis: 1n },
    );
  const median = part(middle, middle + 1);
  const below = graph.node('Min', [part(0, middle), median]);
  const above = graph.node('Max', [part(middle + 1, outputs), median]);
  return graph.node('Concat', [below, median, above], { axis: 1n }, { hint: 'inOrder' });
}
