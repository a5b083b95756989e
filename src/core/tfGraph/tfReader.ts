/** What an operation is written with: the values it reads, constants among them, and the ONNX graph that grows. */
import type { GraphBuilder } from '../onnx/graphBuilder';
import { sizeOf } from '../arch/sizeOf';
import type { TfNode } from './tfNode';

export interface TfConstant {
  shape: number[];
  data: Float32Array;
  dtype: 'float' | 'int64' | 'bool';
}

/** Names of the outputs of a node. */
export type TfOperation = (reader: TfReader, node: TfNode) => string | string[];

export class TfReader {
  readonly graph: GraphBuilder;
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #constants: ReadonlyMap<string, TfConstant>;

  constructor(
    graph: GraphBuilder,
    values: ReadonlyMap<string, readonly string[]>,
    constants: ReadonlyMap<string, TfConstant>,
  ) {
    this.graph = graph;
    this.#values = values;
    this.#constants = constants;
  }

  /** The value it reads there, as the ONNX graph calls it. */
  value(node: TfNode, at: number): string {
    const [name, output] = placeOf(node.inputs[at] ?? '');
    const found = this.#values.get(name)?.[output];
    if (found === undefined) throw node.refuse(`reads “${name.slice(0, 80)}”, which is not there before it`);
    return found;
  }

  all(node: TfNode): string[] {
    return node.inputs.map((_, at) => this.value(node, at));
  }

  constantAt(node: TfNode, at: number): TfConstant | undefined {
    return this.#constants.get(placeOf(node.inputs[at] ?? '')[0]);
  }

  needed(node: TfNode, at: number): TfConstant {
    const found = this.constantAt(node, at);
    if (!found)
      throw node.refuse(`takes input ${at + 1} from what is computed; only a constant is read there`);
    return found;
  }

  wholes(node: TfNode, at: number): number[] {
    return Array.from(this.needed(node, at).data);
  }

  floats(shape: number[], values: ArrayLike<number>, hint?: string): string {
    return this.graph.constant('float', shape, Float32Array.from(values), hint);
  }

  number(value: number): string {
    return this.floats([], [value]);
  }

  ints(values: readonly number[], shape = [values.length]): string {
    return this.graph.constant(
      'int64',
      shape,
      BigInt64Array.from(values, (one) => BigInt(Math.round(one))),
    );
  }

  node(opType: string, inputs: string[], attributes?: Parameters<GraphBuilder['node']>[2]): string {
    return this.graph.node(opType, inputs, attributes);
  }
}

/** "name", "name:1". */
export function placeOf(input: string): [name: string, output: number] {
  const at = input.lastIndexOf(':');
  const output = at > 0 ? Number(input.slice(at + 1)) : 0;
  return at > 0 && Number.isInteger(output) ? [input.slice(0, at), output] : [input, 0];
}

/** Its axes in another order. */
export function turned({ shape, data }: TfConstant, order: readonly number[]): TfConstant {
  const sizes = order.map((axis) => shape[axis] ?? 1);
  const steps = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const result = new Float32Array(data.length);
  const place = sizes.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = data[order.reduce((sum, axis, k) => sum + (place[k] ?? 0) * (steps[axis] ?? 1), 0)] ?? 0;
    for (let k = sizes.length - 1; k >= 0; k--) {
      place[k] = (place[k] ?? 0) + 1;
      if ((place[k] ?? 0) < (sizes[k] ?? 1)) break;
      place[k] = 0;
    }
  }
  return { shape: sizes, data: result, dtype: 'float' };
}
