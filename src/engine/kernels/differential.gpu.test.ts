/**
 * Every operation against the CPU backend, which computes in float64: random small shapes, values and gradients,
 * WebGPU, WASM and the CPU backend where that is no reference. float32 to 1e-4, integers and booleans exactly, and the GPU may refuse nothing.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { DType } from './fixtures/draw';
import { type CaseResult, compare, drawCases, Subject } from './fixtures/differential';
import { elementwiseOps } from './fixtures/elementwiseOps';
import { linearOps } from './fixtures/linearOps';
import { movementOps } from './fixtures/movementOps';
import { emptyOps, notFiniteOps } from './fixtures/edgeOps';

const groups = {
  elementwise: elementwiseOps,
  movement: movementOps,
  linear: linearOps,
  empty: emptyOps,
  notFinite: notFiniteOps,
};

const reference = new Subject('cpu', true);
const references = new Map<string, CaseResult[]>();

describe.each(['cpu', 'wasm', 'webgpu'] as const)('%s', (name) => {
  const subject = new Subject(name);
  afterAll(() => subject.close());

  it.each(Object.entries(groups))('%s operations equal the reference', async (_group, ops) => {
    const wrong: string[] = [];
    let checked = 0;
    // The reference first and for all, because making a backend current is not free.
    for (const op of ops)
      for (const dtype of op.dtypes) {
        const key = `${op.name} ${dtype}`;
        if (!references.has(key))
          references.set(key, (await reference.run(op, dtype, drawCases(op, dtype))).results);
      }
    for (const op of ops)
      for (const dtype of op.dtypes as readonly DType[]) {
        const key = `${op.name} ${dtype}`;
        const expected = references.get(key) ?? [];
        const cases = drawCases(op, dtype);
        // The CPU backend's own kernels are what the others are held to, unless a case says how it can be known better.
        if (name === 'cpu' && !cases[0]?.reference) continue;
        const { results, gpuError } = await subject.run(op, dtype, cases);
        const faults = results.map((got, i) =>
          compare(got, expected[i] as CaseResult, { tolerance: op.tolerance, exact: cases[i]?.exact }),
        );
        const first = faults.find((fault) => fault !== undefined);
        checked += results.length;
        if (gpuError) wrong.push(`${key}: GPU error: ${gpuError}`);
        if (first) wrong.push(`${key}: ${faults.filter(Boolean).length} of ${cases.length}: ${first}`);
      }
    console.warn(`${name}: ${checked} cases of ${ops.length} operations, ${wrong.length} wrong`);
    expect(wrong).toEqual([]);
  });
});
