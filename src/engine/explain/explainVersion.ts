/** One explanation from start to end: the model and its data opened, the explainer run, stopped where it is told to. */
import { classCodes } from '../kinds/target';
import { readsLabels, taskOf } from '#/core/tasks/registry';
import { kindOf } from '#/core/kinds/registry';
import { sizeOf } from '#/core/arch/sizeOf';
import { networkOf } from '#/core/bodies/network';
import { bodyOf } from '#/core/bodies/registry';
import type { RawSamples } from '#/core/kinds/rawSamples';
import type { AskedModel, Background } from '#/core/explain/explainerDef';
import { answersOf } from '#/core/explain/explainersFor';
import { offerFewer } from '#/core/explain/offerFewer';
import { explainers } from '#/core/explain/registry';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { ExplainEvent, ExplainRequest, ExplainResult } from '#/core/protocol/explain';
import { probabilities } from '#/core/train/probabilities';
import type { ModelVersion } from '#/core/protocol/model';
import type { Prediction } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { parseSettings } from '#/core/registry/parseSettings';
import { widened } from '#/core/trees/derived';
import type { FittedPipeline } from '#/core/transforms/pipeline';
import { readColumns } from '#/core/table/readColumns';
import { openBackend } from '../backends/openBackend';
import type { TfBackend } from '../backends/tfBackend';
import { kindEngineOf } from '../kinds/registry';
import type { KindEngine } from '../kinds/kindEngine';
import { Remarks } from '../kinds/remarks';
import type { OrtBuild } from '../ort/runOnnx';
import { type OpenModel, openModel } from '../predict/openModel';
import { predictSamples } from '../predict/predictSamples';
import { rowsPerPass } from '../predict/rowsPerPass';
import { heldBackRows } from './heldBackRows';

export interface ExplainDeps {
  storage: Pick<Storage, 'models' | 'datasets' | 'runs' | 'blobs' | 'settings'>;
  emit(event: ExplainEvent): void;
  stopped(): boolean;
  /** Lets messages in: called between two pieces of work. */
  breathe(): Promise<void>;
  /** The build of ONNX Runtime, where it is not the browser's. */
  ort?: OrtBuild;
  /** For this thread alone; without, WASM, else the CPU. */
  open?(inputs: number): Promise<TfBackend>;
}

/** Values of the input, and rows, per call: a progress that moves and a cancel that is heard, also on the CPU. */
const callValues = 2 ** 18;
const callRows = 4_096;

const inputSize = ({ input }: Pick<ModelVersion, 'input'>): number =>
  sizeOf(kindOf(input).shape(input.fitted));

/** Inputs of fewer numbers do not pay for a pool of threads. */
const largeInput = 4_096;

const openFastest = (inputs: number): Promise<TfBackend> =>
  openBackend('wasm', inputs >= largeInput).catch(() => openBackend('cpu'));

export async function explainVersion(request: ExplainRequest, deps: ExplainDeps): Promise<ExplainResult> {
  const { storage } = deps;
  const stored = await storage.models.version(request.modelVersionId);
  const backend = await (deps.open ?? openFastest)(stored ? inputSize(stored) : 0);
  const open = await openModel(request.modelVersionId, storage, backend, deps.ort);
  try {
    return await explainOpen(open, request, deps);
  } finally {
    open.dispose();
    backend.close();
  }
}

/** Of a model that is open already, and stays so. */
export async function explainOpen(
  open: OpenModel,
  request: ExplainRequest,
  { storage, emit, stopped, breathe, ort }: Omit<ExplainDeps, 'open'>,
): Promise<ExplainResult> {
  const startedAt = performance.now();
  const explainer = explainers.get(request.method, 'method');
  const params = parseSettings(explainer.params, request.params, 'params');
  const { version } = open;
  const dataset = await datasetOf(request.datasetVersionId ?? version.datasetVersionId, storage);
  const kind = kindEngineOf(version.input);
  const { inputs, read } = await kind.open(version, dataset, storage.blobs);
  const model: AskedModel = {
    task: version.task,
    ...answersOf(version.task),
    inputs,
    batch: rowsPerPass(inputSize(version), callValues, callRows),
    isText: kind.pieces !== undefined,
    run: async (raw) => numbersOf(await predictSamples(open, raw)),
    ...insideOf(open, kind),
    ...preparedOf(open, kind, inputs),
    ...treesOf(open, kind, inputs),
    ...(request.training && {
      relearn: (await import('./relearn')).relearner(request.training, { storage, breathe, stopped, ort }),
    }),
  };
  let looked: ExplainResult['background'];
  const background = async (): Promise<Background> => {
    const { part, rows, truth } = await judgedRows(version, dataset, storage);
    looked = { part, rows: rows.length };
    return {
      rows: rows.length,
      truth,
      numbers: rows,
      batch: (places) => read(Uint32Array.from(places, (place) => rows[place] as number)),
    };
  };
  const learnt = async (): Promise<Background> => {
    const { rows, truth } = await learntRows(version, dataset, storage);
    return {
      rows: rows.length,
      truth,
      numbers: rows,
      batch: (places) => read(Uint32Array.from(places, (place) => rows[place] as number)),
    };
  };
  const sample = request.row
    ? await kind.ask(version, { rows: [request.row] }, storage, new Remarks())
    : request.sample === undefined
      ? undefined
      : await read([request.sample]);
  const { chosen } = request;
  const explaining = explainer.explain(
    model,
    { sample, background, learnt, ...(chosen && { chosen: { numbers: chosen, read: () => read(chosen) } }) },
    params,
  );
  for (;;) {
    const next = await explaining.next();
    if (next.done)
      return {
        attribution: next.value,
        background: looked,
        ms: performance.now() - startedAt,
        backend: open.backend,
      };
    const elapsedMs = performance.now() - startedAt;
    const offer = offerFewer(explainer, params, { elapsedMs, progress: next.value, inputs: inputs.length });
    emit({ kind: 'progress', progress: next.value, ...(offer !== undefined && { offer }) });
    await breathe();
    if (stopped()) throw new TetradError({ code: 'cancelled', message: 'Cancelled.' });
  }
}

async function datasetOf(id: string, storage: Pick<Storage, 'datasets'>): Promise<DatasetVersion> {
  const dataset = await storage.datasets.version(id);
  if (dataset) return dataset;
  throw new TetradError({
    code: 'notFound',
    message: 'The dataset to explain the model with was deleted.',
    hint: 'Choose another dataset with the same columns.',
  });
}

/** Held-back rows whose answer is known. */
async function judgedRows(version: ModelVersion, dataset: DatasetVersion, storage: ExplainDeps['storage']) {
  const { part, rows } = await heldBackRows(version, dataset, storage);
  return { part, ...(await knownRows(version, dataset, storage, rows)) };
}

/** All others, as long as it is known which were held back. */
async function learntRows(version: ModelVersion, dataset: DatasetVersion, storage: ExplainDeps['storage']) {
  const { part, rows } = await heldBackRows(version, dataset, storage);
  const heldBack = new Set(part === 'dataset' ? [] : rows);
  const others = Uint32Array.from({ length: dataset.rows }, (_, row) => row).filter(
    (row) => !heldBack.has(row),
  );
  return await knownRows(version, dataset, storage, others);
}

/** Those whose answer is known. */
async function knownRows(
  { task }: ModelVersion,
  dataset: DatasetVersion,
  storage: ExplainDeps['storage'],
  rows: Uint32Array,
): Promise<{ rows: Uint32Array; truth: Float64Array }> {
  if (taskOf(task).frames || taskOf(task).untaught)
    return { rows, truth: new Float64Array(rows.length).fill(Number.NaN) };
  const asText = new Set(readsLabels(task) ? [task.target] : []);
  const columns = await readColumns(dataset.chunks, storage.blobs, dataset.schema, [task.target], { asText });
  const values = columns.get(task.target);
  const codes = (values && classCodes(task, values)) ?? values?.data;
  const known = rows.filter((row) => Number.isFinite(Number(codes?.[row] ?? Number.NaN)));
  if (known.length < 2)
    throw new TetradError({
      code: 'badInput',
      message: `${known.length} of the rows have a known ${task.target}; at least 2 are needed.`,
      place: `column ${task.target}`,
      hint: 'Choose a dataset with that column.',
    });
  return { rows: known, truth: Float64Array.from(known, (row) => Number(codes?.[row])) };
}

/** Of a network: what is computed on the way. */
function insideOf(
  { version, activations }: OpenModel,
  kind: KindEngine,
): Pick<AskedModel, 'arch' | 'activations' | 'pieces'> {
  if (!activations) return {};
  return {
    arch: networkOf(version)?.arch,
    activations: (raw, names) => activations(kind.enter(version, raw), raw.rows, names),
    ...(kind.pieces && { pieces: (raw: RawSamples) => kind.pieces?.(version, raw) ?? [] }),
  };
}

/** Behind the preparation: columns of a table by their features, the last axis of a window by its channels. */
function preparedOf(
  { version, tensors, run, gradient }: OpenModel,
  kind: KindEngine,
  inputs: AskedModel['inputs'],
): Pick<AskedModel, 'prepared'> {
  const shape = kindOf(version.input).shape(version.input.fitted);
  // Every token is of the one text.
  const inputOf = kind.pieces
    ? Array.from({ length: shape.at(-1) ?? 0 }, () => 0)
    : (featureInputs(version, inputs) ?? inputs.map((_, i) => i));
  if (inputOf.length !== shape.at(-1) || inputOf.includes(-1)) return {};
  const { task } = version;
  return {
    prepared: {
      enter: (raw) => kind.enter(version, raw),
      shape,
      inputOf: Int32Array.from(inputOf),
      raw: run,
      mixed: async (others) =>
        (await import('./mixedOf')).mixedOf({ version, tensors }, others, inputOf.length),
      async run(features, rows) {
        const output = await run(features, rows);
        const width = output.length / rows;
        // The same numbers without an object for each of very many rows.
        if (answersOf(task).value === 'class') return probabilities(output, width);
        return numbersOf(taskOf(task).decode(task, output, width));
      },
      ...(gradient && { gradient }),
    },
  };
}

/** Of a table: of which column each feature is, -1 of none that is told. */
function featureInputs({ input }: ModelVersion, inputs: AskedModel['inputs']): number[] | undefined {
  const { features } = input.fitted as Partial<FittedPipeline>;
  if (!Array.isArray(features)) return undefined;
  const places = new Map(inputs.map(({ name }, place) => [name, place]));
  return features.flatMap(({ column, outputNames }) => {
    const at = places.get(column) ?? -1;
    return outputNames.map(() => at);
  });
}

/** Of a sum of trees on columns. */
function treesOf(
  { version, tensors }: OpenModel,
  kind: KindEngine,
  inputs: AskedModel['inputs'],
): Pick<AskedModel, 'trees'> {
  const sum = bodyOf(version.body).sum?.(version.body.spec, tensors);
  const columns = featureInputs(version, inputs);
  if (!sum || !columns || columns.includes(-1)) return {};
  const { derived = [], ...trees } = sum;
  const all = [...columns, ...derived.map(({ feature }) => columns[feature] as number)];
  return {
    trees: {
      ...trees,
      enter: (raw) => widened(kind.enter(version, raw), columns.length, derived),
      columns: Int32Array.from(all),
    },
  };
}

/** Row-major: what each answer has as numbers. */
function numbersOf(predictions: readonly Prediction[]): Float64Array {
  const rows = predictions.map(
    ({ field, quantiles, probabilities, value }) => field ?? quantiles ?? probabilities ?? [Number(value)],
  );
  const width = rows[0]?.length ?? 0;
  const numbers = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) numbers.set(row, i * width);
  return numbers;
}
