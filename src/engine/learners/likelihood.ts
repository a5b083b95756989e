/** Gaussian naive Bayes (core/bayes): one pass, after which all is judged. Too quick to be resumed; it begins anew. */
import { weightCount } from '#/core/arch/shapes';
import { gaussianBayes } from '#/core/bayes/gaussianBayes';
import { networkBody } from '#/core/bodies/network';
import { buildArch } from '#/core/families/buildArch';
import type { BayesParams } from '#/core/families/naiveBayes';
import { families } from '#/core/families/registry';
import { likelihood as def } from '#/core/learners/likelihood';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { Split } from '../kinds/preparedData';
import { notFinite } from '../train/notFinite';
import { packFlatWeights } from './host/flatWeights';
import { openHostJudge, type OutputsOf } from './host/hostJudge';
import { HostRun } from './host/hostRun';
import { hostSpec } from './host/hostSpec';
import { tellPrepared } from './host/tellPrepared';
import type { Learner } from './learner';

const reason = 'Values are counted on the processor, in double precision';
/** Values counted in a millisecond, on the slowest machine. */
const slowestPerMs = 1000;

export const likelihood: Learner = {
  type: def.type,
  async learn(job) {
    const spec = hostSpec(job);
    const { params, train, val, test, width, classes, outputWidth, task } = spec;
    const given = params as BayesParams;
    const arch = buildArch(
      families.get(job.request.family, 'family'),
      { inputShape: job.data.shape, outputWidth, task: task.type },
      given,
    );
    const stored = await job.record.resume(async () => undefined);
    tellPrepared(job, spec, stored, { reason, weightCount: weightCount(arch), stepsPerEpoch: 1 });
    const judge = await openHostJudge(spec);
    const run = new HostRun(
      job,
      { epochs: 1, totalSteps: 1, save: () => ({ state: {}, bytes: new Uint8Array() }) },
      { step: 0, epoch: 0 },
    );
    expectBreath((4 * train.rows * width) / slowestPerMs);
    const { kernel, bias } = gaussianBayes(train.features, width, train.target, classes, given.smoothing);
    const weights = Float32Array.from([...kernel, ...bias]);
    const outputs =
      ({ features }: Split): OutputsOf =>
      (from, to) => {
        const scores = new Float32Array((to - from) * classes);
        for (let row = from; row < to; row++)
          for (let k = 0; k < classes; k++) {
            let sum = weights[2 * width * classes + k] as number;
            for (let i = 0; i < width; i++) {
              const value = features[row * width + i] as number;
              sum += value * (weights[i * classes + k] as number);
              sum += value * value * (weights[(width + i) * classes + k] as number);
            }
            scores[(row - from) * classes + k] = sum;
          }
        return scores;
      };
    const onTrain = await judge('train', train, outputs(train));
    const onVal = val.rows > 0 ? await judge('val', val, outputs(val), job.keep.val) : undefined;
    const metrics = { ...onTrain.metrics, ...onVal?.metrics };
    if (!Object.values(metrics).every(Number.isFinite)) throw notFinite(0);
    await run.epochEnded(metrics, {
      rows: train.rows,
      score: (onVal ?? onTrain).loss,
      best: true,
      last: true,
    });
    const tested = test && (await judge('test', test, outputs(test), job.keep.test));
    return {
      async body(blobs) {
        const { bytes, tensors } = packFlatWeights(arch, weights);
        return networkBody({ arch, weights: { blob: await blobs.put(bytes), tensors } });
      },
      metrics: { ...metrics, ...tested?.metrics },
      bestEpoch: 1,
      step: run.step,
      stoppedEarly: false,
      kept: { val: onVal?.kept, test: tested?.kept },
      backend: 'cpu',
      backendReason: reason,
    };
  },
};
