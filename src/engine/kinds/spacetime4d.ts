/** Windows of a field on their way into a model: the model's channels, standardised as the training fitted them. */
import { sizeOf } from '#/core/arch/sizeOf';
import { type FittedGrid, gridShape, standardizeFrames } from '#/core/grid/fittedGrid';
import { spacetime4d as def } from '#/core/kinds/spacetime4d';
import type { RawSamples, WindowSamples } from '#/core/kinds/rawSamples';
import { TetradError } from '#/core/protocol/errors';
import { normals } from '#/core/random/random';
import { featureLimit } from '#/core/transforms/featureLimit';
import { prepareGrid } from './grid/prepareGrid';
import { askedWindows, sampleNumbers } from './grid/askedWindows';
import { readWindows } from './grid/readWindows';
import type { AskedVersion, KindEngine } from './kindEngine';

const mostTrialSamples = 16;

const fittedOf = ({ input }: Pick<AskedVersion, 'input'>): FittedGrid => input.fitted as FittedGrid;

export const spacetime4d: KindEngine = {
  type: def.type,
  prepare: prepareGrid,
  async open(model, dataset, blobs) {
    const grid = fittedOf(model);
    return {
      inputs: grid.channels.map(({ name, mean }) => ({ name, mean })),
      read: (rows) => readWindows(dataset, grid, Array.from(rows), blobs),
    };
  },
  ask: (model, request, storage) => askedWindows(model, fittedOf(model), request, storage),
  enter(model, samples, remarks) {
    const values = windowsOf(samples).values.slice();
    standardizeFrames(values, fittedOf(model).channels);
    remarks?.count(
      'values are more than a million standard deviations from those of training; they count as a million.',
      values.reduce((far, value) => far + Number(Math.abs(value) >= featureLimit), 0),
    );
    return values;
  },
  async trial(model, storage) {
    const grid = fittedOf(model);
    const dataset = await storage.datasets.version(model.datasetVersionId);
    const numbers = sampleNumbers(model.sampleRows).slice(0, mostTrialSamples);
    return withHoles(
      dataset && numbers.length > 0
        ? await readWindows(dataset, grid, numbers, storage.blobs)
        : noise(grid, 4),
    );
  },
  feeds(inputs, samples) {
    const { rows, shape, values } = windowsOf(samples);
    return [
      {
        name: inputs[0]?.name ?? '',
        type: 'float32',
        data: Float32Array.from(values),
        dims: [rows, ...shape],
      },
    ];
  },
  // Sums over thousands of values in another order differ in float32.
  tolerance: 1e-4,
  onWebgpu: true,
};

function windowsOf(samples: RawSamples): WindowSamples {
  if (samples.form === 'windows') return samples;
  throw new TetradError({ code: 'internal', message: 'A model on fields was asked for something else.' });
}

/** Of the size that the model knows: where its dataset is gone. */
function noise(grid: FittedGrid, rows: number): WindowSamples {
  const { channels } = grid;
  const shape = gridShape(grid);
  const values = normals(1, 'parity', 0, rows * sizeOf(shape)).map((value, i) => {
    const { mean, std } = channels[i % channels.length] as FittedGrid['channels'][number];
    return value * std + mean;
  });
  return { form: 'windows', rows, shape, values };
}

/** One more sample with every seventh value missing, and one with all. */
function withHoles({ values, rows, shape }: WindowSamples): WindowSamples {
  const size = sizeOf(shape);
  const all = new Float32Array((rows + 2) * size).fill(Number.NaN);
  all.set(values);
  for (let i = 0; i < size; i++) if (i % 7 !== 0) all[rows * size + i] = values[i] as number;
  return { form: 'windows', rows: rows + 2, shape, values: all };
}
