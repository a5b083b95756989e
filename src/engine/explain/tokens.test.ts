/** Gradients of tokens beside formulas: of a linear network, along a bent way, and by making one vector longer. */
import '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ArchSpec } from '#/core/arch/archSpec';
import { parseArch } from '#/core/arch/parseArch';
import { weightSpecs } from '#/core/arch/shapes';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Words } from '#/core/explain/attribution';
import type { AskedModel } from '#/core/explain/explainerDef';
import { explainers } from '#/core/explain/registry';
import type { HostWeight, Ops } from '#/core/layers/layerDef';
import { normals } from '#/core/random/random';
import { openCpu } from '../backends/cpu';
import { network } from '../bodies/network';

let tf: Ops;
beforeAll(async () => {
  ({ tf } = await openCpu());
});

const [length, vocabulary, width] = [6, 9, 4];
const ids = Float32Array.of(3, 7, 2, 5, 0, 0);
const pieces = ['a', 'b', 'c', 'd'];

const archOf = (nodes: object[]): ArchSpec =>
  parseArch({
    version: 1,
    inputs: [{ name: 'ids', shape: [length] }],
    nodes: [{ id: 'vectors', type: 'embedding', inputs: ['ids'], params: { vocabulary, width } }, ...nodes],
    outputs: [{ name: 'y', node: (nodes.at(-1) as { id: string }).id }],
  });
const layer = (id: string, type: string, from: string[], params = {}) => ({ id, type, inputs: from, params });

function weightsOf(arch: ArchSpec): Map<string, HostWeight> {
  return new Map(
    weightSpecs(arch).map(({ name, shape }) => [
      name,
      {
        shape: [...shape],
        data: Float32Array.from(normals(3, name, 0, sizeOf(shape)), (value) => 0.7 * value),
      },
    ]),
  );
}
const opened = (arch: ArchSpec, weights: Map<string, HostWeight>) =>
  network.open({ arch } as never, weights, { tf, compute: (work) => work() }, []);

async function explained(arch: ArchSpec, method: string, params: object = {}) {
  const body = opened(arch, weightsOf(arch));
  const model: AskedModel = {
    task: { type: 'regression', target: 'y', scales: [{ mean: 5, std: 2 }] },
    value: 'number',
    judge: 'r2',
    inputs: [{ name: 'text' }],
    batch: 64,
    arch,
    isText: true,
    pieces: () => [pieces],
    run: () => Promise.reject(new Error('not asked')),
    prepared: {
      enter: () => ids,
      shape: [length],
      inputOf: new Int32Array(length),
      raw: (x, rows) => body.run(x, rows),
      run: (x, rows) => body.run(x, rows),
      ...(body.gradient && { gradient: body.gradient }),
    },
  };
  const explainer = explainers.get(method);
  const explaining = explainer.explain(
    model,
    {
      sample: { form: 'columns', rows: 1, columns: new Map() },
      background: () => Promise.reject(new Error('none')),
    },
    explainer.params.parse({ checks: false, ...params }),
  );
  for (;;) {
    const next = await explaining.next();
    if (next.done) return next.value as Words;
  }
}

describe('tokens of a text', () => {
  const linear = archOf([layer('flat', 'flatten', ['vectors']), layer('y', 'dense', ['flat'], { units: 1 })]);
  const bent = archOf([
    layer('pool', 'maskedPool', ['vectors', 'ids'], { kind: 'average' }),
    layer('hidden', 'dense', ['pool'], { units: 5 }),
    layer('tanh', 'activation', ['hidden'], { kind: 'tanh' }),
    layer('y', 'dense', ['tanh'], { units: 1 }),
  ]);

  it.each(['integratedGradients', 'saliency'])(
    '%s: of a linear network each has its own weights times its vector',
    async (method) => {
      const found = await explained(linear, method);
      expect(found.words.map(({ text }) => text)).toEqual(pieces);
      const weights = weightsOf(linear);
      const [table, kernel] = [weights.get('vectors/table'), weights.get('y/kernel')] as [
        HostWeight,
        HostWeight,
      ];
      for (let place = 0; place < 4; place++) {
        let sum = 0;
        for (let d = 0; d < width; d++)
          sum +=
            (table.data[(ids[place] as number) * width + d] as number) *
            (kernel.data[place * width + d] as number);
        expect(found.values[place]).toBeCloseTo(2 * sum, 5);
      }
    },
  );

  it('integrated, they add up to the answer less that to no vectors', async () => {
    const found = await explained(bent, 'integratedGradients', { steps: 200 });
    const weights = weightsOf(bent);
    const raw = async (own: Map<string, HostWeight>) => (await opened(bent, own).run(ids, 1))[0] as number;
    const table = weights.get('vectors/table') as HostWeight;
    const none = new Map<string, HostWeight>([
      ...weights,
      ['vectors/table', { ...table, data: new Float32Array(table.data.length) }],
    ]);
    const whole = 2 * ((await raw(weights)) - (await raw(none)));
    expect([...found.values].reduce((sum, value) => sum + value, 0)).toBeCloseTo(whole, 4);
    expect(found.checks?.added?.whole).toBeCloseTo(whole, 4);
  });

  it('at the vectors themselves: as the answer moves when one vector grows', async () => {
    const found = await explained(bent, 'saliency');
    const weights = weightsOf(bent);
    const table = weights.get('vectors/table') as HostWeight;
    for (let place = 0; place < 4; place++) {
      const grown = async (by: number) => {
        const data = Float32Array.from(table.data, (value, i) =>
          Math.floor(i / width) === ids[place] ? value * (1 + by) : value,
        );
        return (
          await opened(bent, new Map([...weights, ['vectors/table', { ...table, data }]])).run(ids, 1)
        )[0] as number;
      };
      expect(found.values[place]).toBeCloseTo((2 * ((await grown(0.01)) - (await grown(-0.01)))) / 0.02, 3);
    }
  });
});
