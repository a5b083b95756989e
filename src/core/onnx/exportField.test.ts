/** What the file of a model on fields holds: raw float32 in, the form of its convolutions, nothing in double. */
import { describe, expect, it } from 'vitest';
import { weightSpecs } from '#/core/arch/shapes';
import { buildArch } from '#/core/families/buildArch';
import { families } from '#/core/families/registry';
import type { HostWeight } from '#/core/layers/layerDef';
import { standardizeFrames } from '../grid/fittedGrid';
import type { TaskSpec } from '#/core/protocol/train';
import { normals } from '#/core/random/random';
import { onnxRuntimes } from '../../../test/support/onnxRuntimes';
import { sizeOf } from '../arch/sizeOf';
import { looseNetwork } from '../bodies/fixtures/looseNetwork';
import { exportModel } from './exportModel';
import type { ExportRequest } from './exportRequest';
import { readModel } from './readModel';

const size: [number, number, number, number] = [5, 4, 3, 3];
const channels = [
  { name: 'temperature', unit: 'K', mean: 280, std: 10 },
  { name: 'wind', unit: 'm/s', mean: 0, std: 4 },
];
const mass: { task: TaskSpec; outputWidth: number } = {
  task: { type: 'regression', target: 'mass', scales: [{ mean: 1200, std: 40 }] },
  outputWidth: 1,
};
const kind: typeof mass = {
  task: { type: 'classification', target: 'kind', labels: ['warm', 'cold', 'new'] },
  outputWidth: 3,
};

function exported(
  family: string,
  { task, outputWidth }: typeof mass,
  options: ExportRequest['options'] = {},
) {
  const inputShape = [...size, channels.length];
  const arch = buildArch(families.get(family), { inputShape, outputWidth, task: task.type }, {});
  const weights = new Map(
    weightSpecs(arch).map(({ name, shape }): [string, HostWeight] => {
      const data = normals(1, name, 0, sizeOf(shape)).map((x) =>
        name.includes('ariance') ? x * x + 0.5 : 0.2 * x,
      );
      return [name, { shape, data }];
    }),
  );
  const input = { kind: 'spacetime4d' as const, fitted: { size, channels, horizon: 0 } };
  return exportModel({ ...looseNetwork(arch, weights), input, task, inputs: [], options });
}

const count = 2 * sizeOf(size) * channels.length;
const usual = normals(2, 'field', 0, count).map((x, i) => (i % 11 === 0 ? Number.NaN : 270 + 8 * x));

async function answer(bytes: Uint8Array, data = usual) {
  const dims = [2, ...size, channels.length];
  const [wasm] = onnxRuntimes;
  if (!wasm) throw new Error('no runtime');
  return await wasm.run(bytes, [{ name: 'field', type: 'float32', data, dims }]);
}

describe('the file of a model on fields', () => {
  it.each(['cnn4d', 'cnn3dTime', 'spaceTimeTransformer'])(
    '%s needs no double, so that every build has it',
    async (family) => {
      const { bytes } = exported(family, mass);
      const { graph } = readModel(bytes);
      const dtypes = [...graph.inputs, ...graph.outputs, ...graph.initializers].map(({ dtype }) => dtype);
      expect(new Set(dtypes)).toEqual(new Set(['float', 'int64']));
      expect(graph.nodes.filter(({ opType }) => opType === 'Cast')).toEqual([]);
      const value = (await answer(bytes))?.get('value');
      expect(value?.type).toBe('float32');
      expect(value?.dims).toEqual([2]);
    },
  );

  it.each([mass, kind])('answers the same with native 4-D convolutions: $task.type', async (wanted) => {
    const folded = await answer(exported('cnn4d', wanted, { conv4d: 'folded' }).bytes);
    const native = await answer(exported('cnn4d', wanted, { conv4d: 'native' }).bytes);
    expect([...native.keys()]).toEqual([...folded.keys()]);
    for (const [name, { data }] of folded)
      for (const [i, value] of Array.from(data).entries()) {
        const other = native.get(name)?.data[i];
        if (typeof value === 'string') expect(other).toBe(value);
        else expect(Math.abs(Number(other) / Number(value) - 1)).toBeLessThan(1e-5);
      }
  });

  it('stays finite on values beyond all bounds, which count as far ones, as in the studio', async () => {
    const beyond = [3e38, -3e38, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const data = Float32Array.from({ length: count }, (_, i) => beyond[i % 4] as number);
    const value = (await answer(exported('cnn4d', mass).bytes, data)).get('value')?.data;
    const mean = Float32Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 280 : 0));
    const near = mean.map((m, i) => m + (i % 2 === 0 ? 10e6 : -4e6));
    const same = (await answer(exported('cnn4d', mass).bytes, near)).get('value')?.data;
    expect(Number.isFinite(Number(value?.[0]))).toBe(true);
    expect(Number(value?.[0]) / Number(same?.[0])).toBeCloseTo(1, 5);
    standardizeFrames(data, channels);
    standardizeFrames(near, channels);
    expect(data).toEqual(near);
  });

  it('says how its convolutions are written, and what that costs', () => {
    const native = exported('cnn4d', kind, { conv4d: 'native' });
    const { nodes } = readModel(native.bytes).graph;
    const order =
      'Reshape Sub Div IsNaN Where Clip Reshape Transpose Conv Relu Conv Relu Transpose Reshape ReduceMean Gemm Softmax ArgMax Gather';
    expect(nodes.map(({ opType }) => opType).join(' ')).toBe(order);
    const kernels = nodes.filter(({ opType }) => opType === 'Conv');
    for (const { attributes } of kernels) expect(attributes.kernel_shape).toEqual([3n, 3n, 3n, 3n]);
    const warnsOfRuntimes = (bytes: Uint8Array) =>
      new TextDecoder().decode(bytes).includes('not for runtimes that stop at three');
    expect(readModel(native.bytes).metadata.get('tetrad.conv4d')).toBe('native');
    expect(warnsOfRuntimes(native.bytes)).toBe(true);
    const folded = exported('cnn4d', kind);
    expect(readModel(folded.bytes).metadata.get('tetrad.conv4d')).toBe('folded');
    expect(warnsOfRuntimes(folded.bytes)).toBe(false);
    const none = exported('cnn3dTime', kind, { conv4d: 'native' });
    expect(readModel(none.bytes).metadata.has('tetrad.conv4d')).toBe(false);
    expect(warnsOfRuntimes(none.bytes)).toBe(false);
    expect(none.bytes).toEqual(exported('cnn3dTime', kind).bytes);
  });
});
