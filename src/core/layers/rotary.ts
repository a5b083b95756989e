/**
 * Rotary positions (Su et al. 2021, arXiv:2104.09864): channel i of a head is a pair with channel i + width / 2, which
 * turns by place / 10000^(2 i / width). The likeness of a query and a key then depends on how far they are apart.
 */
import type { GraphBuilder } from '../onnx/graphBuilder';
import type { Ops, Tensor } from './layerDef';

const slowest = 10_000;

interface Tables {
  cos: Float32Array;
  sin: Float32Array;
  /** [width, width]: the other channel of each pair, the first ones negative. */
  other: Float32Array;
}

function tablesOf(tokens: number, width: number): Tables {
  const half = width / 2;
  const angle = (i: number) => Math.floor(i / width) / slowest ** ((2 * ((i % width) % half)) / width);
  const other = new Float32Array(width * width);
  for (let i = 0; i < half; i++) {
    other[(i + half) * width + i] = -1;
    other[i * width + i + half] = 1;
  }
  return {
    cos: Float32Array.from({ length: tokens * width }, (_, i) => Math.cos(angle(i))),
    sin: Float32Array.from({ length: tokens * width }, (_, i) => Math.sin(angle(i))),
    other,
  };
}

/** [batch, heads, tokens, width]. */
export function turned(tf: Ops, x: Tensor): Tensor {
  const [, , tokens = 1, width = 2] = x.shape;
  const { cos, sin, other } = tablesOf(tokens, width);
  const swapped = tf.matMul(tf.reshape(x, [-1, width]), tf.tensor2d(other, [width, width]));
  return tf.add(
    tf.mul(x, tf.tensor2d(cos, [tokens, width])),
    tf.mul(tf.reshape(swapped, x.shape), tf.tensor2d(sin, [tokens, width])),
  );
}

export function turnedOnnx(graph: GraphBuilder, x: string, tokens: number, width: number): string {
  const { cos, sin, other } = tablesOf(tokens, width);
  const swapped = graph.node('MatMul', [x, graph.constant('float', [width, width], other, 'pairs')]);
  const table = (values: Float32Array, name: string) =>
    graph.constant('float', [tokens, width], values, name);
  return graph.node('Add', [
    graph.node('Mul', [x, table(cos, 'cos')]),
    graph.node('Mul', [swapped, table(sin, 'sin')]),
  ]);
}
