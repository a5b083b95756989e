/** Routes of the sources that no single command answers as they ask. */
import { TetradError } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { version as studioVersion } from '../version';
import type { Composed, Fields, JsonSchema, RunCommand } from './restRoute';

interface ModelDetail {
  model: Model;
  versions: ModelVersion[];
}

const text: JsonSchema = { type: 'string' };
const integer: JsonSchema = { type: 'integer' };
const object = (properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

const figures: JsonSchema = { type: 'object', additionalProperties: { type: 'number' } };
const versionFigures = {
  versionId: text,
  version: integer,
  runId: text,
  metrics: figures,
  figure: {
    type: 'object',
    title: 'FinalFigure',
    description: 'On rows nothing was chosen by, beside what is had for free.',
  },
} satisfies Record<string, JsonSchema>;

const figuresOf = ({ id, number, runId, metrics, figure }: ModelVersion) => ({
  versionId: id,
  version: number,
  runId,
  metrics,
  ...(figure && { figure }),
});

const detailOf = async (run: RunCommand, id: unknown): Promise<ModelDetail> =>
  (await run('models.get', { id })) as ModelDetail;

/** The one that is asked for; else the champion, else the newest. */
function chosen({ model, versions }: ModelDetail, { version, alias }: Fields): ModelVersion {
  const aliased = typeof alias === 'string' ? model.aliases[alias] : undefined;
  const id = alias === undefined ? model.aliases.champion : aliased;
  const found =
    version === undefined
      ? (versions.find((one) => one.id === id) ?? (alias === undefined ? versions[0] : undefined))
      : versions.find(({ number }) => number === version);
  if (found) return found;
  throw new TetradError({
    code: 'notFound',
    message: `The model "${model.name}" has no ${version === undefined ? (alias === undefined ? 'version yet' : `alias "${String(alias)}"`) : `version ${String(version)}`}.`,
    place: version === undefined ? 'alias' : 'version',
    hint: 'GET /ml/models/{id} lists its versions and aliases.',
  });
}

async function modelIdOf(run: RunCommand, name: unknown): Promise<string> {
  const listed = (await run('models.list', {})) as { model: Model }[];
  const named = listed.filter(({ model }) => model.name === name || model.id === name);
  const [only] = named;
  if (only && named.length === 1) return only.model.id;
  throw new TetradError({
    code: only ? 'conflict' : 'notFound',
    message: only
      ? `${named.length} models are called "${String(name)}".`
      : `No model is called "${String(name)}".`,
    place: 'name',
    hint: only
      ? `Give the id of one: ${named.map(({ model }) => model.id).join(', ')}.`
      : 'GET /ml/models lists them.',
  });
}

const modelMetrics: Composed = {
  answer: async (run, { id, ...which }) => {
    const detail = await detailOf(run, id);
    return { modelId: detail.model.id, name: detail.model.name, ...figuresOf(chosen(detail, which)) };
  },
  output: object({ modelId: text, name: text, ...versionFigures }, ['figure']),
};

const modelResults: Composed = {
  answer: async (run, { id }) => {
    const { model, versions } = await detailOf(run, id);
    const { id: modelId, name, family, aliases } = model;
    return { modelId, name, family, aliases, results: versions.map(figuresOf) };
  },
  output: object({
    modelId: text,
    name: text,
    family: text,
    aliases: { type: 'object', additionalProperties: text },
    results: list(object(versionFigures, ['figure'])),
  }),
};

const loadModel: Composed = {
  answer: async (run, { name }) => {
    const detail = await detailOf(run, await modelIdOf(run, name));
    const { model } = detail;
    return { status: 'ready', modelId: model.id, name: model.name, version: chosen(detail, {}).number };
  },
  output: object({ status: { const: 'ready' }, modelId: text, name: text, version: integer }),
};

const predictByName: Composed = {
  answer: async (run, { modelName, ...input }) =>
    await run(
      'inference.predict',
      modelName === undefined ? input : { ...input, modelId: await modelIdOf(run, modelName) },
    ),
};

const onnxFile: Composed = {
  answer: async (run, { modelId, ...which }) => {
    const { files } = (await run('models.export', { modelId, ...which })) as {
      files: { name: string; bytes: Uint8Array<ArrayBuffer> }[];
    };
    const [file] = files;
    return { file: new File(file ? [file.bytes] : [], file?.name ?? 'model.onnx') };
  },
};

const latestDrift: Composed = {
  answer: async (run, { id }) => {
    const { model } = await detailOf(run, id);
    const jobs = (await run('jobs.list', {})) as Job[];
    const found = jobs.find(
      (job) => job.kind === 'drift' && job.modelId === model.id && job.status === 'completed',
    );
    if (found)
      return { modelId: model.id, jobId: found.id, finishedAt: found.finishedAt, drift: found.result };
    throw new TetradError({
      code: 'notFound',
      message: `No rows were compared with those "${model.name}" learnt from.`,
      place: 'drift',
      hint: 'POST to this address with a dataset_id; the answer is here when its job is done.',
    });
  },
  output: object({ modelId: text, jobId: text, finishedAt: { type: 'number' }, drift: { type: 'object' } }),
};

const status: Composed = {
  answer: async (run) => {
    const [stored, jobs] = await Promise.all([run('storage.status', {}), run('jobs.list', {})]);
    const those = (wanted: string) =>
      (jobs as { status: string }[]).filter((job) => job.status === wanted).length;
    const { datasets, datasetBytes, models, modelVersions, modelBytes, runs } = stored as Record<
      string,
      number
    >;
    return {
      status: 'ok',
      version: studioVersion,
      jobsRunning: those('running'),
      jobsQueued: those('queued'),
      datasets,
      datasetBytes,
      models,
      modelVersions,
      modelBytes,
      runs,
    };
  },
  output: object({
    status: { const: 'ok' },
    version: text,
    jobsRunning: integer,
    jobsQueued: integer,
    datasets: integer,
    datasetBytes: integer,
    models: integer,
    modelVersions: integer,
    modelBytes: integer,
    runs: integer,
  }),
};

const whichVersion: Readonly<Record<string, JsonSchema>> = {
  version: { type: 'integer', minimum: 1 },
  alias: text,
};

export const composed = {
  modelMetrics,
  modelResults,
  loadModel,
  predictByName,
  onnxFile,
  latestDrift,
  status,
  whichVersion,
};
