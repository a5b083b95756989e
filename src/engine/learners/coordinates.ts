/**
 * Lasso and elastic net (core/linear/elasticNet): from no weights at all along falling strengths, each an epoch that begins
 * where the last ended; the strength that judges best is the model. Too quick to be resumed; it begins anew.
 */
import { weightCount } from '#/core/arch/shapes';
import { networkBody } from '#/core/bodies/network';
import { buildArch } from '#/core/families/buildArch';
import type { ElasticNetParams } from '#/core/families/elasticNet';
import { families } from '#/core/families/registry';
import { coordinates as def } from '#/core/learners/coordinates';
import { ElasticNet } from '#/core/linear/elasticNet';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { Split } from '../kinds/preparedData';
import { notFinite } from '../train/notFinite';
import { packFlatWeights } from './host/flatWeights';
import { openHostJudge, type OutputsOf } from './host/hostJudge';
import { HostRun } from './host/hostRun';
import { hostSpec } from './host/hostSpec';
import { tellPrepared } from './host/tellPrepared';
import type { Learner } from './learner';

const reason = 'Weights are found one by one on the processor, in double precision';
const strengths = 30;
/** Between the greatest strength and the smallest. */
const range = 1e-3;
/** Multiplications between two breaths, and in a millisecond on the slowest machine. */
const breathWork = 2 ** 23;
const slowestPerMs = 2000;

export const coordinates: Learner = {
  type: def.type,
  async learn(job) {
    const spec = hostSpec(job);
    const { train, val, test, width, outputWidth, task } = spec;
    const params = spec.params as ElasticNetParams;
    const { strength, lassoShare: share } = params;
    const arch = buildArch(
      families.get(job.request.family, 'family'),
      { inputShape: job.data.shape, outputWidth, task: task.type },
      params,
    );
    const stored = await job.record.resume(async () => undefined);
    tellPrepared(job, spec, stored, { reason, weightCount: weightCount(arch), stepsPerEpoch: 1 });
    expectBreath((4 * train.rows * width) / slowestPerMs);
    let work = 0;
    const net = new ElasticNet({ ...train, width }, async (more) => {
      work += more;
      if (work < breathWork) return;
      work = 0;
      await run.breathe();
      expectBreath((2 * (breathWork + train.rows * width)) / slowestPerMs);
    });
    const path = strength > 0 ? [strength] : fallingFrom(net.mostStrength(share));
    const judge = await openHostJudge(spec);
    const run = new HostRun(
      job,
      { epochs: path.length, totalSteps: path.length, save: () => ({ state: {}, bytes: new Uint8Array() }) },
      { step: 0, epoch: 0 },
    );
    const chosen = { loss: Number.POSITIVE_INFINITY, epoch: 0, strength: 0 };
    let [weights, metrics]: [Float32Array, Record<string, number>] = [new Float32Array(width + 1), {}];
    for (const [at, next] of path.entries()) {
      await net.fit({ strength: next, share });
      const found = Float32Array.of(...net.weights, net.bias);
      const onTrain = await judge('train', train, outputsOf(train, found, width));
      const onVal = val.rows > 0 ? await judge('val', val, outputsOf(val, found, width)) : undefined;
      const judged = { ...onTrain.metrics, ...onVal?.metrics };
      if (!Object.values(judged).every(Number.isFinite)) throw notFinite(at);
      const { loss } = onVal ?? onTrain;
      const best = loss < chosen.loss;
      if (best) {
        Object.assign(chosen, { loss, epoch: at + 1, strength: next });
        [weights, metrics] = [found, judged];
      }
      await run.epochEnded(judged, {
        rows: train.rows,
        score: loss,
        best,
        last: at === path.length - 1,
      });
    }
    const tested = test && (await judge('test', test, outputsOf(test, weights, width), job.keep.test));
    const validated =
      val.rows > 0 ? await judge('val', val, outputsOf(val, weights, width), job.keep.val) : undefined;
    const left = weights.subarray(0, width).filter((weight) => weight !== 0).length;
    return {
      async body(blobs) {
        const { bytes, tensors } = packFlatWeights(arch, weights);
        return networkBody({ arch, weights: { blob: await blobs.put(bytes), tensors } });
      },
      metrics: { ...metrics, ...tested?.metrics },
      bestEpoch: chosen.epoch,
      step: run.step,
      stoppedEarly: false,
      kept: { val: validated?.kept, test: tested?.kept },
      warnings: [
        `Left out: ${width - left} of ${width} inputs, at a strength of ${Number(chosen.strength.toPrecision(3))}.`,
      ],
      backend: 'cpu',
      backendReason: reason,
    };
  },
};

const fallingFrom = (most: number): number[] =>
  Array.from({ length: strengths }, (_, i) => most * range ** (i / (strengths - 1)));

/** `weights`: of the features, then the bias. */
function outputsOf({ features }: Split, weights: Float32Array, width: number): OutputsOf {
  return (from, to) =>
    Float32Array.from({ length: to - from }, (_, at) => {
      let sum = weights[width] as number;
      for (let i = 0; i < width; i++)
        sum += (features[(from + at) * width + i] as number) * (weights[i] as number);
      return sum;
    });
}
