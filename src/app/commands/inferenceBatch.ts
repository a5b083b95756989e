import { z } from 'zod';
import { bytesText } from '#/core/bytesText';
import { kindOf } from '#/core/kinds/registry';
import { tableFormats } from '#/core/protocol/dataApi';
import { TetradError } from '#/core/protocol/errors';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { fileSchema } from '#/core/protocol/fileSchema';
import { answerWidth } from '#/core/tasks/answerNumbers';
import { taskOf } from '#/core/tasks/registry';
import { id } from '../commandSchemas';
import { type BatchFieldsInput, wrongCells } from '../jobs/batchFieldsJob';
import { namesOf } from '../jobs/batchSamples';
import { found } from '../queries';
import type { AppServices } from '../services';
import { unknownFields } from '../unknownFields';
import { defineCommand } from './commandDef';

const part = z.tuple([z.int().min(0), z.int().min(1)]).meta({ title: '[first, count]' });

export const inferenceBatch = defineCommand({
  name: 'inference.batch',
  effect: 'writes',
  title: 'Predict many',
  summary:
    'As a job: all samples of a dataset through a model, of fields also those of some recordings or times or, for a model on tables, a file of raw rows. The answer is a table in `outputFormat` (CSV unless told), of a forecast a .npz. Rows that cannot be answered cost no other its answer: the job says which failed and why (`result.failed`), and `inference.batchAgain` asks them again. `wrongCells`: what is no number where one is wanted counts as missing, or leaves its row unanswered.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    file: fileSchema.optional(),
    datasetId: id.optional(),
    recordings: part.optional(),
    times: part.optional(),
    outputFormat: z.enum(tableFormats).optional(),
    wrongCells: z.enum(wrongCells).optional(),
  }),
  output: z.object({ jobId: id }),
  async run(
    services,
    { modelId, version, alias, file: rows, datasetId, outputFormat, wrongCells, ...wanted },
  ) {
    const { storage, jobs } = services;
    const which = await storage.models.resolve(modelId, { number: version, alias });
    const model = found(await storage.models.get(modelId), 'model', modelId);
    const { rowsAreCells, words } = kindOf(which.input);
    if (datasetId && !rows)
      return await predictDataset(services, model, which, datasetId, wanted, {
        ...(outputFormat && { outputFormat }),
        ...(wrongCells && { wrongCells }),
      });
    if (!rows || datasetId || !rowsAreCells)
      throw new TetradError({
        code: 'badInput',
        message: rowsAreCells
          ? `A model on ${words.things} takes a file of ${words.samples}, or a dataset.`
          : `A model on ${words.things} takes a dataset of ${words.things}.`,
        place: rowsAreCells ? 'file' : 'datasetId',
        hint: rowsAreCells
          ? 'Give a CSV or JSON file, or the id of a dataset.'
          : 'Import the file first, mapped like the training data, and give the id of the dataset.',
      });
    const input = {
      modelVersionId: which.id,
      fileName: rows.name,
      ...(outputFormat && { outputFormat }),
      ...(wrongCells && { wrongCells }),
    };
    const title = `Predict ${rows.name} with ${model.name} v${which.number}`;
    const job = await jobs.submit({ kind: 'batch', title, input, modelId }, { file: rows });
    return { jobId: job.id };
  },
});

async function predictDataset(
  { storage, jobs }: AppServices,
  model: Model,
  which: ModelVersion,
  datasetId: string,
  part: { recordings?: [number, number]; times?: [number, number] },
  how: Pick<BatchFieldsInput, 'outputFormat' | 'wrongCells'>,
): Promise<{ jobId: string }> {
  const dataset = found(await storage.datasets.get(datasetId), 'dataset', datasetId);
  const latest = dataset.latestVersionId;
  const version = found(latest ? await storage.datasets.version(latest) : undefined, 'dataset', datasetId);
  const kind = kindOf(which.input);
  kind.requireFitting(which.input.fitted, version.schema, await namesOf(storage, which, version));
  const { samples, extent, given } = await kind.tell(version, which.input.fitted, part, storage.blobs);
  unknownFields(which, given ?? version.schema.columns.map(({ name }) => name));
  const [along] = Object.entries(part).flatMap(([name, range]) => (range ? [name] : []));
  if (samples.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: `No ${kind.words.sample} of ${dataset.name} lies in this part.`,
      place: along ?? 'datasetId',
      hint: extent,
    });
  const { frames, codes } = taskOf(which.task);
  if (how.outputFormat && (frames || codes))
    throw new TetradError({
      code: 'badInput',
      message: `${!codes ? 'Forecasts of whole frames' : which.task.labels ? 'Masks' : 'Images'} are arrays, not rows of a table.`,
      place: 'outputFormat',
      hint: 'Leave it out: the answer is a .npz.',
    });
  const bytes = samples.length * answerWidth(which) * (codes ? 1 : 4);
  const roomBytes = await storage.roomBytes();
  // The answers as they come, then the file of them.
  if ((frames || codes) && 2 * bytes > (roomBytes ?? Number.POSITIVE_INFINITY))
    throw new TetradError({
      code: 'quota',
      message: `The answers to ${samples.length.toLocaleString('en')} samples fill ${bytesText(bytes)}, and as much again while the file is written; this device has room for ${bytesText(roomBytes ?? 0)}.`,
      place: 'datasetId',
      hint: 'Predict parts of the dataset one after the other, or free disk space.',
    });
  const job = await jobs.submit({
    kind: 'batchFields',
    title: `Predict ${dataset.name} with ${model.name} v${which.number}`,
    input: {
      modelVersionId: which.id,
      datasetVersionId: version.id,
      ...part,
      ...how,
    },
    modelId: model.id,
    datasetId: dataset.id,
  });
  return { jobId: job.id };
}
