/**
 * Every operation against the CPU backend, which computes in float64: random small shapes, values and gradients,
 * WebGPU and WASM. float32 to 1e-4, integers and booleans exactly, and the GPU may refuse nothing.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { DType } from './fixtures/draw';
import { type CaseResult, compare, drawCases, Subject } from './fixtures/differential';
import { elementwiseOps } from './fixtures/elementwiseOps';
import { linearOps } from './fixtures/linearOps';
import { movementOps } from './fixtures/movementOps';

/** Wrong in tfjs and not yet ours. What is repaired must leave this list: the test compares it exactly. */
const known: Record<'wasm' | 'webgpu', string[]> = {
  wasm: ['einsum float32', 'conv2dTranspose float32', 'maxPool2d float32', 'maxPool3d float32'],
  webgpu: ['maxPool3d float32'],
};

const casesEach = 40;
const groups = { elementwise: elementwiseOps, movement: movementOps, linear: linearOps };

const cpu = new Subject('cpu');
const references = new Map<string, CaseResult[]>();

describe.each(['wasm', 'webgpu'] as const)('%s', (name) => {
  const subject = new Subject(name);
  afterAll(() => subject.close());

  it.each(Object.entries(groups))('%s operations equal the reference', async (_group, ops) => {
    const wrong: string[] = [];
    const missed = new Set<string>();
    let checked = 0;
    // The reference first and for all, because making a backend current is not free.
    for (const op of ops)
      for (const dtype of op.dtypes) {
        const key = `${op.name} ${dtype}`;
        if (!references.has(key))
          references.set(key, (await cpu.run(op, dtype, drawCases(op, dtype, casesEach))).results);
      }
    for (const op of ops)
      for (const dtype of op.dtypes as readonly DType[]) {
        const key = `${op.name} ${dtype}`;
        const expected = references.get(key) ?? [];
        const cases = drawCases(op, dtype, casesEach);
        const { results, gpuError } = await subject.run(op, dtype, cases);
        const faults = results.map((got, i) =>
          compare(got, expected[i] as CaseResult, { tolerance: op.tolerance, exact: cases[i]?.exact }),
        );
        const first = faults.find((fault) => fault !== undefined);
        checked += results.length;
        if (known[name].includes(key)) {
          if (first) missed.add(key);
          continue;
        }
        if (gpuError) wrong.push(`${key}: GPU error: ${gpuError}`);
        if (first) wrong.push(`${key}: ${faults.filter(Boolean).length} of ${casesEach}: ${first}`);
      }
    const expectedMissed = ops
      .flatMap(({ name: op, dtypes }) => dtypes.map((dtype) => `${op} ${dtype}`))
      .filter((key) => known[name].includes(key));
    expect([...missed]).toEqual(expectedMissed);
    console.warn(`${name}: ${checked} cases of ${ops.length} operations, ${wrong.length} wrong`);
    expect(wrong).toEqual([]);
  });
});
