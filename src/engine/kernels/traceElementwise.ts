/**
 * Turns a function of elementwise tensor operations into one list of expressions: as WGSL, and as steps for who
 * writes another language. An optimiser is written with tensor operations, a dozen dispatches each step; traced, the
 * same text runs as one. Numbers become uniforms, so that a step differs from the next in values only and what was
 * compiled stays.
 */
import type { Ops, Tensor } from '#/core/layers/layerDef';

type Operand = Tensor | number;

/** What the traced function may use; asking for anything else ends the trace. */
const unary = {
  sqrt: (x: string) => `sqrt(${x})`,
  rsqrt: (x: string) => `inverseSqrt(${x})`,
  square: (x: string) => `(${x} * ${x})`,
  abs: (x: string) => `abs(${x})`,
  sign: (x: string) => `sign(${x})`,
  neg: (x: string) => `(-${x})`,
  exp: (x: string) => `exp(${x})`,
  log: (x: string) => `log(${x})`,
  reciprocal: (x: string) => `(1.0 / ${x})`,
  relu: (x: string) => `max(${x}, 0.0)`,
  sigmoid: (x: string) => `(1.0 / (1.0 + exp(-${x})))`,
  // Beyond 15 it is 1 in float32, and some drivers overflow.
  tanh: (x: string) => `tanh(clamp(${x}, -15.0, 15.0))`,
} as const;

const binary = {
  add: (a: string, b: string) => `(${a} + ${b})`,
  sub: (a: string, b: string) => `(${a} - ${b})`,
  mul: (a: string, b: string) => `(${a} * ${b})`,
  div: (a: string, b: string) => `(${a} / ${b})`,
  maximum: (a: string, b: string) => `max(${a}, ${b})`,
  minimum: (a: string, b: string) => `min(${a}, ${b})`,
  less: (a: string, b: string) => `(${a} < ${b})`,
  lessEqual: (a: string, b: string) => `(${a} <= ${b})`,
  greater: (a: string, b: string) => `(${a} > ${b})`,
  greaterEqual: (a: string, b: string) => `(${a} >= ${b})`,
  equal: (a: string, b: string) => `(${a} == ${b})`,
  notEqual: (a: string, b: string) => `(${a} != ${b})`,
} as const;

/** The function uses something that is not elementwise: run it with the real operations. */
export class NotElementwise extends Error {}

export type TraceOp = keyof typeof unary | keyof typeof binary | 'where';
/** An argument by name, the value of an earlier step, or a constant, by number. */
export type TraceSource = { input: string } | { step: number } | { constant: number };

export interface Trace {
  /** Statements that define t0, t1, ... from the inputs and `uniforms.c0`, ... */
  body: string;
  /** Expression of each result. */
  results: string[];
  constants: number[];
  /** Names of the arguments. */
  inputs: string[];
  /** The same as the body: step i makes t<i>. */
  steps: { op: TraceOp; from: TraceSource[] }[];
  resultSources: TraceSource[];
}

/** `inputs`: WGSL expressions of the arguments, by name. */
export function traceElementwise(
  inputs: Readonly<Record<string, string>>,
  run: (tf: Ops, tensors: Record<string, Tensor>) => Tensor[],
): Trace {
  const codes = new Map<object, string>();
  const sources = new Map<object, TraceSource>();
  const steps: Trace['steps'] = [];
  const constants: number[] = [];
  const lines: string[] = [];

  const symbol = (code: string, source: TraceSource): Tensor => {
    const token = {};
    codes.set(token, code);
    sources.set(token, source);
    // The traced function only passes it on.
    return token as Tensor;
  };
  const codeOf = (operand: Operand): string => {
    if (typeof operand === 'number') {
      constants.push(operand);
      return `uniforms.c${constants.length - 1}`;
    }
    const code = codes.get(operand);
    if (code === undefined) throw new NotElementwise('an argument is not part of the trace');
    return code;
  };
  /** After `codeOf` of the same operand. */
  const sourceOf = (operand: Operand): TraceSource =>
    typeof operand === 'number' ? { constant: constants.length - 1 } : (sources.get(operand) as TraceSource);
  const define = (op: TraceOp, expression: string, from: TraceSource[]): Tensor => {
    const step = lines.length;
    lines.push(`let t${step} = ${expression};`);
    steps.push({ op, from });
    return symbol(`t${step}`, { step });
  };
  const read = (operand: Operand): [string, TraceSource] => [codeOf(operand), sourceOf(operand)];

  const operations = new Map<string | symbol, (...operands: Operand[]) => Tensor>();
  for (const [name, write] of Object.entries(unary))
    operations.set(name, (x) => {
      const [code, source] = read(x as Operand);
      return define(name as TraceOp, write(code), [source]);
    });
  for (const [name, write] of Object.entries(binary))
    operations.set(name, (a, b) => {
      const [left, leftSource] = read(a as Operand);
      const [right, rightSource] = read(b as Operand);
      return define(name as TraceOp, write(left, right), [leftSource, rightSource]);
    });
  operations.set('where', (condition, a, b) => {
    const parts = [condition, a, b].map((operand) => read(operand as Operand));
    const [test, yes, no] = parts.map(([code]) => code);
    return define(
      'where',
      `select(${no}, ${yes}, ${test})`,
      parts.map(([, source]) => source),
    );
  });

  const traced = new Proxy({} as Ops, {
    get(_target, name) {
      // Nothing is differentiated here: only the value counts.
      if (name === 'customGrad') return (run: () => { value: Tensor }) => () => run().value;
      const operation = operations.get(name);
      if (!operation) throw new NotElementwise(`${String(name)} is not elementwise`);
      return operation;
    },
  });
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, code]) => [name, symbol(code, { input: name })]),
  );
  const results = run(traced, tensors).map(read);
  return {
    body: lines.join('\n'),
    results: results.map(([code]) => code),
    constants,
    inputs: Object.keys(inputs),
    steps,
    resultSources: results.map(([, source]) => source),
  };
}
