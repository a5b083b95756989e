/** Windows of series on their way into a model: the model's channels, standardised as the training fitted them. */
import { sizeOf } from '#/core/arch/sizeOf';
import { standardizeFrames } from '#/core/grid/fittedGrid';
import { timeseries as def } from '#/core/kinds/timeseries';
import type { RawSamples, WindowSamples } from '#/core/kinds/rawSamples';
import { TetradError } from '#/core/protocol/errors';
import { normals } from '#/core/random/random';
import { type FittedSeries, seriesShape } from '#/core/series/fittedSeries';
import { featureLimit } from '#/core/transforms/featureLimit';
import { sampleNumbers } from './grid/askedWindows';
import type { AskedVersion, KindEngine } from './kindEngine';
import { askedSeries } from './series/askedSeries';
import { prepareSeries } from './series/prepareSeries';
import { readSeriesWindows } from './series/readSeriesWindows';

const mostTrialSamples = 16;

const fittedOf = ({ input }: Pick<AskedVersion, 'input'>): FittedSeries => input.fitted as FittedSeries;

export const timeseries: KindEngine = {
  type: def.type,
  prepare: prepareSeries,
  async open(model, dataset, blobs) {
    const fitted = fittedOf(model);
    return {
      inputs: fitted.channels.map(({ name, mean }) => ({ name, mean })),
      read: (rows) => readSeriesWindows(dataset, fitted, Array.from(rows), blobs),
    };
  },
  ask: (model, request, storage) => askedSeries(model, fittedOf(model), request, storage),
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
    const fitted = fittedOf(model);
    const dataset = await storage.datasets.version(model.datasetVersionId);
    const numbers = sampleNumbers(model.sampleRows).slice(0, mostTrialSamples);
    return withHoles(
      dataset && numbers.length > 0
        ? await readSeriesWindows(dataset, fitted, numbers, storage.blobs)
        : noise(fitted, 4),
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
  // Sums over hundreds of values in another order differ in float32.
  tolerance: 1e-4,
  onWebgpu: true,
};

function windowsOf(samples: RawSamples): WindowSamples {
  if (samples.form === 'windows') return samples;
  throw new TetradError({
    code: 'internal',
    message: 'A model on time series was asked for something else.',
  });
}

/** Of the size that the model knows: where its dataset is gone. */
function noise(fitted: FittedSeries, rows: number): WindowSamples {
  const { channels } = fitted;
  const shape = seriesShape(fitted);
  const values = normals(1, 'parity', 0, rows * sizeOf(shape)).map((value, i) => {
    const { mean, std } = channels[i % channels.length] as FittedSeries['channels'][number];
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
