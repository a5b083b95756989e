/** An imported model, judged as it is: nothing is learnt, and its answers on the rows are what a training's would be. */
import { axesFor, type BoundBody, boundBody, readAnswers, type Reading } from '#/core/bodies/bound';
import { networkBody } from '#/core/bodies/network';
import type { OnnxBody } from '#/core/bodies/onnx';
import { bodyOf } from '#/core/bodies/registry';
import { packWeights } from '#/core/bodies/tensorBlob';
import { type OnnxParams, takenBy } from '#/core/families/onnx';
import { asItIs as def } from '#/core/learners/asItIs';
import { forTask } from '#/core/onnx/toArch/forTask';
import { TetradError } from '#/core/protocol/errors';
import type { ModelBody } from '#/core/protocol/model';
import { breathe } from '#/core/protocol/heartbeat';
import { labelWarnings } from '#/core/train/configWarnings';
import { askedFile, type Asking } from '../bodies/bound';
import type { Split } from '../kinds/preparedData';
import { notFinite } from '../train/notFinite';
import { openHostJudge } from './host/hostJudge';
import { HostRun } from './host/hostRun';
import { type HostSpec, hostSpec } from './host/hostSpec';
import type { Learner, LearnerJob, Learnt } from './learner';
import { readingOf } from './readingOf';

const rowsAtOnce = 256;

export const asItIs: Learner = {
  type: def.type,
  async learn(job) {
    const spec = hostSpec(job);
    const { asking, files } = await openedBy(job, spec);
    const asked = askedFile(asking, files, job.deps.ort);
    try {
      return await judged(job, spec, { asking, files }, asked.run);
    } finally {
      asked.release();
    }
  },
};

type Ask = (features: Float32Array, rows: number) => Promise<Float32Array>;

async function judged(
  job: LearnerJob,
  spec: HostSpec,
  { asking, files }: { asking: Asking; files: readonly Uint8Array[] },
  ask: Ask,
): Promise<Learnt> {
  const { record, data } = job;
  const { damaged } = await record.resume(async () => undefined);
  const splits = { train: spec.train, val: spec.val, ...(spec.test && { test: spec.test }) };
  const totalSteps = Object.values(splits).reduce((sum, { rows }) => sum + Math.ceil(rows / rowsAtOnce), 1);
  const sample = spec.train.rows > 0 ? spec.train : spec.val;
  const few = Math.min(sample.rows, rowsAtOnce);
  const { reads, words } = readingOf(
    await ask(sample.features.subarray(0, few * spec.width), few),
    few,
    spec,
  );
  const reason = 'ONNX Runtime on WASM runs the imported model';
  record.tell({
    kind: 'prepared',
    trainRows: spec.train.rows,
    valRows: spec.val.rows,
    split: data.split,
    stepsPerEpoch: totalSteps,
    backend: { backend: 'wasm', reason, measured: [] },
    warnings: [...damaged, ...data.warnings, words, ...labelWarnings(spec.task, spec.val)],
    damaged: damaged.length > 0 ? damaged.join(' ') : undefined,
  });
  data.warnings.push(words);
  const run = new HostRun(
    job,
    { epochs: 1, totalSteps, save: () => ({ state: {}, bytes: new Uint8Array(1) }) },
    { step: 0, epoch: 0 },
  );
  const judge = await openHostJudge(spec);
  const of = async (name: keyof typeof splits, split: Split, places?: ArrayLike<number>) => {
    const raw = await answersOn(split, spec, reads, ask, (rows) => run.stepped(rows));
    return await judge(name, split, (from, to) => raw.subarray(from * reads.width, to * reads.width), places);
  };
  const train = await of('train', spec.train);
  const val = spec.val.rows > 0 ? await of('val', spec.val, job.keep.val) : undefined;
  const test = spec.test && spec.test.rows > 0 ? await of('test', spec.test, job.keep.test) : undefined;
  const metrics = { ...train.metrics, ...val?.metrics, ...test?.metrics };
  if (!Object.values(metrics).every(Number.isFinite)) throw notFinite(run.step);
  const { loss } = val ?? train;
  await run.epochEnded(metrics, { rows: spec.val.rows, score: loss, best: true, last: true });
  await record.write();
  const body: BoundBody = { ...asking, reads };
  return {
    body: (blobs) => bodyFrom(body, files, blobs),
    metrics,
    bestEpoch: 0,
    step: run.step,
    stoppedEarly: false,
    kept: { val: val?.kept, test: test?.kept },
    backend: 'wasm',
    backendReason: reason,
  };
}

/** A network that learns on, where all of the file is layers; else the file, whose bytes are stored already. */
async function bodyFrom(
  body: BoundBody,
  [file = new Uint8Array(), ...beside]: readonly Uint8Array[],
  blobs: Parameters<Learnt['body']>[0],
): Promise<ModelBody> {
  const { model, input, output, reads } = body;
  const { axes, channelsFirst, double } = input;
  if (!model.network || 'why' in model.network || double) return boundBody(body);
  const { tryNetwork } = await import('#/core/onnx/toArch/openNetwork');
  const opened = tryNetwork({ ...model, isWhole: beside.length === 0 }, file, {
    axes,
    channelsFirst,
    output,
  });
  const network = 'network' in opened ? forTask(opened.network, reads) : undefined;
  if (!network) return boundBody(body);
  const { bytes, tensors } = packWeights(network.weights);
  return networkBody({ arch: network.arch, weights: { blob: await blobs.put(bytes), tensors } });
}

async function answersOn(
  { rows, features }: Split,
  { width }: HostSpec,
  reads: Reading,
  ask: Ask,
  stepped: (rows: number) => Promise<void>,
): Promise<Float32Array> {
  const raw = new Float32Array(rows * reads.width);
  for (let row = 0; row < rows; row += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - row);
    const answers = await ask(features.subarray(row * width, (row + count) * width), count);
    raw.set(readAnswers(answers, count, reads), row * reads.width);
    breathe();
    await stepped(count);
  }
  return raw;
}

/** The file, and how it is asked. */
async function openedBy({ request, data, deps }: LearnerJob, { params }: HostSpec) {
  const { models, blobs, datasets } = deps.storage;
  const [version, dataset] = await Promise.all([
    models.version(request.startFrom ?? ''),
    datasets.version(request.datasetVersionId),
  ]);
  if (!version || !dataset)
    throw new TetradError({
      code: 'notFound',
      message: 'There is no imported model to be judged.',
      place: 'startFrom',
      hint: 'Use models.evaluate, which names one.',
    });
  const settings = params as OnnxParams;
  const { channelsFirst } = takenBy(version, dataset, settings, request.features);
  const model = version.body.spec as OnnxBody;
  const [input] = model.inputs;
  const numbers = model.outputs.filter(({ dtype }) => dtype === 'float' || dtype === 'double');
  const output = settings.output ? model.outputs.find(({ name }) => name === settings.output) : numbers[0];
  if (!input || !output)
    throw new TetradError({
      code: 'badInput',
      message: settings.output
        ? `The model has no output “${settings.output.slice(0, 100)}”.`
        : 'No output of the model is an array of numbers.',
      place: 'output',
      hint: `Its outputs are: ${model.outputs.map(({ name, dtype }) => `${name} (${dtype})`).join(', ')}.`,
    });
  const [batch] = input.shape ?? [];
  const takes = data.shape;
  const [height = 1, width = 1, channels = 1] = takes;
  const asking: Asking = {
    model,
    input: {
      name: input.name,
      double: input.dtype === 'double',
      axes: channelsFirst ? [channels, height, width] : axesFor(input.shape, takes),
      channelsFirst,
      ...(typeof batch === 'number' && batch > 0 && { batch }),
    },
    output: output.name,
    takes,
  };
  const files = await Promise.all(
    bodyOf(version.body)
      .blobs(model)
      .map((blob) => blobs.get(blob)),
  );
  return { asking, files };
}
