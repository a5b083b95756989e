/**
 * Operators that make each number another by itself, one after the other, put together: what comes of them is one of our
 * activations where it is the same function, else an expression layer.
 */
import { type ActivationKind, activationKinds } from '../../layers/activation';
import type { OnnxNode } from '../graphBuilder';
import type { ArchReader } from './archReader';
import { erf } from './erf';
import { type Layered, type Mapped, notALayer, type Told } from './told';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const clip = (x: number, least: number, most: number) => Math.min(most, Math.max(least, x));

/** Our activations number by number: formulas of core/layers/activation.ts. */
const activations: Partial<Record<ActivationKind, (x: number) => number>> = {
  relu: (x) => Math.max(x, 0),
  relu6: (x) => clip(x, 0, 6),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  gelu: (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  geluTanh: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  silu: (x) => x * sigmoid(x),
  mish: (x) => x * Math.tanh(softplus(x)),
  sigmoid,
  hardSigmoid: (x) => clip(0.2 * x + 0.5, 0, 1),
  hardSwish: (x) => x * clip(x / 6 + 0.5, 0, 1),
  tanh: Math.tanh,
  softsign: (x) => x / (1 + Math.abs(x)),
  hardTanh: (x) => clip(x, -1, 1),
  logSigmoid: (x) => -softplus(-x),
  softplus,
};

const places = Array.from({ length: 161 }, (_, i) => (i - 80) / 8);
const same = 2e-6;

function activationLike(host: Mapped['host']): ActivationKind | undefined {
  return activationKinds.find((kind) => {
    const known = activations[kind];
    return (
      known && places.every((x) => Math.abs(known(x) - host(x)) <= same * Math.max(1, Math.abs(known(x))))
    );
  });
}

/** As a layer. */
export function settled(reader: ArchReader, { of, text, host }: Mapped): Layered {
  const kind = activationLike(host);
  if (kind === undefined && text.includes('erf('))
    throw notALayer(
      { opType: 'Erf', name: '', outputs: [''], inputs: [], domain: '', attributes: {} },
      'is not part of a GELU',
    );
  const id = kind
    ? reader.make.layer(reader.name(kind), 'activation', { kind }, [of.id])
    : reader.make.layer(reader.name('expression'), 'expression', { expression: text }, [of.id]);
  return { ...of, id };
}

/** A value as a map of itself, or the map that it is. */
export const asMapped = (value: Told): Mapped | undefined => {
  if (value.kind === 'mapped') return value;
  return value.kind === 'layered' ? { kind: 'mapped', of: value, text: 'x', host: (x) => x } : undefined;
};

const call = (name: string, host: (x: number) => number) => ({ text: (x: string) => `${name}(${x})`, host });

/** Of operators without settings. */
const unary: Record<string, { text(x: string): string; host(x: number): number }> = {
  Relu: call('relu', (x) => Math.max(x, 0)),
  Sigmoid: call('sigmoid', sigmoid),
  Tanh: call('tanh', Math.tanh),
  Softplus: call('softplus', softplus),
  Exp: call('exp', Math.exp),
  Log: call('log', Math.log),
  Sqrt: call('sqrt', Math.sqrt),
  Abs: call('abs', Math.abs),
  Sin: call('sin', Math.sin),
  Cos: call('cos', Math.cos),
  Sign: call('sign', Math.sign),
  Erf: call('erf', erf),
  Neg: { text: (x) => `(-${x})`, host: (x) => -x },
  Reciprocal: { text: (x) => `(1 / ${x})`, host: (x) => 1 / x },
  Softsign: { text: (x) => `(${x} / (1 + abs(${x})))`, host: (x) => x / (1 + Math.abs(x)) },
  HardSwish: {
    text: (x) => `(${x} * clip(${x} / 6 + 0.5, 0, 1))`,
    host: (x) => x * clip(x / 6 + 0.5, 0, 1),
  },
  Mish: { text: (x) => `(${x} * tanh(softplus(${x})))`, host: (x) => x * Math.tanh(softplus(x)) },
};

/** Longer than this the text of an expression would not be taken. */
const longest = 600;

export const number = (value: number): string => {
  const text = String(Number(value.toPrecision(9)));
  return value < 0 ? `(${text})` : text;
};

const comparisons: Record<string, { symbol: string; host(a: number, b: number): boolean }> = {
  Greater: { symbol: '>', host: (a, b) => a > b },
  GreaterOrEqual: { symbol: '>=', host: (a, b) => a >= b },
  Less: { symbol: '<', host: (a, b) => a < b },
  LessOrEqual: { symbol: '<=', host: (a, b) => a <= b },
};

/** As a map of the value that the others are made of. */
function ofSame(reader: ArchReader, node: OnnxNode, at: number, of?: Layered): Mapped {
  const value = reader.input(node, at);
  const made = asMapped(value);
  if (made && (!of || (made.of.id === of.id && made.of.perm.join() === of.perm.join()))) return made;
  const by = value.kind === 'constant' && value.data.length === 1 ? (value.data[0] as number) : undefined;
  if (by === undefined || !of) throw notALayer(node, 'takes two values that are both made of the samples');
  return { kind: 'mapped', of, text: number(by), host: () => by };
}

function chosen(reader: ArchReader, node: OnnxNode): Mapped {
  const when = ofSame(reader, node, 0);
  const [a, b] = [ofSame(reader, node, 1, when.of), ofSame(reader, node, 2, when.of)];
  return {
    kind: 'mapped',
    of: when.of,
    text: `where(${when.text}, ${a.text}, ${b.text})`,
    host: (x) => (when.host(x) ? a.host(x) : b.host(x)),
  };
}

export function mapped(
  reader: ArchReader,
  node: OnnxNode,
  text: (x: string) => string,
  host: (x: number) => number,
): Mapped {
  const value = asMapped(reader.input(node, 0));
  if (!value) throw notALayer(node, 'reads a constant');
  const inner = value.text.length > longest ? asMapped(reader.layered(node)) : value;
  const base = inner ?? value;
  return { kind: 'mapped', of: base.of, text: text(base.text), host: (x) => host(base.host(x)) };
}

const attributeOf = ({ attributes }: OnnxNode, name: string, standard: number): number => {
  const value = attributes[name];
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : standard;
};

/** Undefined where the operator is none of these. */
export function mappedBy(reader: ArchReader, node: OnnxNode): Mapped | undefined {
  const known = Object.hasOwn(unary, node.opType) ? unary[node.opType] : undefined;
  if (known) return mapped(reader, node, known.text, known.host);
  const comparison = Object.hasOwn(comparisons, node.opType) ? comparisons[node.opType] : undefined;
  if (comparison) {
    const a = ofSame(reader, node, 0);
    const b = ofSame(reader, node, 1, a.of);
    const host = (x: number) => Number(comparison.host(a.host(x), b.host(x)));
    return { kind: 'mapped', of: a.of, text: `${a.text} ${comparison.symbol} ${b.text}`, host };
  }
  const alpha = (standard: number) => attributeOf(node, 'alpha', standard);
  switch (node.opType) {
    case 'Elu':
    case 'Celu': {
      const [a, slope] = [alpha(1), node.opType === 'Celu' ? 1 / alpha(1) : 1];
      return mapped(
        reader,
        node,
        (x) => `where(${x} > 0, ${x}, ${number(a)} * expm1(min(${x}, 0) * ${number(slope)}))`,
        (x) => (x > 0 ? x : a * Math.expm1(x * slope)),
      );
    }
    case 'Selu': {
      const [a, gamma] = [alpha(1.6732632423543772), attributeOf(node, 'gamma', 1.0507009873554805)];
      return mapped(
        reader,
        node,
        (x) => `(${number(gamma)} * where(${x} > 0, ${x}, ${number(a)} * expm1(min(${x}, 0))))`,
        (x) => gamma * (x > 0 ? x : a * Math.expm1(x)),
      );
    }
    case 'HardSigmoid': {
      const [a, b] = [alpha(0.2), attributeOf(node, 'beta', 0.5)];
      return mapped(
        reader,
        node,
        (x) => `clip(${number(a)} * ${x} + ${number(b)}, 0, 1)`,
        (x) => clip(a * x + b, 0, 1),
      );
    }
    case 'Gelu': {
      const isTanh = node.attributes.approximate === 'tanh';
      const host = activations[isTanh ? 'geluTanh' : 'gelu'] ?? ((x) => x);
      const text = isTanh
        ? (x: string) => `(0.5 * ${x} * (1 + tanh(0.797884561 * (${x} + 0.044715 * ${x} ^ 3))))`
        : (x: string) => `(0.5 * ${x} * (1 + erf(0.707106781 * ${x})))`;
      return mapped(reader, node, text, host);
    }
    case 'Where':
      return reader.input(node, 0).kind === 'constant' ? undefined : chosen(reader, node);
    case 'Clip':
      return clipped(reader, node);
    default:
      return undefined;
  }
}

function clipped(reader: ArchReader, node: OnnxNode): Mapped {
  const bound = (at: number, name: string, standard: number) => {
    const given = reader.constant(node, at)?.data[0];
    return Number(given ?? attributeOf(node, name, standard));
  };
  const [least, most] = [
    bound(1, 'min', Number.NEGATIVE_INFINITY),
    bound(2, 'max', Number.POSITIVE_INFINITY),
  ];
  const [isLow, isHigh] = [least > -1e38, most < 1e38];
  const text = (x: string) => {
    if (isLow && isHigh) return `clip(${x}, ${number(least)}, ${number(most)})`;
    if (isLow) return `max(${x}, ${number(least)})`;
    return isHigh ? `min(${x}, ${number(most)})` : x;
  };
  return mapped(reader, node, text, (x) => clip(x, least, most));
}
