/**
 * Calendar parts of epoch milliseconds, in UTC. The arithmetic is written once over an abstract
 * number, and run both on float64 values and on ONNX nodes: the two cannot drift apart.
 * (Days to civil date: the proleptic Gregorian calendar counted in eras of 400 years from 1 March.)
 */
import { z } from 'zod';
import type { GraphBuilder } from '#/core/onnx/graphBuilder';
import { asNumbers } from './numberBlock';
import type { TransformDef } from './transformDef';

const parts = ['year', 'month', 'day', 'hour', 'weekday'] as const;
type Part = (typeof parts)[number];

const params = z.object({
  parts: z
    .array(z.enum(parts))
    .min(1)
    .default([...parts])
    .meta({ label: 'Parts', hint: 'weekday: 0 is Monday. All in UTC.' }),
  cyclic: z
    .boolean()
    .default(true)
    .meta({ label: 'Sine and cosine', hint: 'Adds a pair per repeating part, so that 23:00 is near 0:00.' }),
});
type Params = z.infer<typeof params>;

const cycles: Record<Part, { first: number; length: number } | null> = {
  year: null,
  month: { first: 1, length: 12 },
  day: { first: 1, length: 31 },
  hour: { first: 0, length: 24 },
  weekday: { first: 0, length: 7 },
};

interface Arithmetic<T> {
  add(a: T, b: T | number): T;
  sub(a: T, b: T | number): T;
  mul(a: T, b: T | number): T;
  div(a: T, b: T | number): T;
  floor(a: T): T;
  sin(a: T): T;
  clip(a: T, limit: number): T;
}

/** The last millisecond that is a date. */
const lastMs = 8.64e15;

function calendar<T>(m: Arithmetic<T>, ms: T): Record<Part, T> {
  const floorDiv = (a: T, b: number) => m.floor(m.div(a, b));
  const remainder = (a: T, b: number) => m.sub(a, m.mul(floorDiv(a, b), b));
  const days = floorDiv(ms, 86_400_000);
  const hour = floorDiv(remainder(ms, 86_400_000), 3_600_000);
  const weekday = remainder(m.add(days, 3), 7);

  const shifted = m.add(days, 719_468);
  const era = floorDiv(shifted, 146_097);
  const dayOfEra = m.sub(shifted, m.mul(era, 146_097));
  const leapFree = m.sub(
    m.add(m.sub(dayOfEra, floorDiv(dayOfEra, 1460)), floorDiv(dayOfEra, 36_524)),
    floorDiv(dayOfEra, 146_096),
  );
  const yearOfEra = floorDiv(leapFree, 365);
  const daysBefore = m.sub(m.add(m.mul(yearOfEra, 365), floorDiv(yearOfEra, 4)), floorDiv(yearOfEra, 100));
  const dayOfYear = m.sub(dayOfEra, daysBefore);
  const monthFromMarch = floorDiv(m.add(m.mul(dayOfYear, 5), 2), 153);
  const day = m.add(m.sub(dayOfYear, floorDiv(m.add(m.mul(monthFromMarch, 153), 2), 5)), 1);
  // 1 for January and February, which belong to the next civil year.
  const nextYear = floorDiv(monthFromMarch, 10);
  const month = m.sub(m.add(monthFromMarch, 3), m.mul(nextYear, 12));
  const year = m.add(m.add(yearOfEra, m.mul(era, 400)), nextYear);
  return { year, month, day, hour, weekday };
}

/** The produced columns, in the order of outputNames. */
function columns<T>(m: Arithmetic<T>, ms: T, p: Params): T[] {
  const civil = calendar(m, m.clip(ms, lastMs));
  return p.parts.flatMap((part) => {
    const value = civil[part];
    const cycle = cycles[part];
    if (!cycle || !p.cyclic) return [value];
    const angle = m.mul(m.div(m.sub(value, cycle.first), cycle.length), 2 * Math.PI);
    // cos as a shifted sine: ONNX Runtime has no double-precision Cos.
    return [value, m.sin(angle), m.sin(m.add(angle, Math.PI / 2))];
  });
}

/** Rows worked on at once: the intermediate columns stay in the cache. */
const blockRows = 2048;

/** One loop for all four: calling a function per value would cost more than the arithmetic. */
function combine(op: '+' | '-' | '*' | '/', a: Float64Array, b: Float64Array | number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) {
    const x = a[i] as number;
    const y = typeof b === 'number' ? b : (b[i] as number);
    out[i] = op === '+' ? x + y : op === '-' ? x - y : op === '*' ? x * y : x / y;
  }
  return out;
}

const onNumbers: Arithmetic<Float64Array> = {
  add: (a, b) => combine('+', a, b),
  sub: (a, b) => combine('-', a, b),
  mul: (a, b) => combine('*', a, b),
  div: (a, b) => combine('/', a, b),
  floor: (a) => a.map(Math.floor),
  sin: (a) => a.map(Math.sin),
  clip: (a, limit) => a.map((value) => (value > limit ? limit : value < -limit ? -limit : value)),
};

function onGraph(graph: GraphBuilder): Arithmetic<string> {
  const value = (b: string | number) =>
    typeof b === 'string' ? b : graph.constant('double', [], Float64Array.of(b));
  const binary = (opType: string) => (a: string, b: string | number) => graph.node(opType, [a, value(b)]);
  return {
    add: binary('Add'),
    sub: binary('Sub'),
    mul: binary('Mul'),
    div: binary('Div'),
    floor: (a) => graph.node('Floor', [a]),
    sin: (a) => graph.node('Sin', [a]),
    clip: (a, limit) => graph.node('Clip', [a, value(-limit), value(limit)]),
  };
}

const suffixes = (p: Params): string[] =>
  p.parts.flatMap((part) => (cycles[part] && p.cyclic ? [part, `${part} sin`, `${part} cos`] : [part]));

export const datetimeParts: TransformDef<Params, null> = {
  type: 'datetimeParts',
  title: 'Date parts',
  summary: 'Year, month, day, hour and weekday, with sine and cosine for those that repeat.',
  accepts: ['datetime'],
  input: 'number',
  output: 'number',
  params,
  fit: () => null,
  apply(values, _state, p) {
    const { data } = asNumbers(values, 'datetimeParts');
    const width = suffixes(p).length;
    const out = new Float64Array(data.length * width);
    for (let start = 0; start < data.length; start += blockRows) {
      const block = columns(onNumbers, data.subarray(start, start + blockRows), p);
      block.forEach((column, c) => {
        column.forEach((value, row) => {
          out[(start + row) * width + c] = value;
        });
      });
    }
    return { kind: 'number', width, data: out };
  },
  outputNames: (name, _state, p) => suffixes(p).map((suffix) => `${name} ${suffix}`),
  toOnnx: (graph, input, _state, p) =>
    graph.node('Concat', columns(onGraph(graph), input, p), { axis: 1n }, { hint: 'dateParts' }),
  examples: [
    {
      values: {
        kind: 'number',
        width: 1,
        data: Float64Array.of(
          Date.UTC(2024, 1, 29, 23, 59, 59, 999),
          Date.UTC(1969, 11, 31, 12),
          Date.UTC(2000, 1, 29),
          Date.UTC(1900, 2, 1),
          Number.NaN,
          Date.UTC(2100, 0, 1, 5),
        ),
      },
      params: {},
    },
    {
      values: { kind: 'number', width: 1, data: Float64Array.of(0, 86_399_999, -1) },
      params: { parts: ['weekday', 'hour'], cyclic: false },
    },
  ],
};
