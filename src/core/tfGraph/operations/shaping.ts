/** Operations that change shapes, take parts, and sum along axes. Whole numbers are int64 throughout. */
import { castTo } from '../../onnx/dtypes';
import type { TfNode } from '../tfNode';
import type { TfOperation, TfReader } from '../tfReader';

const large = 2 ** 31 - 1;

const reduced =
  (opType: string): TfOperation =>
  (reader, node) => {
    const axes = reader.wholes(node, 1);
    const keepdims = node.truth('keep_dims') ? 1n : 0n;
    const x = reader.value(node, 0);
    // An operator whose axes are an input since opset 13; the others take them as a setting.
    return opType === 'ReduceSum'
      ? reader.node(opType, [x, reader.ints(axes)], { keepdims })
      : reader.node(opType, [x], { axes: axes.map(BigInt), keepdims });
  };

const strided: TfOperation = (reader, node) => {
  const [begin, end, step] = [1, 2, 3].map((at) => reader.wholes(node, at)) as [number[], number[], number[]];
  const has = (key: string, axis: number): boolean => ((node.number(key, 0) >> axis) & 1) === 1;
  if (node.number('ellipsis_mask', 0) !== 0 || node.number('new_axis_mask', 0) !== 0)
    throw node.refuse('leaves axes out or makes new ones');
  const axes = begin.map((_, axis) => axis);
  const isOne = (axis: number) => has('shrink_axis_mask', axis);
  const from = axes.map((axis) =>
    has('begin_mask', axis) && !isOne(axis) ? ((step[axis] ?? 1) > 0 ? 0 : large) : (begin[axis] ?? 0),
  );
  const to = axes.map((axis) => {
    if (isOne(axis)) return begin[axis] === -1 ? large : (begin[axis] ?? 0) + 1;
    return has('end_mask', axis) ? ((step[axis] ?? 1) > 0 ? large : -large) : (end[axis] ?? 0);
  });
  const part = reader.node('Slice', [
    reader.value(node, 0),
    ...[from, to, axes, step].map((values) => reader.ints(values)),
  ]);
  const gone = axes.filter(isOne);
  return gone.length > 0 ? reader.node('Squeeze', [part, reader.ints(gone)]) : part;
};

const sliced: TfOperation = (reader, node) => {
  const begin = reader.wholes(node, 1);
  const end = reader.wholes(node, 2).map((size, axis) => (size < 0 ? large : (begin[axis] ?? 0) + size));
  const axes = begin.map((_, axis) => axis);
  return reader.node('Slice', [
    reader.value(node, 0),
    ...[begin, end, axes].map((values) => reader.ints(values)),
  ]);
};

const joined =
  (isFirst: boolean): TfOperation =>
  (reader, node) => {
    const count = node.inputs.length - 1;
    const [axis = 0] = reader.wholes(node, isFirst ? 0 : count);
    const values = reader.all(node);
    return reader.node('Concat', isFirst ? values.slice(1) : values.slice(0, count), { axis: BigInt(axis) });
  };

const packed: TfOperation = (reader, node) => {
  const axis = node.number('axis', 0);
  const parts = reader.all(node).map((x) => reader.node('Unsqueeze', [x, reader.ints([axis])]));
  return reader.node('Concat', parts, { axis: BigInt(axis) });
};

function parted(reader: TfReader, x: string, axis: number, sizes: string | undefined, count: number) {
  const names = Array.from({ length: count }, (_, i) => `part${i}`);
  if (count === 1) return [x];
  return reader.graph.nodes('Split', sizes ? [x, sizes] : [x], names, { axis: BigInt(axis) });
}

const unpacked: TfOperation = (reader, node) => {
  const [axis, count] = [node.number('axis', 0), node.number('num', 1)];
  return parted(reader, reader.value(node, 0), axis, undefined, count).map((part) =>
    reader.node('Squeeze', [part, reader.ints([axis])]),
  );
};

/** [[before, after], …] as ONNX has it: all before, then all after. */
function sides(reader: TfReader, node: TfNode): string {
  const pairs = reader.wholes(node, 1);
  const of = (odd: number) => pairs.filter((_, i) => i % 2 === odd);
  return reader.ints([...of(0), ...of(1)]);
}

const resized =
  (mode: 'linear' | 'nearest'): TfOperation =>
  (reader, node) => {
    const size = reader.wholes(node, 1);
    const isCentred = node.truth('half_pixel_centers');
    const x = reader.node('Transpose', [reader.value(node, 0)], { perm: [0n, 3n, 1n, 2n] });
    const shape = reader.node(
      'Concat',
      [
        reader.node('Slice', [reader.node('Shape', [x]), reader.ints([0]), reader.ints([2])]),
        reader.ints(size),
      ],
      { axis: 0n },
    );
    const y = reader.node('Resize', [x, '', '', shape], {
      mode,
      coordinate_transformation_mode: node.truth('align_corners')
        ? 'align_corners'
        : isCentred
          ? 'half_pixel'
          : 'asymmetric',
      ...(mode === 'nearest' && {
        nearest_mode: node.truth('align_corners') || isCentred ? 'round_prefer_ceil' : 'floor',
      }),
    });
    return reader.node('Transpose', [y], { perm: [0n, 2n, 3n, 1n] });
  };

const gathered: TfOperation = (reader, node) => {
  if (node.number('batch_dims', 0) !== 0) throw node.refuse('gathers in each row of a batch by itself');
  const axis = node.inputs.length > 2 ? (reader.wholes(node, 2)[0] ?? 0) : 0;
  return reader.node('Gather', [reader.value(node, 0), reader.value(node, 1)], { axis: BigInt(axis) });
};

const extreme =
  (opType: 'ArgMax' | 'ArgMin'): TfOperation =>
  (reader, node) =>
    reader.node(opType, [reader.value(node, 0)], {
      axis: BigInt(reader.wholes(node, 1)[0] ?? 0),
      keepdims: 0n,
    });

export const shaping: Record<string, TfOperation> = {
  Mean: reduced('ReduceMean'),
  Sum: reduced('ReduceSum'),
  Max: reduced('ReduceMax'),
  Min: reduced('ReduceMin'),
  Prod: reduced('ReduceProd'),
  ArgMax: extreme('ArgMax'),
  ArgMin: extreme('ArgMin'),
  Reshape: (reader, node) => reader.node('Reshape', [reader.value(node, 0), reader.value(node, 1)]),
  Shape: (reader, node) => reader.node('Shape', [reader.value(node, 0)]),
  Squeeze(reader, node) {
    const axes = node.numbers('squeeze_dims').concat(node.numbers('axis'));
    return reader.node('Squeeze', [reader.value(node, 0), ...(axes.length > 0 ? [reader.ints(axes)] : [])]);
  },
  ExpandDims: (reader, node) =>
    reader.node('Unsqueeze', [reader.value(node, 0), reader.ints(reader.wholes(node, 1))]),
  Transpose: (reader, node) =>
    reader.node('Transpose', [reader.value(node, 0)], { perm: reader.wholes(node, 1).map(BigInt) }),
  ConcatV2: joined(false),
  Concat: joined(true),
  Pack: packed,
  Unpack: unpacked,
  Split: (reader, node) =>
    parted(
      reader,
      reader.value(node, 1),
      reader.wholes(node, 0)[0] ?? 0,
      undefined,
      node.number('num_split', 1),
    ),
  SplitV: (reader, node) =>
    parted(
      reader,
      reader.value(node, 0),
      reader.wholes(node, 2)[0] ?? 0,
      reader.value(node, 1),
      reader.needed(node, 1).data.length,
    ),
  StridedSlice: strided,
  Slice: sliced,
  Gather: gathered,
  GatherV2: gathered,
  Pad: (reader, node) => reader.node('Pad', [reader.value(node, 0), sides(reader, node)]),
  PadV2: (reader, node) =>
    reader.node('Pad', [reader.value(node, 0), sides(reader, node), reader.value(node, 2)]),
  MirrorPad(reader, node) {
    if (node.text('mode', 'REFLECT') !== 'REFLECT') throw node.refuse('mirrors the edge itself');
    return reader.node('Pad', [reader.value(node, 0), sides(reader, node)], { mode: 'reflect' });
  },
  Tile: (reader, node) => reader.node('Tile', [reader.value(node, 0), reader.value(node, 1)]),
  Fill: (reader, node) => reader.node('Expand', [reader.value(node, 1), reader.value(node, 0)]),
  ResizeBilinear: resized('linear'),
  ResizeNearestNeighbor: resized('nearest'),
  DepthToSpace(reader, node) {
    const x = reader.node('Transpose', [reader.value(node, 0)], { perm: [0n, 3n, 1n, 2n] });
    const y = reader.node('DepthToSpace', [x], { blocksize: BigInt(node.number('block_size', 2)) });
    return reader.node('Transpose', [y], { perm: [0n, 2n, 3n, 1n] });
  },
  OneHot(reader, node) {
    const [off, on] = [reader.value(node, 3), reader.value(node, 2)].map((x) =>
      reader.node('Unsqueeze', [x, reader.ints([0])]),
    ) as [string, string];
    const depth = reader.node('Cast', [reader.value(node, 1)], { to: castTo('int64') });
    return reader.node(
      'OneHot',
      [reader.value(node, 0), depth, reader.node('Concat', [off, on], { axis: 0n })],
      {
        axis: BigInt(node.number('axis', -1)),
      },
    );
  },
};
