/** Nodes of a graph on their way into a model: looked up with those around them, their values as the training fitted them. */
import { sizeOf } from '#/core/arch/sizeOf';
import { columnsOf, enterNodes, type FittedGraph, rawShape } from '#/core/graphs/fittedGraph';
import { graphs as def } from '#/core/kinds/graphs';
import type { RawSamples, WindowSamples } from '#/core/kinds/rawSamples';
import { TetradError } from '#/core/protocol/errors';
import { normals, uniforms } from '#/core/random/random';
import { askedNodes, nodeNumbers } from './graphs/askedNodes';
import { GraphNodes } from './graphs/graphNodes';
import { prepareGraph } from './graphs/prepareGraph';
import type { AskedVersion, KindEngine } from './kindEngine';

const mostTrialSamples = 16;

const fittedOf = ({ input }: Pick<AskedVersion, 'input'>): FittedGraph => input.fitted as FittedGraph;

export const graphs: KindEngine = {
  type: def.type,
  prepare: prepareGraph,
  async open(model, dataset, blobs) {
    const fitted = fittedOf(model);
    const nodes = await GraphNodes.open(dataset, fitted, blobs);
    return {
      inputs: columnsOf(fitted).map((name) => ({ name })),
      read: async (rows) => nodes.read(rows),
    };
  },
  ask: (model, request, storage) => askedNodes(model, fittedOf(model), request, storage),
  enter(model, samples) {
    const { values, rows } = windowsOf(samples);
    return enterNodes(fittedOf(model), values, rows);
  },
  async trial(model, storage) {
    const fitted = fittedOf(model);
    const dataset = await storage.datasets.version(model.datasetVersionId);
    const numbers = nodeNumbers(model.sampleRows).slice(0, mostTrialSamples);
    const real =
      dataset && numbers.length > 0
        ? (await GraphNodes.open(dataset, fitted, storage.blobs)).read(numbers)
        : undefined;
    return withExtremes(real, fitted);
  },
  feeds(inputs, samples, model) {
    const { values, rows } = windowsOf(samples);
    const { places } = fittedOf(model);
    const [, stride = 0] = rawShape(fittedOf(model));
    return inputs.map(({ name, column, shape = [] }) => {
      const [, width = 0] = shape;
      const first = column === 'edges' ? 0 : places;
      const data = new Float32Array(rows * sizeOf(shape));
      for (let line = 0; line < rows * places; line++)
        data.set(values.subarray(line * stride + first, line * stride + first + width), line * width);
      return { name, type: 'float32', data, dims: [rows, ...shape] };
    });
  },
  // Sums over many nodes in another order differ in float32.
  tolerance: 1e-4,
  onWebgpu: true,
};

function windowsOf(samples: RawSamples): WindowSamples {
  if (samples.form === 'windows') return samples;
  throw new TetradError({ code: 'internal', message: 'A model on a graph was asked for something else.' });
}

/** A node of which nothing is known and that stands alone, one among edges everywhere, and one among some, beside real ones. */
function withExtremes(real: WindowSamples | undefined, fitted: FittedGraph): WindowSamples {
  const shape = rawShape(fitted);
  const [places = 0, stride = 0] = shape;
  const size = sizeOf(shape);
  const rows = (real?.rows ?? 0) + 3;
  const values = new Float32Array(rows * size);
  values.set(real?.values ?? []);
  const [alone, all, some] = [3, 2, 1].map((before) => (rows - before) * size) as [number, number, number];
  const chance = uniforms(1, 'parity', 0, places * places);
  const numbers = normals(1, 'parity', 1, size);
  for (let i = 0; i < places; i++) {
    for (let j = places; j < stride; j++) {
      const of = fitted.numbers[j - places];
      const number = numbers[i * stride + j] as number;
      const value = of ? of.mean + of.std * number : Math.floor(Math.abs(number));
      values[alone + i * stride + j] = Number.NaN;
      for (const sample of [all, some]) values[sample + i * stride + j] = value;
    }
    for (let j = 0; j < i; j++)
      for (const [sample, isEdge] of [
        [all, true],
        [some, (chance[i * places + j] as number) < 0.3],
      ] as const) {
        values[sample + i * stride + j] = Number(isEdge);
        values[sample + j * stride + i] = Number(isEdge);
      }
  }
  return { form: 'windows', rows, shape, values };
}
