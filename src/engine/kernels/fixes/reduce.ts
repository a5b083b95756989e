/**
 * Reductions. tfjs: along any but the last axes integers do not compile (its transpose), sums above 2^24 lose bits,
 * argMax of a vector has shape [1]. Floats go through reduceParts.ts where they lie side by side.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import argSource from '../../../../shaders/fixes/argReduce.wgsl?raw';
import source from '../../../../shaders/fixes/reduce.wgsl?raw';
import unarySource from '../../../../shaders/fixes/unary.wgsl?raw';
import { type Fix, type FixCall, isExact } from './fix';
import { relabel, runFlat } from './flatProgram';
import { type FloatReduction, reduceParts } from './reduceParts';
import { runTranspose } from './remap';

interface Rule {
  combine: string;
  start: string;
  dtype(x: TensorInfo): DataType;
}

const asInt = (x: TensorInfo): DataType => (x.dtype === 'bool' ? 'int32' : x.dtype);
const asIs = (x: TensorInfo): DataType => x.dtype;

const rules: Record<string, Rule> = {
  Sum: { combine: 'a + b', start: '0', dtype: asInt },
  Prod: { combine: 'a * b', start: '1', dtype: asInt },
  Max: { combine: 'max(a, b)', start: 'i32(-2147483647 - 1)', dtype: asIs },
  Min: { combine: 'min(a, b)', start: '2147483647', dtype: asIs },
  Any: { combine: 'i32(a != 0 || b != 0)', start: '0', dtype: () => 'bool' },
  All: { combine: 'i32(a != 0 && b != 0)', start: '1', dtype: () => 'bool' },
};

/** x as rows of what is reduced; a tensor of its own. */
function toRows(backend: WebGPUBackend, x: TensorInfo, axes: readonly number[]) {
  const rank = x.shape.length;
  const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const order = [...kept, ...axes];
  const moved = order.some((axis, i) => axis !== i);
  const rows = moved && rank > 1 ? runTranspose(backend, x, order) : relabel(backend, x, x.shape);
  return { rows, kept, width: sizeOf(axes.map((axis) => x.shape[axis] ?? 1)) };
}

type Reduction = FixCall<
  { x: TensorInfo },
  { axis?: number | number[]; reductionIndices?: number | number[]; keepDims?: boolean }
>;

const floats: Record<string, FloatReduction> = { Sum: 'sum', Max: 'max', Min: 'min' };

function reduceRows(name: string, rule: Rule, call: Reduction): TensorInfo {
  const { inputs, attrs, backend, original } = call;
  const { x } = inputs;
  if (!isExact(x)) return (floats[name] && reduceParts(floats[name], call)) ?? original();
  const axes = util.parseAxisParam(attrs.axis ?? attrs.reductionIndices ?? x.shape.map((_, i) => i), x.shape);
  const { rows, kept, width } = toRows(backend, x, axes);
  const shape = attrs.keepDims
    ? x.shape.map((n, i) => (axes.includes(i) ? 1 : n))
    : kept.map((axis) => x.shape[axis] ?? 1);
  const result = runFlat(backend, {
    source,
    prelude: [
      `fn first() -> i32 { return ${rule.start}; }`,
      `fn combine(a : i32, b : i32) -> i32 { return ${rule.combine}; }`,
    ].join('\n'),
    inputs: { x: rows },
    uniforms: { width },
    shape,
    dtype: rule.dtype(x),
    operand: 'int32',
  });
  backend.disposeData(rows.dataId);
  return result;
}

function argReduce(operator: string, { inputs: { x }, attrs, backend }: Reduction): TensorInfo {
  const axes = util.parseAxisParam(attrs.axis ?? 0, x.shape).slice(0, 1);
  const { rows, kept, width } = toRows(backend, x, axes);
  const operand = wgslOperand(x);
  const result = runFlat(backend, {
    source: argSource,
    prelude: `fn better(a : ${operand}, b : ${operand}) -> bool { return a ${operator} b; }`,
    inputs: { x: rows },
    uniforms: { width },
    shape: kept.map((axis) => x.shape[axis] ?? 1),
    dtype: 'int32',
    operand: isExact(x) ? 'int32' : 'float32',
  });
  backend.disposeData(rows.dataId);
  return result;
}

const wgslOperand = (x: TensorInfo): string => (isExact(x) ? 'i32' : 'f32');

export const reduce: Fix = {
  ...Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [
      name,
      (call: Reduction): TensorInfo => reduceRows(name, rule, call),
    ]),
  ),
  Mean(call: Reduction) {
    const { inputs, backend, original } = call;
    const { x } = inputs;
    // tfjs moves integers with a transpose that does not compile; as floats they are moved and summed like any.
    if (!isExact(x)) return reduceParts('mean', call) ?? original();
    const values = runFlat(backend, {
      source: unarySource,
      prelude: 'fn apply(x : Operand) -> Element { return x; }',
      inputs: { x },
      shape: x.shape,
      dtype: 'float32',
    });
    const result = original({ x: values });
    backend.disposeData(values.dataId);
    return result;
  },
  ArgMax: (call: Reduction) => argReduce('>', call),
  ArgMin: (call: Reduction) => argReduce('<', call),
};
