/**
 * Shapes of values, as far as they follow from the operators we emit: null is a size that is not known (the batch), a
 * value that is absent is wholly unknown.
 */
import { windowGeometry } from '../../arch/convGeometry';
import type { OnnxGraph, OnnxInitializer, OnnxNode, OnnxShape } from '../graphBuilder';

const sameShape = new Set(
  'Cast Identity Relu LeakyRelu Sigmoid Tanh Elu Selu Softplus Softsign Softmax LogSoftmax Erf Exp Log Sqrt Neg Abs Floor Clip Dropout LayerNormalization BatchNormalization Gelu HardSigmoid HardSwish Sin IsNaN Not LabelEncoder Reciprocal Pow'.split(
    ' ',
  ),
);
const broadcast = new Set('Add Sub Mul Div Where Equal Greater GreaterOrEqual Less Max Min'.split(' '));

export function valueShapes(graph: OnnxGraph): Map<string, OnnxShape> {
  const shapes = new Map<string, OnnxShape>();
  for (const { name, shape } of [...graph.inputs, ...graph.initializers]) shapes.set(name, shape);
  const constants = new Map(graph.initializers.map((constant) => [constant.name, constant]));
  for (const node of graph.nodes) {
    const shape = shapeOf(
      node,
      node.inputs.map((name) => shapes.get(name)),
      constants.get(node.inputs[1] ?? ''),
    );
    const [output] = node.outputs;
    if (shape && output !== undefined) shapes.set(output, shape);
  }
  return shapes;
}

function shapeOf(
  { opType, attributes }: OnnxNode,
  inputs: (OnnxShape | undefined)[],
  constant: OnnxInitializer | undefined,
): OnnxShape | undefined {
  const [first, second] = inputs;
  if (sameShape.has(opType)) return first;
  if (broadcast.has(opType)) {
    const known = inputs.filter((shape) => shape !== undefined);
    return known.length === inputs.length ? common(known) : undefined;
  }
  switch (opType) {
    case 'Gemm':
    case 'Flatten':
      return [null, null];
    case 'MatMul':
      return second?.length === 2 && first && first.length >= 2
        ? [...first.slice(0, -1), second[1] ?? null]
        : undefined;
    case 'Concat':
      return first?.map((size, axis) => (axis === Number(attributes.axis) ? null : size));
    case 'Reshape':
      return constant && targetOf(constant).map((size) => (size > 0 ? size : null));
    case 'Transpose':
      return first && permOf(attributes).map((axis) => first[axis] ?? null);
    case 'ReduceMean':
    case 'ReduceMax':
      return attributes.keepdims === 0n
        ? first?.filter((_, axis) => !integers(attributes.axes).includes(axis))
        : undefined;
    case 'Conv':
      return first && second && afterConv(first, second, attributes);
    default:
      return undefined;
  }
}

/** As broadcasting has it; a size of one gives way, an unknown one to what is known. */
function common(shapes: readonly OnnxShape[]): OnnxShape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.filter((shape) => shape.length >= rank - axis).map((shape) => shape.at(axis - rank));
    const wide = sizes.filter((size) => size !== 1);
    return wide.length === 0 ? 1 : (wide.find((size) => size !== null) ?? null);
  });
}

function afterConv(
  [batch = null, , ...inSize]: OnnxShape,
  [filters = null]: OnnxShape,
  attributes: OnnxNode['attributes'],
): OnnxShape {
  if (inSize.some((size) => size === null)) return [batch, filters, ...inSize.map(() => null)];
  const pads = integers(attributes.pads);
  const { outSize } = windowGeometry({
    inSize: inSize as number[],
    kernel: integers(attributes.kernel_shape),
    stride: integers(attributes.strides),
    dilation: integers(attributes.dilations),
    padBegin: pads.slice(0, inSize.length),
    padEnd: pads.slice(inSize.length),
  });
  return [batch, filters, ...outSize];
}

const integers = (value: OnnxNode['attributes'][string] | undefined): number[] =>
  Array.isArray(value) ? value.map(Number) : [];

export const permOf = (attributes: OnnxNode['attributes']): number[] => integers(attributes.perm);

/** Of a Reshape: -1 is what is left, 0 what was there. */
export const targetOf = ({ data }: OnnxInitializer): number[] => Array.from(data as BigInt64Array, Number);
