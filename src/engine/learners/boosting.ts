/**
 * Gradient boosting: each round grows a tree for every score by the slopes of the loss there (core/trees), and is judged
 * as an epoch is; the rounds up to the best are the model.
 */
import { z } from 'zod';
import { packTrees, treesBody, treesOf } from '#/core/bodies/trees';
import { unpackWeights } from '#/core/bodies/tensorBlob';
import type { BoostingParams } from '#/core/families/boostedTrees';
import { boosting as def } from '#/core/learners/boosting';
import { expectBreath } from '#/core/protocol/heartbeat';
import { permutation } from '#/core/random/random';
import { observeEpoch, startEarlyStopping } from '#/core/train/earlyStopping';
import { binFeatures, type BinnedFeatures, mostBins } from '#/core/trees/binFeatures';
import { boostedSlopes, scoreColumns, startScores } from '#/core/trees/boostedSlopes';
import { type Histograms, openHistograms } from '#/core/trees/histogramLoops';
import { growTree, type TreeSettings } from '#/core/trees/growTree';
import { addTrees, baseScores, TreeList, type Trees } from '#/core/trees/trees';
import type { Split } from '../kinds/preparedData';
import { atSlowest } from '../train/record/atSlowest';
import { notFinite } from '../train/notFinite';
import { type HostJudge, type HostVerdict, openHostJudge, type OutputsOf } from './host/hostJudge';
import { HostRun } from './host/hostRun';
import { type HostSpec, hostSpec } from './host/hostSpec';
import { tellPrepared } from './host/tellPrepared';
import type { Learner, LearnerJob, Learnt } from './learner';

const reason = 'Trees are grown on the processor';
/** Additions between two breaths, and in a millisecond on the slowest machine. */
const breathWork = 2 ** 22;
const slowestPerMs = 2000;
/** Of all open leaves of a tree, in bytes: with more columns the bins are coarser. */
const mostHistogramBytes = 2 ** 28;

const storedState = z.object({
  version: z.literal(1),
  learner: z.literal('boosting'),
  fingerprint: z.string(),
  judged: z.array(z.object({ metrics: z.record(z.string(), z.number()), loss: z.number() })),
  tensors: z.array(
    z.object({ name: z.string(), shape: z.array(z.int().min(0)), byteOffset: z.int().min(0) }),
  ),
});

export const boosting: Learner = {
  type: def.type,
  learn: async (job) => await new BoostedTraining(hostSpec(job), job).learn(),
};

class BoostedTraining {
  private trees: TreeList;
  private judged: Pick<HostVerdict, 'metrics' | 'loss'>[] = [];
  private readonly columns: number[];
  private readonly binned: BinnedFeatures;
  private readonly histograms: Histograms;
  private readonly params: BoostingParams;
  private readonly limits: Pick<TreeSettings, 'leaves' | 'leastRows'>;
  private work = 0;
  private run?: HostRun;
  private readonly spec: HostSpec;
  private readonly job: LearnerJob;

  constructor(spec: HostSpec, job: LearnerJob) {
    this.spec = spec;
    this.job = job;
    this.params = spec.params as BoostingParams;
    const { train, width, classes } = spec;
    this.columns = scoreColumns(classes);
    this.trees = new TreeList(width, startScores(train.target, classes));
    this.limits = limitsFor(this.params, train.rows);
    const most = Math.floor(mostHistogramBytes / (24 * Math.max(width, 1) * this.limits.leaves));
    expectBreath((train.rows * width * 20) / slowestPerMs);
    this.binned = binFeatures(train.features, width, Math.max(16, Math.min(mostBins, most)));
    this.histograms = openHistograms(this.binned);
  }

  async learn(): Promise<Learnt> {
    const { job, spec, columns } = this;
    const { epochs, earlyStopping, patience } = spec.config;
    const { resumed, damaged } = await job.record.resume((state, bytes, print) =>
      this.restore(state, bytes, print),
    );
    tellPrepared(job, spec, { resumed, damaged }, { reason, stepsPerEpoch: columns.length });
    const judge = await openHostJudge(spec);
    const run = new HostRun(
      job,
      { epochs, totalSteps: epochs * columns.length, save: () => this.save() },
      { step: this.trees.starts.length, epoch: this.judged.length },
    );
    this.run = run;
    const [train, val] = [
      this.scoresOf(spec.train, this.judged.length),
      this.scoresOf(spec.val, this.judged.length),
    ];
    let stopping = startEarlyStopping();
    for (const [at, { loss }] of this.judged.entries())
      stopping = observeEpoch(stopping, at + 1, loss, patience).state;
    const goesOn = () =>
      this.judged.length < epochs &&
      !(earlyStopping && spec.val.rows > 0 && stopping.epochsSinceBest >= patience);
    while (goesOn()) {
      await this.grow(train);
      const round = this.judged.length;
      this.addRound(round, spec.train, train);
      this.addRound(round, spec.val, val);
      const onTrain = await judge('train', spec.train, this.outputs(train));
      const onVal = spec.val.rows > 0 ? await judge('val', spec.val, this.outputs(val)) : undefined;
      const metrics = { ...onTrain.metrics, ...onVal?.metrics };
      if (!Object.values(metrics).every(Number.isFinite)) throw notFinite(run.step);
      const { loss } = onVal ?? onTrain;
      this.judged.push({ metrics, loss });
      const seen = observeEpoch(stopping, round + 1, loss, patience);
      stopping = seen.state;
      await run.epochEnded(metrics, {
        rows: spec.train.rows,
        score: loss,
        best: seen.improved,
        last: !goesOn(),
      });
    }
    const best = earlyStopping && spec.val.rows > 0 ? stopping.bestEpoch : this.judged.length;
    return await this.learnt(judge, run.step, best);
  }

  /** The trees of one round that are not there yet, all by the scores before it. */
  private async grow(scores: Float64Array): Promise<void> {
    const { spec, params, columns, trees, binned, histograms, limits } = this;
    const { train, classes, config } = spec;
    for (let at = trees.starts.length % columns.length; at < columns.length; at++) {
      const column = columns[at] as number;
      const number = trees.starts.length;
      const slopes = boostedSlopes(scores, train.target, classes, column);
      const rows = drawn(config.seed, 'boostedRows', number, train.rows, params.rowShare);
      const asked = drawn(config.seed, 'boostedColumns', number, spec.width, params.columnShare);
      const settings = { ...params, ...limits, rate: config.learningRate };
      const tree = await growTree(binned, histograms, slopes, rows, [...asked], settings, (work) =>
        this.worked(work),
      );
      trees.add(column, tree);
      if (at < columns.length - 1) await this.run?.stepped(train.rows);
    }
  }

  private addRound(round: number, { features }: Split, scores: Float64Array): void {
    const each = this.columns.length;
    addTrees(this.trees, [round * each, (round + 1) * each], features, scores);
  }

  /** After so many rounds. */
  private scoresOf(split: Split, rounds: number): Float64Array<ArrayBuffer> {
    const scores = baseScores(this.trees, split.rows);
    for (let round = 0; round < rounds; round++) this.addRound(round, split, scores);
    return scores;
  }

  private outputs(scores: Float64Array): OutputsOf {
    const { outputWidth } = this.spec;
    return (from, to) => Float32Array.from(scores.subarray(from * outputWidth, to * outputWidth));
  }

  private async worked(additions: number): Promise<void> {
    this.work += additions;
    if (this.work < breathWork) return;
    this.work = 0;
    await this.run?.breathe();
    expectBreath((2 * (breathWork + this.spec.train.rows * this.spec.width)) / slowestPerMs);
  }

  private async learnt(judge: HostJudge, step: number, best: number): Promise<Learnt> {
    const { spec, job, trees, columns, judged } = this;
    const { val, test } = spec;
    const judgeLast = async (split: Split, name: 'val' | 'test', places?: ArrayLike<number>) =>
      await judge(name, split, this.outputs(this.scoresOf(split, best)), places);
    const tested = test && (await judgeLast(test, 'test', job.keep.test));
    const validated = val.rows > 0 ? await judgeLast(val, 'val', job.keep.val) : undefined;
    const kept = trees.first(best * columns.length);
    return {
      async body(blobs) {
        const { bytes, tensors } = packTrees(kept);
        expectBreath(atSlowest(bytes.byteLength));
        const nodes = { blob: await blobs.put(bytes), tensors };
        return treesBody({ width: kept.width, base: [...kept.base], count: kept.starts.length, nodes });
      },
      metrics: { ...judged[best - 1]?.metrics, ...tested?.metrics },
      bestEpoch: best,
      step,
      stoppedEarly: judged.length < spec.config.epochs,
      kept: { val: validated?.kept, test: tested?.kept },
      backend: 'cpu',
      backendReason: reason,
    };
  }

  private save() {
    const { bytes, tensors } = packTrees(this.trees);
    const state: z.infer<typeof storedState> = {
      version: 1,
      learner: 'boosting',
      fingerprint: this.job.record.fingerprint,
      judged: this.judged,
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
    if (!state || (print ?? state.fingerprint) !== state.fingerprint) return undefined;
    const { width, base } = this.trees;
    const stored = treesOf({ width, base: [...base] }, unpackWeights(await bytes(), state.tensors));
    const each = this.columns.length;
    const rounds = Math.floor(stored.starts.length / each);
    if (rounds !== state.judged.length || state.judged.length > this.spec.config.epochs) return undefined;
    this.trees = listOf(stored);
    this.judged = state.judged;
    return true;
  }
}

/** What is not set, by the number of rows: small trees are better on few (measured on the samples of tables). */
const limitsFor = ({ leaves, leastRows }: BoostingParams, rows: number) => ({
  leaves: leaves === 1 ? 2 : leaves || clamp(Math.sqrt(rows) / 5, 6, 31),
  leastRows: leastRows || clamp(rows / 50, 2, 20),
});
const clamp = (value: number, least: number, most: number): number =>
  Math.round(Math.min(most, Math.max(least, value)));

/** Places below `count`, in their order; a share of them by the seeded generator. */
function drawn(seed: number, stream: string, number: number, count: number, share: number): Int32Array {
  if (share === 1) return Int32Array.from({ length: count }, (_, i) => i);
  const wanted = Math.max(1, Math.round(share * count));
  return Int32Array.from(permutation(seed, stream, number, count).slice(0, wanted)).sort();
}

function listOf(stored: Trees): TreeList {
  const list = new TreeList(stored.width, stored.base);
  for (const [tree, start] of stored.starts.entries()) {
    const end = stored.starts[tree + 1] ?? stored.features.length;
    const part = (values: ArrayLike<number>) => Array.from(values).slice(start, end);
    list.add(stored.outputs[tree] as number, {
      features: part(stored.features),
      thresholds: part(stored.thresholds),
      left: part(stored.left),
      right: part(stored.right),
      values: part(stored.values),
    });
  }
  return list;
}
