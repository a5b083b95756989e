/** Add, Sub, Mul, Div and their like: of two values, of a value and a constant, of constants. */
import type { OnnxNode } from '../../graphBuilder';
import { type ArchReader, channelsFirst, plain } from '../archReader';
import { asMapped, number } from '../mapped';
import { type Constant, type Layered, type Mapped, notALayer, type Told } from '../told';
import { folded } from './constants';
import type { Operator } from './operator';

const symbols = { Add: '+', Sub: '-', Mul: '*', Div: '/', Pow: '^' } as const;
type Binary = keyof typeof symbols;

const apply: Record<Binary, (a: number, b: number) => number> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
};

export const binary =
  (kind: Binary): Operator =>
  (reader, node) => {
    const [a, b] = [reader.input(node, 0), reader.input(node, 1)];
    const host = apply[kind];
    if (a.kind === 'constant' && b.kind === 'constant') return folded(node, [a, b], host);
    if (a.kind === 'constant' || b.kind === 'constant') return withConstant(reader, node, kind, a, b);
    const together = sameValue(kind, a, b);
    if (together) return together;
    return ofTwo(reader, node, kind, reader.layered(node, 0), reader.layered(node, 1));
  };

/** Both are made of the same value, number by number. */
function sameValue(kind: Binary, a: Told, b: Told): Mapped | undefined {
  const [left, right] = [asMapped(a), asMapped(b)];
  if (!left || !right || left.of.id !== right.of.id || left.of.perm.join() !== right.of.perm.join())
    return undefined;
  // Twice the value itself is a layer that is known by its name.
  if (left.text === 'x' && right.text === 'x' && (kind === 'Add' || kind === 'Div' || kind === 'Sub'))
    return undefined;
  if (left.text.length + right.text.length > 600) return undefined;
  const text = `(${left.text} ${symbols[kind]} ${right.text})`;
  return { kind: 'mapped', of: left.of, text, host: (x) => apply[kind](left.host(x), right.host(x)) };
}

function withConstant(reader: ArchReader, node: OnnxNode, kind: Binary, a: Told, b: Told): Told {
  const isFirst = a.kind === 'constant';
  const constant = (isFirst ? a : b) as Constant;
  const value = isFirst ? b : a;
  if (constant.data.length === 1) {
    const by = constant.data[0] as number;
    const mapped = asMapped(value);
    if (!mapped) throw notALayer(node);
    if (!Number.isFinite(by)) throw notALayer(node, `has the number ${by} in it`);
    const host = apply[kind];
    return {
      kind: 'mapped',
      of: mapped.of,
      text: isFirst
        ? `(${number(by)} ${symbols[kind]} ${mapped.text})`
        : `(${mapped.text} ${symbols[kind]} ${number(by)})`,
      host: isFirst ? (x) => host(by, mapped.host(x)) : (x) => host(mapped.host(x), by),
    };
  }
  return byChannel(reader, node, kind, reader.layered(node, isFirst ? 1 : 0), constant, isFirst);
}

/** A number for each place of one axis: an expression whose param each channel has of its own. */
function byChannel(
  reader: ArchReader,
  node: OnnxNode,
  kind: Binary,
  value: Layered,
  { shape, data }: Constant,
  isFirst: boolean,
): Layered {
  const axes = value.perm.length - 1;
  const own = shape.length > axes ? shape.slice(-axes) : shape;
  const axis = own.findIndex((n) => n !== 1);
  const at = axes - own.length + axis + 1;
  const others = own.filter((n) => n !== 1);
  if (others.length !== 1 || reader.shape(value)[at - 1] !== data.length)
    throw notALayer(
      node,
      `takes a constant of [${shape.join(', ')}], which is not one number for each channel`,
    );
  const isLast = at === axes;
  if (!isLast && at !== 1) throw notALayer(node, `takes a constant along axis ${at}`);
  const id = isLast ? reader.asWritten(node, value) : reader.channelsLast(node, value);
  const [left, right] = isFirst ? ['a', 'x'] : ['x', 'a'];
  const made = reader.make.layer(
    reader.name(kind === 'Mul' || kind === 'Div' ? 'scale' : 'shift'),
    'expression',
    { expression: `param a = 1\n${left} ${symbols[kind]} ${right}`, perChannel: true },
    [id],
    { a: data },
  );
  return isLast ? plain(made, axes) : channelsFirst(made, axes);
}

function ofTwo(reader: ArchReader, node: OnnxNode, kind: Binary, a: Layered, b: Layered): Layered {
  if (kind === 'Pow' || kind === 'Div')
    throw notALayer(node, 'takes two values that are both made of the samples');
  const [shapeA, shapeB] = [reader.shape(a), reader.shape(b)];
  if (shapeA.join() !== shapeB.join()) {
    if (kind !== 'Mul') throw notALayer(node, `joins [${shapeA.join(', ')}] and [${shapeB.join(', ')}]`);
    const [whole, gate] =
      shapeA.reduce((x, y) => x * y, 1) >= shapeB.reduce((x, y) => x * y, 1) ? [a, b] : [b, a];
    return gated(reader, node, whole, gate);
  }
  const order = a.perm.map((_, axis) => axis).slice(1);
  const real = order.filter((axis) => (a.perm[axis] as number) > 0);
  real.sort((x, y) => (a.perm[x] as number) - (a.perm[y] as number));
  const first = reader.inOrder(node, a, real);
  const second = reader.inOrder(node, b, real);
  const turned =
    kind === 'Sub'
      ? reader.make.layer(reader.name('minus'), 'expression', { expression: '-x' }, [second])
      : second;
  const id = reader.make.layer(
    reader.name(kind === 'Mul' ? 'multiply' : 'add'),
    kind === 'Mul' ? 'multiply' : 'add',
    {},
    [first, turned],
  );
  return { kind: 'layered', id, perm: a.perm };
}

/** One number for each channel times all places of it. */
function gated(reader: ArchReader, node: OnnxNode, whole: Layered, gate: Layered): Layered {
  const [shape, own] = [reader.shape(whole), reader.shape(gate)];
  const axes = shape.length;
  const ones = [...new Array(Math.max(0, axes - own.length)).fill(1), ...own];
  const places = ones.flatMap((n, i) => (n === 1 ? [] : [i]));
  const [at = axes - 1, ...more] = places;
  if (own.length !== axes || more.length > 0 || shape[at] !== ones[at])
    throw notALayer(node, `joins [${shape.join(', ')}] and [${own.join(', ')}]`);
  const order = whole.perm
    .map((_, axis) => axis)
    .slice(1)
    .filter((axis) => axis !== at + 1);
  const id = reader.make.layer(reader.name('multiply'), 'multiply', {}, [
    reader.inOrder(node, whole, [...order, at + 1]),
    reader.inOrder(node, gate, [at + 1]),
  ]);
  const placed = [0, ...order, at + 1];
  return { kind: 'layered', id, perm: placed.map((_, axis) => placed.indexOf(axis)) };
}

/** Sum of several. */
export const sum: Operator = (reader, node) =>
  node.inputs
    .map((_, at) => reader.layered(node, at))
    .reduce((total, value) => ofTwo(reader, node, 'Add', total, value));
