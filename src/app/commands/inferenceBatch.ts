import type { GridSchema } from '#/core/grid/gridSchema';
import { taskOf } from '#/core/tasks/registry';
import type { FittedGrid } from '#/core/grid/fittedGrid';
import { fittedGridOf, gridOf } from '#/core/grid/gridOf';
import { z } from 'zod';
import { pickSamples } from '#/core/grid/pickSamples';
import { requireFittingGrid } from '#/core/grid/requireFittingGrid';
import { readSamplePlaces } from '#/core/grid/samplePlaces';
import { bytesText } from '#/core/bytesText';
import { TetradError } from '#/core/protocol/errors';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { namesOf } from '../jobs/batchFieldsJob';
import { answerWidth } from '../jobs/fieldAnswers';
import { found } from '../queries';
import type { AppServices } from '../services';
import { defineCommand } from './commandDef';

const part = z.tuple([z.int().min(0), z.int().min(1)]).meta({ title: '[first, count]' });

export const inferenceBatch = defineCommand({
  name: 'inference.batch',
  effect: 'writes',
  title: 'Predict many',
  summary:
    'As a job: a CSV or JSON file of raw rows through a model (the answer is a CSV), or for a model on fields all samples of a dataset, or those of some recordings or times (a CSV; of a forecast a .npz).',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    file: fileSchema.optional(),
    datasetId: id.optional(),
    recordings: part.optional(),
    times: part.optional(),
  }),
  output: z.object({ jobId: id }),
  async run(services, { modelId, version, alias, file: rows, datasetId, ...wanted }) {
    const { storage, jobs } = services;
    const which = await storage.models.resolve(modelId, { number: version, alias });
    const model = found(await storage.models.get(modelId), 'model', modelId);
    if (fittedGridOf(which))
      return await predictDataset(services, model, which, { datasetId, rows, ...wanted });
    if (!rows)
      throw new TetradError({
        code: 'badInput',
        message: 'A model on tables takes a file of rows.',
        place: 'file',
        hint: 'Give a CSV or JSON file.',
      });
    const input = { modelVersionId: which.id, fileName: rows.name };
    const title = `Predict ${rows.name} with ${model.name} v${which.number}`;
    const job = await jobs.submit({ kind: 'batch', title, input, modelId }, { file: rows });
    return { jobId: job.id };
  },
});

interface Wanted {
  datasetId?: string;
  rows?: File;
  recordings?: [number, number];
  times?: [number, number];
}

async function predictDataset(
  { storage, jobs }: AppServices,
  model: Model,
  which: ModelVersion,
  { datasetId, rows, ...part }: Wanted,
): Promise<{ jobId: string }> {
  if (rows || !datasetId)
    throw new TetradError({
      code: 'badInput',
      message: 'A model on fields takes a dataset of fields.',
      place: 'datasetId',
      hint: 'Import the file first, mapped like the training data, and give the id of the dataset.',
    });
  const dataset = found(await storage.datasets.get(datasetId), 'dataset', datasetId);
  const latest = dataset.latestVersionId;
  const version = found(latest ? await storage.datasets.version(latest) : undefined, 'dataset', datasetId);
  const fitted = fittedGridOf(which) as FittedGrid;
  const grid = gridOf(version.schema) as GridSchema;
  requireFittingGrid(fitted, grid, await namesOf(storage, which, version));
  const samples = pickSamples(await readSamplePlaces(version, storage.blobs), fitted.size[0], part);
  if (samples.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: `No sample of ${dataset.name} lies in these recordings and times.`,
      place: part.recordings ? 'recordings' : 'times',
      hint: `It has ${grid.recordings} recordings of ${grid.axes.time.size} times; a sample is ${fitted.size[0]} times long.`,
    });
  const bytes = samples.length * answerWidth(which) * 4;
  const roomBytes = await storage.roomBytes();
  // The answers as they come, then the file of them.
  if (taskOf(which.task).frames && 2 * bytes > (roomBytes ?? Number.POSITIVE_INFINITY))
    throw new TetradError({
      code: 'quota',
      message: `The forecasts of ${samples.length.toLocaleString('en')} samples fill ${bytesText(bytes)}, and as much again while the file is written; this device has room for ${bytesText(roomBytes ?? 0)}.`,
      place: 'datasetId',
      hint: 'Predict the recordings, or parts of the time, one after the other, or free disk space.',
    });
  const job = await jobs.submit({
    kind: 'batchFields',
    title: `Predict ${dataset.name} with ${model.name} v${which.number}`,
    input: { modelVersionId: which.id, datasetVersionId: version.id, ...part },
    modelId: model.id,
    datasetId: dataset.id,
  });
  return { jobId: job.id };
}
