/** Support vector machines (core/svm). Quick on the few rows it takes; what is stopped begins anew. */
import { kernelBody, packSupport } from '#/core/bodies/kernel';
import type { SupportParams } from '#/core/families/supportVectors';
import { margin as def } from '#/core/learners/margin';
import { expectBreath } from '#/core/protocol/heartbeat';
import { fitLabel, fitNumber, type KernelSum } from '#/core/svm/fitSvm';
import { type Support, kernelSums, supportOf } from '#/core/svm/kernelSums';
import { RbfKernel, scaleGamma } from '#/core/svm/rbfKernel';
import { refuseMany } from '#/core/svm/refuseMany';
import { fitSharpness } from '#/core/ensembles/sharpness';
import type { Split } from '../kinds/preparedData';
import { notFinite } from '../train/notFinite';
import { openHostJudge, type OutputsOf } from './host/hostJudge';
import { HostRun } from './host/hostRun';
import { type HostSpec, hostSpec } from './host/hostSpec';
import { judgedRows } from './host/judgedRows';
import { tellPrepared } from './host/tellPrepared';
import type { Learner } from './learner';

const reason = 'Support vectors are found on the processor, in double precision';
/** Values between two breaths, and in a millisecond on the slowest machine. */
const breathWork = 2 ** 21;
const slowestPerMs = 1000;
/** What a decision counts as a logit, where no rows can say. */
const usualSharpness = 2;

export const margin: Learner = {
  type: def.type,
  async learn(job) {
    const spec = hostSpec(job);
    const { train, val, test, width, classes } = spec;
    refuseMany(train.rows, 'boosted trees, which take any number of rows');
    const stored = await job.record.resume(async () => undefined);
    const functions = classes > 2 ? classes : 1;
    tellPrepared(job, spec, stored, { reason, stepsPerEpoch: functions });
    const judge = await openHostJudge(spec);
    const run = new HostRun(
      job,
      { epochs: 1, totalSteps: functions, save: () => ({ state: {}, bytes: new Uint8Array() }) },
      { step: 0, epoch: 0 },
    );
    let work = 0;
    const worked = async (values: number) => {
      work += values;
      if (work < breathWork) return;
      work = 0;
      await run.breathe();
      expectBreath((4 * (breathWork + train.rows * width)) / slowestPerMs);
    };
    expectBreath((4 * (breathWork + train.rows * width)) / slowestPerMs);
    const of = { rows: train.rows, width, features: train.features };
    const { c, gamma, tube } = spec.params as SupportParams;
    const kernel = new RbfKernel(of, gamma || scaleGamma(of));
    const sums: KernelSum[] = [];
    for (let k = 0; k < functions; k++) {
      const own = classes === 2 ? 1 : k;
      sums.push(
        classes > 0
          ? await fitLabel(
              kernel,
              Int8Array.from(train.target, (label) => Number(label === own)),
              c,
              worked,
            )
          : await fitNumber(kernel, train.target, { c, tube }, worked),
      );
      if (k < functions - 1) await run.stepped(train.rows);
    }
    const answering = sharpened(supportOf(of, kernel.gamma, withFirst(sums, classes, train.rows)), spec);
    const outputs =
      ({ features }: Split): OutputsOf =>
      (from, to) =>
        kernelSums(answering, features.subarray(from * width, to * width), to - from);
    const seen = judgedRows(train, spec);
    const onTrain = await judge('train', seen, outputs(seen));
    const onVal = val.rows > 0 ? await judge('val', val, outputs(val), job.keep.val) : undefined;
    const metrics = { ...onTrain.metrics, ...onVal?.metrics, supportRows: answering.rows };
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
        const { bytes, tensors } = packSupport(answering);
        const { rows, gamma: found } = answering;
        const kept = { blob: await blobs.put(bytes), tensors };
        return kernelBody({ width, outputs: answering.outputs, rows, gamma: found, stored: kept });
      },
      metrics: { ...metrics, ...tested?.metrics },
      bestEpoch: 1,
      step: run.step,
      stoppedEarly: false,
      kept: { val: onVal?.kept, test: tested?.kept },
      ...(sums.some(({ settled }) => !settled) && {
        warnings: ['The search for the margin was ended before it had settled; a smaller C settles sooner.'],
      }),
      backend: 'cpu',
      backendReason: reason,
    };
  },
};

/** Of two labels the first is what nothing speaks against. */
const withFirst = (
  sums: readonly KernelSum[],
  classes: number,
  rows: number,
): Pick<KernelSum, 'weights' | 'bias'>[] =>
  classes === 2 ? [{ weights: new Float64Array(rows), bias: 0 }, ...sums] : [...sums];

/** Of labels: decisions times what makes them logits on rows that were not learnt from. */
function sharpened(of: Support, { classes, val, train }: HostSpec): Support {
  if (classes === 0) return of;
  const said = (split: Split) => kernelSums(of, split.features, split.rows);
  const times = val.rows > 0 ? sharpnessOf(said(val), val, classes) : usualSharpness * Number(train.rows > 0);
  return {
    ...of,
    weights: Float32Array.from(of.weights, (weight) => weight * times),
    bias: Float32Array.from(of.bias, (bias) => bias * times),
  };
}

/** Begins where decisions usually are. */
function sharpnessOf(decisions: Float32Array, { target }: Split, labels: number): number {
  const usual = decisions.map((value) => usualSharpness * value);
  return usualSharpness * fitSharpness(usual, { truth: target, labels });
}
