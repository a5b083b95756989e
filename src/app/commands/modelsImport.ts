import { z } from 'zod';
import { isModelName, isWeightsName, tfjsModelAmong, withoutEnding } from '#/core/fileEndings';
import { TetradError } from '#/core/protocol/errors';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id } from '../commandSchemas';
import { found } from '../queries';
import type { AppServices } from '../services';
import { defineCommand } from './commandDef';

export const modelsImport = defineCommand({
  name: 'models.import',
  effect: 'writes',
  title: 'Import a model',
  summary:
    'Registers an ONNX file as it is, as a job: `files` are the .onnx and, where its weights are kept apart, the files that it names; or the model.json of a model of TensorFlow.js (layers or graph) with its .bin files, which becomes an ONNX file. With `modelId` it becomes another version of that model. With `onto`, a version, one file of weights (safetensors, NPZ) becomes another version of its model: the same network with these weights, found by the names that an export gives them. What ONNX Runtime cannot run is refused by name, and nothing of it stays.',
  input: z.strictObject({
    files: z.array(fileSchema).min(1).max(1000),
    name: z.string().trim().min(1).max(200).optional(),
    description: z.string().max(20_000).optional(),
    modelId: id.optional(),
    onto: id.optional(),
  }),
  output: z.object({ jobId: id, modelId: id }),
  async run(services, { files, name, description, modelId, onto }) {
    const { storage, jobs } = services;
    if (onto !== undefined) return await importWeights(services, onto, files);
    const models = files.filter((one) => isModelName(one.name));
    const tfjs = models.length === 0 ? tfjsModelAmong(files) : undefined;
    const [file, another] = tfjs ? [tfjs] : models;
    if (!file || another)
      throw new TetradError({
        code: 'badInput',
        message: file
          ? `There are two models: "${file.name}" and "${another?.name}".`
          : `"${files[0]?.name}" is no model.`,
        place: 'files',
        hint: file
          ? 'Import one after the other, each with its own files of weights.'
          : 'Give a file that ends with .onnx, or the model.json of TensorFlow.js with its .bin files.',
      });
    if (modelId) found(await storage.models.get(modelId), 'model', modelId);
    const into = modelId ?? crypto.randomUUID();
    const job = await jobs.submit(
      {
        kind: 'importModel',
        title: `Import ${file.name}`,
        input: {
          modelId: into,
          fileName: file.name,
          ...(!modelId && { name: name ?? (withoutEnding(file.name).slice(0, 200) || file.name) }),
          ...(description !== undefined && { description }),
        },
        modelId: into,
      },
      { file, more: files.filter((one) => one !== file) },
    );
    return { jobId: job.id, modelId: into };
  },
});

async function importWeights({ storage, jobs }: AppServices, onto: string, files: readonly File[]) {
  const version = found(await storage.models.version(onto), 'model version', onto);
  const [file, another] = files;
  if (!file || another || !isWeightsName(file.name))
    throw new TetradError({
      code: 'badInput',
      message: another ? 'There are several files of weights.' : `"${file?.name}" is no file of weights.`,
      place: 'files',
      hint: 'Give one .safetensors or .npz.',
    });
  const { modelId } = version;
  const input = { modelId, fileName: file.name, onto };
  const job = await jobs.submit(
    { kind: 'importModel', title: `Import ${file.name}`, input, modelId },
    { file },
  );
  return { jobId: job.id, modelId };
}
