import '@tensorflow/tfjs'; // registers every gradient and the CPU backend
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { TetradError } from '../protocol/errors';
import { uniforms } from '../random/random';
import { compileForward } from './compileForward';
import { initWeights } from './initWeights';
import { parseArch } from './parseArch';
import { inferShapes, weightCount, weightSpecs, weightUses } from './shapes';

const json = () => ({
  version: 1,
  inputs: [{ name: 'input', shape: [4] }],
  nodes: [
    { id: 'dense1', type: 'dense', inputs: ['input'], params: { units: 8 } },
    { id: 'norm1', type: 'batchNorm', inputs: ['dense1'], params: {} },
    { id: 'act1', type: 'activation', inputs: ['norm1'], params: { kind: 'relu' } },
    { id: 'drop1', type: 'dropout', inputs: ['act1'], params: { rate: 0.5 } },
    { id: 'dense2', type: 'dense', inputs: ['drop1'], params: { units: 3 } },
  ] as Record<string, unknown>[],
  outputs: [{ name: 'output', node: 'dense2' }],
});

const placeOf = (change: (spec: ReturnType<typeof json>) => unknown): string | undefined => {
  const spec = json();
  const changed = change(spec);
  try {
    parseArch(changed === undefined ? spec : changed);
  } catch (error) {
    if (!(error instanceof TetradError)) throw error;
    expect(error.code).toBe('badInput');
    return error.place;
  }
  return undefined;
};
const node = (spec: ReturnType<typeof json>, i: number) => spec.nodes[i] ?? {};

describe('parseArch', () => {
  it('makes fresh objects with all defaults', () => {
    const source = json();
    const arch = parseArch(source);
    expect(arch.nodes[0]?.params).toEqual({ units: 8, useBias: true, init: 'glorotUniform' });
    expect(arch.nodes[0]?.inputs).not.toBe(source.nodes[0]?.inputs);
    expect(parseArch(JSON.parse(JSON.stringify(arch)))).toEqual(arch);
  });

  it.each<[string, (spec: ReturnType<typeof json>) => unknown, string]>([
    ['not an object', () => 'text', 'arch'],
    ['another version', (s) => ({ ...s, version: 2 }), 'version'],
    ['an unknown key', (s) => ({ ...s, extra: 1 }), 'arch'],
    ['no inputs', (s) => ({ ...s, inputs: [] }), 'inputs'],
    ['a negative axis', (s) => ({ ...s, inputs: [{ name: 'input', shape: [-4] }] }), 'inputs.0.shape.0'],
    ['an unknown type', (s) => void Object.assign(node(s, 1), { type: 'densee' }), 'nodes.1.type'],
    [
      'a param of the wrong type',
      (s) => void Object.assign(node(s, 4), { params: { units: 'x' } }),
      'nodes.4.params.units',
    ],
    ['an unknown param', (s) => void Object.assign(node(s, 4), { params: { unit: 3 } }), 'nodes.4.params'],
    ['a missing source', (s) => void Object.assign(node(s, 2), { inputs: ['nowhere'] }), 'nodes.2.inputs.0'],
    ['a cycle', (s) => void Object.assign(node(s, 1), { inputs: ['drop1'] }), 'nodes.1.inputs.0'],
    [
      'a node that reads itself',
      (s) => void Object.assign(node(s, 1), { inputs: ['norm1'] }),
      'nodes.1.inputs.0',
    ],
    [
      'two sources where one is taken',
      (s) => void Object.assign(node(s, 1), { inputs: ['dense1', 'input'] }),
      'nodes.1.inputs',
    ],
    ['a name used twice', (s) => void Object.assign(node(s, 1), { id: 'dense1' }), 'nodes.1.id'],
    [
      'an output of nothing',
      (s) => ({ ...s, outputs: [{ name: 'output', node: 'gone' }] }),
      'outputs.0.node',
    ],
    ['the name __proto__', (s) => void Object.assign(node(s, 0), { id: '__proto__' }), 'nodes.0.id'],
    ['a name with a slash', (s) => void Object.assign(node(s, 0), { id: 'a/b' }), 'nodes.0.id'],
    ['the type __proto__', (s) => void Object.assign(node(s, 0), { type: '__proto__' }), 'nodes.0.type'],
    [
      'a param called __proto__',
      (s) => void Object.assign(node(s, 0), { params: JSON.parse('{"__proto__":{"units":3}}') }),
      'nodes.0.params',
    ],
    [
      'a scalar where a vector is needed',
      (s) => ({ ...s, inputs: [{ name: 'input', shape: [] }] }),
      'nodes.0.inputs.0',
    ],
  ])('refuses %s and says where', (_what, change, place) => {
    expect(placeOf(change)).toBe(place);
  });

  it('leaves Object.prototype alone', () => {
    placeOf(() => JSON.parse('{"__proto__":{"polluted":1},"version":1}'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('shapes and weights', () => {
  const arch = parseArch(json());

  it('follows the nodes', () => {
    expect(Object.fromEntries(inferShapes(arch))).toEqual({
      input: [4],
      dense1: [8],
      norm1: [8],
      act1: [8],
      drop1: [8],
      dense2: [3],
    });
    expect(weightSpecs(arch).map((spec) => spec.name)).toEqual([
      'dense1/kernel',
      'dense1/bias',
      'norm1/gamma',
      'norm1/beta',
      'norm1/movingMean',
      'norm1/movingVariance',
      'dense2/kernel',
      'dense2/bias',
    ]);
    expect(weightCount(arch)).toBe(4 * 8 + 8 + 16 + 8 * 3 + 3);
    expect(weightUses(arch)).toBe(weightCount(arch));
    const kernel = { filters: 2, kernel: [3, 1, 1, 1], useBias: false };
    const overTime = {
      version: 1,
      inputs: [{ name: 'input', shape: [6, 5, 2, 1, 3] }],
      nodes: [{ id: 'conv', type: 'conv4d', inputs: ['input'], params: kernel }],
      outputs: [{ name: 'output', node: 'conv' }],
    };
    expect(weightUses(parseArch(overTime))).toBe(3 * 3 * 2 * (4 * 5 * 2));
  });

  it('starts from the seed alone, layers apart from each other', () => {
    const wide = parseArch({
      ...json(),
      nodes: ['a', 'b'].map((id, i) => ({
        id,
        type: 'dense',
        inputs: [i ? 'a' : 'input'],
        params: { units: 4, init: i ? 'heNormal' : 'glorotUniform' },
      })),
      outputs: [{ name: 'output', node: 'b' }],
    });
    expect(initWeights(wide, 0)).toEqual(initWeights(wide, 0));
    expect(initWeights(wide, 0).get('a/kernel')).not.toEqual(initWeights(wide, 1).get('a/kernel'));
    expect(initWeights(wide, 0).get('a/kernel')).not.toEqual(initWeights(wide, 0).get('b/kernel'));
    const kernel = initWeights(wide, 0).get('a/kernel')?.data ?? [];
    expect(Math.max(...kernel.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / 8));
  });
});

describe('compileForward', () => {
  const arch = parseArch(json());
  const forward = compileForward(arch, tf);
  const weights = () =>
    new Map([...initWeights(arch, 7)].map(([name, { shape, data }]) => [name, tf.tensor(data, shape)]));
  const batch = () => tf.tensor(uniforms(1, 'x', 0, 24), [6, 4]);

  it('computes what the description says', async () => {
    const host = initWeights(arch, 7);
    const at = (name: string, i: number) => host.get(name)?.data[i] ?? Number.NaN;
    const x = uniforms(1, 'x', 0, 24);
    const expected = Array.from({ length: 6 }, (_, row) => {
      const hidden = Array.from({ length: 8 }, (_, j) => {
        const sum = [0, 1, 2, 3].reduce(
          (s, k) => s + (x[row * 4 + k] ?? 0) * at('dense1/kernel', k * 8 + j),
          0,
        );
        return Math.max(sum / Math.sqrt(1 + 1e-5), 0);
      });
      return Array.from({ length: 3 }, (_, j) =>
        hidden.reduce((s, h, k) => s + h * at('dense2/kernel', k * 3 + j), 0),
      );
    }).flat();
    const [output] = forward([batch()], weights(), { training: false });
    const values = [...((await output?.data()) ?? [])];
    expect(output?.shape).toEqual([6, 3]);
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
  });

  it('draws by node, reports state and shows every node', async () => {
    const draws: string[] = [];
    const states = new Map<string, tf.Tensor>();
    const seen: string[] = [];
    forward([batch()], weights(), {
      training: true,
      uniform(draw, shape) {
        draws.push(draw);
        return tf.tensor(uniforms(0, `dropout/${draw}`, 1, 48), shape);
      },
      updateState: (name, value) => states.set(name, value),
      observe: (id) => seen.push(id),
    });
    expect(draws).toEqual(['drop1']);
    expect([...states.keys()]).toEqual(['norm1/movingMean', 'norm1/movingVariance']);
    expect(seen).toEqual(['dense1', 'norm1', 'act1', 'drop1', 'dense2']);
    const moved = [...((await states.get('norm1/movingVariance')?.data()) ?? [])];
    expect(moved.every((value) => value >= 0.9 && value < 1.1)).toBe(true);
  });

  it('says which weight is missing', () => {
    const partial = weights();
    partial.delete('dense2/bias');
    expect(() => forward([batch()], partial, { training: false })).toThrow('dense2/bias');
  });
});
