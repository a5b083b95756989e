/**
 * Forests and single trees (core/forests): a tree is a step, some trees an epoch, after which all of them are judged.
 * There is no best number of trees to stop at: more never answer worse but by chance.
 */
import { z } from 'zod';
import { forestBody, forestOf, packForest } from '#/core/bodies/forest';
import { unpackWeights } from '#/core/bodies/tensorBlob';
import type { TreeParams } from '#/core/families/decisionTree';
import type { ForestParams } from '#/core/families/forestParams';
import { addForest, forestOutputs, GrowingForest } from '#/core/forests/forest';
import type { ForestSettings } from '#/core/forests/forestSettings';
import { ForestGrower } from '#/core/forests/growForest';
import { extraForest as extraDef } from '#/core/learners/extraForest';
import { forest as forestDef } from '#/core/learners/forest';
import { oneTree as oneTreeDef } from '#/core/learners/oneTree';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { Split } from '../kinds/preparedData';
import { atSlowest } from '../train/record/atSlowest';
import { notFinite } from '../train/notFinite';
import { type HostJudge, openHostJudge, type OutputsOf } from './host/hostJudge';
import { HostRun } from './host/hostRun';
import { type HostSpec, hostSpec } from './host/hostSpec';
import { judgedRows } from './host/judgedRows';
import { tellPrepared } from './host/tellPrepared';
import type { Learner, LearnerJob, Learnt } from './learner';

const reason = 'Trees are grown on the processor';
/** Values looked at between two breaths, and in a millisecond on the slowest machine. */
const breathWork = 2 ** 21;
const slowestPerMs = 1000;
const mostEpochs = 20;

const metrics = z.record(z.string(), z.number());
const storedState = z.object({
  version: z.literal(1),
  learner: z.string(),
  fingerprint: z.string(),
  epochs: z.int().min(0),
  metrics,
  tensors: z.array(
    z.object({ name: z.string(), shape: z.array(z.int().min(0)), byteOffset: z.int().min(0) }),
  ),
});

const learner = (type: string, settingsOf: (params: unknown) => ForestSettings): Learner => ({
  type,
  learn: async (job) => {
    const spec = hostSpec(job);
    return await new ForestTraining(type, spec, settingsOf(spec.params), job).learn();
  },
});

export const forest = learner(forestDef.type, (params) => ({ ...(params as ForestParams), random: false }));
export const extraForest = learner(extraDef.type, (params) => ({
  ...(params as ForestParams),
  random: true,
}));
export const oneTree = learner(oneTreeDef.type, (params) => {
  const { depth, leastRows, pruning, alpha } = params as TreeParams;
  const prune = pruning === 'folds' ? pruning : alpha;
  return { trees: 1, depth, leastRows, columnShare: 1, bootstrap: false, random: false, prune };
});

class ForestTraining {
  private grown: GrowingForest;
  private epochs = 0;
  private metrics: Record<string, number> = {};
  private work = 0;
  private run?: HostRun;
  private readonly grower: ForestGrower;
  private readonly epochsInAll: number;
  private readonly areShares: boolean;
  private readonly type: string;
  private readonly spec: HostSpec;
  private readonly settings: ForestSettings;
  private readonly job: LearnerJob;

  constructor(type: string, spec: HostSpec, settings: ForestSettings, job: LearnerJob) {
    this.type = type;
    this.spec = spec;
    this.settings = settings;
    this.job = job;
    this.epochsInAll = Math.min(mostEpochs, settings.trees);
    const { train, width, classes, config } = spec;
    this.areShares = classes > 0;
    this.grown = new GrowingForest(width, Math.max(classes, 1));
    expectBreath((train.rows * width * 20) / slowestPerMs);
    this.grower = new ForestGrower(
      { features: train.features, width, target: train.target, classes },
      settings,
      config.seed,
      (values) => this.worked(values),
      job.allowedBytes,
    );
  }

  async learn(): Promise<Learnt> {
    const { job, spec, settings, epochsInAll } = this;
    const stored = await job.record.resume((state, bytes, print) => this.restore(state, bytes, print));
    tellPrepared(job, spec, stored, { reason, stepsPerEpoch: Math.ceil(settings.trees / epochsInAll) });
    const judge = await openHostJudge(spec);
    const run = new HostRun(
      job,
      { epochs: epochsInAll, totalSteps: settings.trees, save: () => this.save() },
      { step: this.grown.starts.length, epoch: this.epochs },
    );
    this.run = run;
    const seen = judgedRows(spec.train, spec);
    const ofTrain = this.sumsOf(seen);
    const ofVal = this.sumsOf(spec.val);
    while (this.epochs < epochsInAll) {
      const end = Math.round((settings.trees * (this.epochs + 1)) / epochsInAll);
      for (let tree = this.grown.starts.length; tree < end; tree++) {
        this.grown.add(await this.grower.tree(tree));
        addForest(this.grown, [tree, tree + 1], seen.features, ofTrain);
        addForest(this.grown, [tree, tree + 1], spec.val.features, ofVal);
        if (tree < end - 1) await run.stepped(spec.train.rows);
      }
      const onTrain = await judge('train', seen, this.outputs(ofTrain));
      const onVal = spec.val.rows > 0 ? await judge('val', spec.val, this.outputs(ofVal)) : undefined;
      const metrics = { ...onTrain.metrics, ...onVal?.metrics };
      if (!Object.values(metrics).every(Number.isFinite)) throw notFinite(run.step);
      this.metrics = metrics;
      this.epochs++;
      const { loss } = onVal ?? onTrain;
      const last = this.epochs === epochsInAll;
      await run.epochEnded(metrics, { rows: spec.train.rows, score: loss, best: last, last });
    }
    return await this.learnt(judge, run.step);
  }

  private sumsOf({ features, rows }: Split): Float64Array<ArrayBuffer> {
    const sums = new Float64Array(rows * this.grown.outputs);
    addForest(this.grown, [0, this.grown.starts.length], features, sums);
    return sums;
  }

  private outputs(sums: Float64Array): OutputsOf {
    const { grown, areShares } = this;
    return (from, to) =>
      forestOutputs(sums.subarray(from * grown.outputs, to * grown.outputs), grown.starts.length, areShares);
  }

  private async worked(values: number): Promise<void> {
    this.work += values;
    if (this.work < breathWork) return;
    this.work = 0;
    await this.run?.breathe();
    expectBreath((4 * (breathWork + this.spec.train.rows * this.spec.width)) / slowestPerMs);
  }

  private async learnt(judge: HostJudge, step: number): Promise<Learnt> {
    const { spec, job, grown, areShares } = this;
    const { val, test } = spec;
    const last = async (split: Split, name: 'val' | 'test', places?: ArrayLike<number>) =>
      await judge(name, split, this.outputs(this.sumsOf(split)), places);
    const tested = test && (await last(test, 'test', job.keep.test));
    const validated = val.rows > 0 ? await last(val, 'val', job.keep.val) : undefined;
    return {
      async body(blobs) {
        const { bytes, tensors } = packForest(grown);
        expectBreath(atSlowest(bytes.byteLength));
        const nodes = { blob: await blobs.put(bytes), tensors };
        const { width, outputs, starts } = grown;
        return forestBody({ width, outputs, areShares, count: starts.length, nodes });
      },
      metrics: { ...this.metrics, ...tested?.metrics },
      bestEpoch: this.epochs,
      step,
      stoppedEarly: false,
      kept: { val: validated?.kept, test: tested?.kept },
      backend: 'cpu',
      backendReason: reason,
    };
  }

  private save() {
    const { bytes, tensors } = packForest(this.grown);
    const state: z.infer<typeof storedState> = {
      version: 1,
      learner: this.type,
      fingerprint: this.job.record.fingerprint,
      epochs: this.epochs,
      metrics: this.metrics,
      tensors,
    };
    return { state, bytes };
  }

  private async restore(
    given: unknown,
    bytes: () => Promise<Uint8Array<ArrayBuffer>>,
    print?: string,
  ): Promise<true | undefined> {
    const { data: state } = storedState.safeParse(given);
    if (!state || state.learner !== this.type || (print ?? state.fingerprint) !== state.fingerprint)
      return undefined;
    const { width, outputs } = this.grown;
    const stored = forestOf({ width, outputs }, unpackWeights(await bytes(), state.tensors));
    if (stored.starts.length > this.settings.trees || state.epochs > this.epochsInAll) return undefined;
    this.grown = new GrowingForest(width, outputs, stored);
    this.epochs = state.epochs;
    this.metrics = state.metrics;
    return true;
  }
}
