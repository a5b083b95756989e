/** Axes turned, joined, cut, added and taken away. Most of it is no layer, only another reading of the same value. */
import type { OnnxNode } from '../../graphBuilder';
import { type ArchReader, channelsFirst, plain } from '../archReader';
import { absent, type Constant, type Layered, notALayer, type Told } from '../told';
import { text, whole, wholes } from './attributes';
import { gathered } from './constants';
import type { Operator } from './operator';

const productOf = (sizes: readonly number[]) => sizes.reduce((all, n) => all * n, 1);
const realAxes = ({ perm }: Layered) => perm.flatMap((own, axis) => (own > 0 ? [axis] : []));

export const transpose: Operator = (reader, node) => {
  const told = reader.input(node, 0);
  if (told.kind === 'constant') return turnedList(node, told);
  const value = reader.layered(node);
  const order = wholes(node, 'perm') ?? value.perm.map((_, i) => value.perm.length - 1 - i);
  return { ...value, perm: order.map((axis) => value.perm[axis] ?? absent) };
};

/** A constant of two axes. */
function turnedList(node: OnnxNode, constant: Constant): Constant {
  const [rows = 1, columns = 1, ...more] = constant.shape;
  const order = wholes(node, 'perm') ?? [1, 0];
  if (more.length > 0 || constant.shape.length !== 2)
    throw notALayer(node, 'turns a constant of more than two axes');
  if (order[0] === 0) return constant;
  const data = Array.from(
    { length: rows * columns },
    (_, at) => constant.data[(at % rows) * columns + Math.floor(at / rows)] as number,
  );
  return { ...constant, shape: [columns, rows], data };
}

export const flatten: Operator = (reader, node) => {
  const value = reader.layered(node);
  const axis = whole(node, 'axis', 1);
  if (axis !== 1 && axis !== 1 - value.perm.length) throw notALayer(node, `begins at axis ${axis}`);
  return inOneRow(reader, node, value);
};

function inOneRow(reader: ArchReader, node: OnnxNode, value: Layered): Layered {
  const real = realAxes(value);
  if (value.perm[0] === 0 && real.length === 1) return plain(value.id, 1);
  return plain(
    reader.make.layer(reader.name('flatten'), 'flatten', {}, [reader.inOrder(node, value, real)]),
    1,
  );
}

export const reshape: Operator = (reader, node) => {
  const told = reader.input(node, 0);
  const given = reader.constant(node, 1) ?? attributeShape(node);
  if (told.kind === 'constant')
    return { ...told, shape: resolved(node, told.data.length, given, told.shape) };
  const value = reader.layered(node);
  if (value.perm[0] !== 0) return withBatchWithin(reader, node, value, given);
  const from = reader.shape(value);
  const to = ofSample(reader, node, given, from);
  const kept = from.filter((n) => n !== 1);
  if (to.length === 1) return inOneRow(reader, node, value);
  // Only axes of size 1 come or go.
  if (to.filter((n) => n !== 1).join() === kept.join()) {
    const long = value.perm.slice(1).filter((_, i) => from[i] !== 1);
    const ids = [...long];
    const single = value.perm.slice(1).filter((own, i) => from[i] === 1 && own !== absent);
    if (single.length === 0)
      return { ...value, perm: [0, ...to.map((n) => (n === 1 ? absent : (ids.shift() as number)))] };
  }
  if (to.length > 5) throw notALayer(node, `makes ${to.length} axes`);
  const id = reader.asWritten(node, value);
  return plain(reader.make.layer(reader.name('reshape'), 'reshape', { shape: to }, [id]), to.length);
};

/** The batch is not the first axis, and stays where as many values come before it. */
function withBatchWithin(reader: ArchReader, node: OnnxNode, value: Layered, { data }: Constant): Layered {
  const sizes = reader.sizes(value);
  const at = value.perm.indexOf(0);
  const before = productOf(sizes.slice(0, at));
  const after = productOf(sizes.slice(at + 1));
  const target = Array.from(data, (n, i) => (n === 0 ? (sizes[i] as number) : n));
  const isBatch = (n: number) => Number.isNaN(n) || n === -1 || n === reader.batch;
  const place = target.findIndex((n, i) => isBatch(n) && productOf(target.slice(0, i)) === before);
  const behind = target.slice(place + 1);
  const known = productOf(behind.filter((n) => n !== -1));
  const rest = behind.map((n) => (n === -1 ? after / known : n));
  if (place < 0 || productOf(rest) !== after)
    throw notALayer(node, 'takes values whose first axis is not the batch');
  const shape = [...target.slice(0, place), ...rest];
  const axes = value.perm.flatMap((own, axis) => (own === 0 ? [] : [axis]));
  const long = shape.filter((n) => n !== 1);
  const isSame = long.join() === sizes.filter((n) => !Number.isNaN(n) && n !== 1).join();
  const id = isSame
    ? reader.inOrder(
        node,
        value,
        axes.filter((axis) => sizes[axis] !== 1),
      )
    : reader.make.layer(reader.name('reshape'), 'reshape', { shape: long }, [
        reader.inOrder(node, value, axes),
      ]);
  let next = 0;
  const perm = shape.map((n) => (n === 1 ? absent : ++next));
  perm.splice(place, 0, 0);
  return { kind: 'layered', id, perm };
}

function attributeShape(node: OnnxNode): Constant {
  const data = wholes(node, 'shape');
  if (data) return { kind: 'constant', name: '', shape: [data.length], data };
  throw notALayer(node, 'does not say its shape');
}

function resolved(node: OnnxNode, size: number, { data }: Constant, from: readonly number[]): number[] {
  const sizes = Array.from(data, (n, i) => (n === 0 ? (from[i] ?? 1) : n));
  const known = productOf(sizes.filter((n) => n !== -1));
  const shape = sizes.map((n) => (n === -1 ? size / known : n));
  if (productOf(shape) === size) return shape;
  throw notALayer(node, `makes [${sizes.join(', ')}] of ${size} values`);
}

/** The shape behind the batch that a target gives. */
function ofSample(reader: ArchReader, node: OnnxNode, { data }: Constant, from: readonly number[]): number[] {
  const size = productOf(from);
  const [first, ...rest] = Array.from(data, (n, i) =>
    n === 0 ? (i === 0 ? Number.NaN : (from[i - 1] ?? 1)) : n,
  );
  const free = rest.filter((n) => n === -1);
  const isBatch =
    Number.isNaN(first) ||
    first === reader.batch ||
    (first === -1 && free.length === 0) ||
    (first === 1 && reader.batch === 1);
  const known = productOf(rest.filter((n) => n !== -1));
  const shape = rest.map((n) => (n === -1 ? size / known : n));
  if (
    isBatch &&
    shape.length > 0 &&
    productOf(shape) === size &&
    shape.every((n) => Number.isInteger(n) && n > 0)
  )
    return shape;
  throw notALayer(
    node,
    `makes [${Array.from(data).join(', ')}] of [batch, ${from.join(', ')}]: the first axis has to stay the batch`,
  );
}

const axesGiven = (reader: ArchReader, node: OnnxNode): number[] | undefined => {
  const own = wholes(node, 'axes');
  if (own) return own;
  const given = reader.constant(node, 1);
  return given && Array.from(given.data);
};

export const squeeze: Operator = (reader, node) => {
  const told = reader.input(node, 0);
  if (told.kind === 'constant') {
    const axes = axesGiven(reader, node)?.map((axis) => (axis < 0 ? axis + told.shape.length : axis));
    return { ...told, shape: told.shape.filter((n, i) => (axes ? !axes.includes(i) : n !== 1)) };
  }
  const value = reader.layered(node);
  const axes = axesGiven(reader, node)?.map((axis) => (axis < 0 ? axis + value.perm.length : axis));
  const from = reader.shape(value);
  const gone = axes ?? from.flatMap((n, i) => (n === 1 ? [i + 1] : []));
  if (
    gone.some(
      (axis) =>
        value.perm[axis] === 0 ||
        (value.perm[axis] !== absent && reader.make.shapeOf(value.id)[(value.perm[axis] ?? 1) - 1] !== 1),
    )
  )
    throw notALayer(node, 'takes away an axis of more than one');
  if (gone.every((axis) => value.perm[axis] === absent))
    return { ...value, perm: value.perm.filter((_, axis) => !gone.includes(axis)) };
  const left = value.perm.map((_, axis) => axis).filter((axis) => axis > 0 && !gone.includes(axis));
  const shape = left.map((axis) => from[axis - 1] ?? 1);
  const id = reader.make.layer(reader.name('reshape'), 'reshape', { shape: shape.length > 0 ? shape : [1] }, [
    reader.asWritten(node, value),
  ]);
  return plain(id, Math.max(1, shape.length));
};

export const unsqueeze: Operator = (reader, node) => {
  const told = reader.input(node, 0);
  const given = axesGiven(reader, node) ?? [];
  if (told.kind === 'constant') return { ...told, shape: widened(told.shape, given, 1) };
  const value = reader.layered(node);
  return { ...value, perm: widened(value.perm, given, absent) };
};

function widened(list: readonly number[], axes: readonly number[], by: number): number[] {
  const total = list.length + axes.length;
  const places = new Set(axes.map((axis) => (axis < 0 ? axis + total : axis)));
  const rest = [...list];
  return Array.from({ length: total }, (_, i) => (places.has(i) ? by : (rest.shift() as number)));
}

export const concat: Operator = (reader, node) => {
  const told = node.inputs.map((_, at) => reader.input(node, at));
  if (told.every((one): one is Constant => one.kind === 'constant')) {
    const data = told.flatMap((one) => Array.from(one.data));
    return { kind: 'constant', name: '', shape: [data.length], data, whole: told.every((one) => one.whole) };
  }
  const values = node.inputs.map((_, at) => reader.layered(node, at));
  const [first] = values as [Layered];
  const axes = first.perm.length;
  const given = whole(node, 'axis', 1);
  const axis = given < 0 ? given + axes : given;
  const own = first.perm[axis];
  const alike = values.every(({ perm }) => perm.join() === first.perm.join());
  if (axis === 0) throw notALayer(node, 'joins samples');
  const join = (ids: string[], at: number) =>
    reader.make.layer(reader.name('concat'), 'concat', { axis: at }, ids);
  if (alike && own !== undefined && own > 0)
    return {
      ...first,
      id: join(
        values.map(({ id }) => id),
        own - 1,
      ),
    };
  const ids = values.map((value) => reader.asWritten(node, value));
  return plain(join(ids, axis - 1), axes - 1);
};

/** One place of an axis, or some; of a list of sizes those. */
export const gather: Operator = (reader, node) => {
  const places = reader.needed(node, 1);
  const told = reader.input(node, 0);
  if (told.kind === 'constant') return gathered(node, told, places);
  const value = reader.layered(node);
  const given = whole(node, 'axis', 0);
  const axis = given < 0 ? given + value.perm.length : given;
  const [at = 0, ...more] = Array.from(places.data);
  if (more.length > 0 || places.shape.length > 1) throw notALayer(node, 'picks several places');
  const size = reader.shape(value)[axis - 1] ?? 1;
  const cut = cutOut(reader, node, value, axis, at < 0 ? at + size : at, 1);
  return places.shape.length === 1 ? cut : withoutAxis(reader, node, cut, axis);
};

/** Of an axis that has one place left: it goes, as a reshape where a layer has it. */
function withoutAxis(reader: ArchReader, node: OnnxNode, value: Layered, axis: number): Layered {
  const own = value.perm[axis] ?? absent;
  const perm = value.perm.filter((_, i) => i !== axis);
  if (own === absent) return { ...value, perm };
  const shape = reader.make.shapeOf(value.id).filter((_, i) => i !== own - 1);
  if (shape.length === 0) throw notALayer(node, 'leaves one number');
  const id = reader.make.layer(reader.name('reshape'), 'reshape', { shape }, [value.id]);
  return { kind: 'layered', id, perm: perm.map((one) => (one > own ? one - 1 : one)) };
}

function cutOut(
  reader: ArchReader,
  node: OnnxNode,
  value: Layered,
  axis: number,
  first: number,
  length: number,
): Layered {
  const own = value.perm[axis] ?? absent;
  if (own === 0) throw notALayer(node, 'picks samples of a batch');
  if (own === absent) return { ...value };
  const id = reader.make.layer(reader.name('slice'), 'slice', { axis: own - 1, first, length }, [value.id]);
  return { ...value, id };
}

export const slice: Operator = (reader, node) => {
  const told = reader.input(node, 0);
  const list = (at: number, name: string) => {
    const given = reader.constant(node, at);
    return given ? Array.from(given.data) : wholes(node, name);
  };
  const [starts = [], ends = []] = [list(1, 'starts'), list(2, 'ends')];
  const axes = list(3, 'axes') ?? starts.map((_, i) => i);
  const steps = list(4, 'steps') ?? starts.map(() => 1);
  if (told.kind === 'constant') return cutList(node, told, [starts[0], ends[0], axes[0], steps[0]]);
  if (steps.some((step) => step !== 1)) throw notALayer(node, 'goes in steps');
  let value = reader.layered(node);
  for (const [i, given] of axes.entries()) {
    const axis = given < 0 ? given + value.perm.length : given;
    const size = reader.shape(value)[axis - 1] ?? 1;
    const within = (at: number) => Math.min(size, Math.max(0, at < 0 ? at + size : at));
    const [from, to] = [within(starts[i] ?? 0), within(ends[i] ?? size)];
    if (axis !== 0 && from === 0 && to === size) continue;
    if (to <= from) throw notALayer(node, 'leaves nothing');
    value = cutOut(reader, node, value, axis, from, to - from);
  }
  return value;
};

/** Rows of a constant along its first axis. */
function cutList(
  node: OnnxNode,
  { shape, data, ...rest }: Constant,
  [start = 0, end = 0, axis = 0, step = 1]: readonly (number | undefined)[],
): Constant {
  const [rows = 1, ...behind] = shape;
  if (axis !== 0 || (step !== 1 && step !== -1)) throw notALayer(node, 'cuts a constant along another axis');
  const all = Array.from({ length: rows }, (_, i) => i);
  const within = (at: number) => Math.min(rows, Math.max(-1, at < 0 ? at + rows : at));
  const picked =
    step === 1
      ? all.slice(Math.max(0, within(start)), Math.max(0, within(end)))
      : all.filter((i) => i <= within(start) && i > (end < -rows ? -1 : within(end))).toReversed();
  const each = productOf(behind);
  return {
    ...rest,
    shape: [picked.length, ...behind],
    data: picked.flatMap((row) => Array.from({ length: each }, (_, i) => data[row * each + i] as number)),
  };
}

export const pad: Operator = (reader, node) => {
  const value = reader.layered(node);
  const pads = wholes(node, 'pads') ?? Array.from(reader.needed(node, 1).data);
  const fill = Number(reader.constant(node, 2)?.data[0] ?? 0);
  const modes: Record<string, string> = { constant: 'zeros', edge: 'edge', reflect: 'reflect' };
  const mode = modes[text(node, 'mode', 'constant')];
  const axes = value.perm.length;
  if (!mode || fill !== 0 || reader.constant(node, 3))
    throw notALayer(node, 'pads with other than zeros, edges or mirrors');
  const [begin, end] = [pads.slice(0, axes), pads.slice(axes)];
  if (pads.some((n) => n < 0) || begin[0] || end[0]) throw notALayer(node, 'cuts, or adds samples');
  if (begin[1] || end[1]) {
    if (axes < 3 || begin[axes - 1] || end[axes - 1]) throw notALayer(node, 'pads channels');
    const id = reader.asWritten(node, value);
    return plain(
      reader.make.layer(
        reader.name('pad'),
        'pad',
        { begin: begin.slice(1, -1), end: end.slice(1, -1), mode },
        [id],
      ),
      axes - 1,
    );
  }
  if (![...begin, ...end].some(Boolean)) return value;
  const id = reader.channelsLast(node, value);
  return channelsFirst(
    reader.make.layer(reader.name('pad'), 'pad', { begin: begin.slice(2), end: end.slice(2), mode }, [id]),
    axes - 1,
  );
};

/** Each value several times: the one way that ours grows a picture without numbers between. */
export const resize: Operator = (reader, node): Told => {
  const value = reader.layered(node);
  const isOld = node.opType === 'Upsample';
  const scales = reader.constant(node, isOld ? 1 : 2);
  const sizesGiven = isOld ? undefined : reader.constant(node, 3);
  const from = [1, ...reader.shape(value)];
  const factors =
    sizesGiven && sizesGiven.data.length > 0
      ? Array.from(sizesGiven.data, (n, i) => (i === 0 ? 1 : n / (from[i] ?? 1)))
      : Array.from(scales?.data ?? []);
  const how = text(node, 'coordinate_transformation_mode', 'half_pixel');
  const nearest = text(node, 'nearest_mode', 'round_prefer_floor');
  const exact =
    isOld ||
    (how === 'asymmetric' && nearest === 'floor') ||
    (how === 'half_pixel' && nearest.startsWith('round'));
  if (text(node, 'mode', 'nearest') !== 'nearest' || !exact) throw notALayer(node, 'finds values in between');
  const [batch, channels, ...factor] = factors;
  if (
    batch !== 1 ||
    channels !== 1 ||
    factor.length < 1 ||
    factor.length > 3 ||
    factor.some((n) => !Number.isInteger(n) || n < 1)
  )
    throw notALayer(node, `grows by ${factors.join(', ')}`);
  const id = reader.channelsLast(node, value);
  return channelsFirst(
    reader.make.layer(reader.name('upsample'), `upsample${factor.length}d`, { factor }, [id]),
    factor.length + 1,
  );
};
