/**
 * An optimiser step in one pass over memory, four weights at a time: the traced operations in their order, each
 * rounded as tfjs rounds it. State is packed as in fusedUpdate.ts: [weight | slot | slot ...], parts of one size.
 */
import type { Trace, TraceOp, TraceSource } from '../traceElementwise';
import {
  add,
  advance,
  assemble,
  atLeast,
  type Code,
  constant,
  get,
  i32,
  load,
  loadFirst,
  loadSpread,
  one,
  set,
  store,
  storeFirst,
  subtract,
  v128,
  vectorOps,
  whileTrue,
  zero,
} from '#/core/wasm/assemble';

/** Addresses in bytes; `constants`: floats one after the other; `size`: elements of a part. */
export type UpdateKernel = (
  packed: number,
  gradient: number,
  result: number,
  constants: number,
  partBytes: number,
  size: number,
) => void;

const { abs, neg, sqrt, mul, div, sub, and, lessThan, maximum, minimum } = vectorOps;

/** What WebAssembly has instructions for. */
const writers: Partial<Record<TraceOp, (a: Code, b: Code) => Code>> = {
  add: vectorOps.add,
  sub,
  mul,
  div,
  maximum,
  minimum,
  abs: (x) => abs(x),
  neg: (x) => neg(x),
  sqrt: (x) => sqrt(x),
  square: (x) => mul(x, x),
  reciprocal: (x) => div(one, x),
  rsqrt: (x) => div(one, sqrt(x)),
  sign: (x) => sub(and(lessThan(zero, x), one), and(lessThan(x, zero), one)),
};

export const canUpdate = ({ steps }: Trace): boolean => steps.every(({ op }) => op in writers);

export function assembleUpdate(trace: Trace, shared: boolean): Uint8Array<ArrayBuffer> {
  // The gradient, then the parts of the packed state in order.
  const { inputs } = trace;
  const parameters = 6;
  const [packed, gradient, result, constants, partBytes, size] = [0, 1, 2, 3, 4, 5] as const;
  const locals: number[] = [];
  const local = (type: number): number => parameters + locals.push(type) - 1;
  const pointers = inputs.slice(1).map(() => local(i32));
  const targets = trace.resultSources.map(() => local(i32));
  const atGradient = local(i32);
  const values = new Map(inputs.map((name) => [name, local(v128)]));
  const spread = trace.constants.map(() => local(v128));
  const made = trace.steps.map(() => local(v128));
  const need = (index: number | undefined): Code => get(index as number);
  const valueOf = (source: TraceSource): Code => {
    if ('input' in source) return need(values.get(source.input));
    return 'step' in source ? need(made[source.step]) : need(spread[source.constant]);
  };
  const parts = (first: number, locals: number[]): Code =>
    locals.flatMap((local, i) => set(local, i === 0 ? get(first) : add(need(locals[i - 1]), get(partBytes))));
  const block = (lanes: 1 | 4): Code => {
    const read = (at: number) => (lanes === 4 ? load(get(at)) : loadFirst(get(at)));
    const write = lanes === 4 ? store : storeFirst;
    const addresses = [atGradient, ...pointers];
    return [
      ...inputs.flatMap((name, i) => set(values.get(name) as number, read(addresses[i] as number))),
      ...trace.steps.flatMap(({ op, from }, i) => {
        const [a = [], b = []] = from.map(valueOf);
        return set(made[i] as number, (writers[op] as (a: Code, b: Code) => Code)(a, b));
      }),
      ...trace.resultSources.flatMap((source, i) => write(need(targets[i]), valueOf(source))),
      ...[...addresses, ...targets].flatMap((at) => advance(at, constant(4 * lanes))),
      ...set(size, subtract(get(size), constant(lanes))),
    ];
  };
  const body = [
    ...spread.flatMap((local) => [
      ...set(local, loadSpread(get(constants))),
      ...advance(constants, constant(4)),
    ]),
    ...set(atGradient, get(gradient)),
    ...parts(packed, pointers),
    ...parts(result, targets),
    ...whileTrue(atLeast(get(size), constant(4)), block(4)),
    ...whileTrue(atLeast(get(size), constant(1)), block(1)),
  ];
  return assemble([{ name: 'update', parameters, locals, body }], shared);
}
