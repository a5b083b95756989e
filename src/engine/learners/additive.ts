/**
 * Explainable boosting (core/additive): an epoch is one round of every bag, judged as it stands; at the end each bag is
 * what it was in its best round.
 */
import { z } from 'zod';
import { AdditiveFit } from '#/core/additive/additiveFit';
import type { Stage } from '#/core/additive/stage';
import type { AdditiveModel } from '#/core/additive/term';
import { termTrees } from '#/core/additive/termTrees';
import { additiveBody, packAdditive } from '#/core/bodies/additive';
import { packWeights, unpackWeights } from '#/core/bodies/tensorBlob';
import type { ExplainableParams } from '#/core/families/explainableBoosting';
import { additive as def } from '#/core/learners/additive';
import type { HostWeight } from '#/core/layers/layerDef';
import { expectBreath } from '#/core/protocol/heartbeat';
import { fittedTableOf } from '#/core/transforms/fittedTableOf';
import { sharedBinWarnings, takenFeatures } from '#/core/trees/takenFeatures';
import { addTrees, baseScores } from '#/core/trees/trees';
import type { Split } from '../kinds/preparedData';
import { notFinite } from '../train/notFinite';
import { atSlowest } from '../train/record/atSlowest';
import { type HostJudge, openHostJudge } from './host/hostJudge';
import { HostRun } from './host/hostRun';
import { type HostSpec, hostSpec } from './host/hostSpec';
import { joinedSplits } from './host/joinedSplits';
import { tellPrepared } from './host/tellPrepared';
import type { Learner, LearnerJob, Learnt } from './learner';

const reason = 'Shapes are grown on the processor';
/** Rows seen between two breaths, and in a millisecond on the slowest machine. */
const breathRows = 2 ** 19;
const slowestPerMs = 2000;
/** Of the rounds, those that are left for pairs. */
const pairShare = 1 / 3;

const counted = z.object({
  rounds: z.int().min(0),
  bestRound: z.int().min(0),
  bestLoss: z.number().nullable(),
});

const storedState = z.object({
  version: z.literal(1),
  learner: z.literal('additive'),
  fingerprint: z.string(),
  judged: z.array(z.record(z.string(), z.number())),
  shapes: z.array(counted),
  paired: z.array(z.tuple([z.int(), z.int()])).optional(),
  pairs: z.array(counted),
  tensors: z.array(
    z.object({ name: z.string(), shape: z.array(z.int().min(0)), byteOffset: z.int().min(0) }),
  ),
});

export const additive: Learner = {
  type: def.type,
  learn: async (job) => await new AdditiveTraining(hostSpec(job), job).learn(),
};

class AdditiveTraining {
  private readonly spec: HostSpec;
  private readonly job: LearnerJob;
  private readonly fit: AdditiveFit;
  private readonly together: Split;
  private judged: Record<string, number>[] = [];
  private seen = 0;
  private run?: HostRun;

  constructor(spec: HostSpec, job: LearnerJob) {
    this.spec = spec;
    this.job = job;
    const { train, val, width, classes, config } = spec;
    const { bags, pairs, ...limits } = spec.params as ExplainableParams;
    const fitted = fittedTableOf(job.data);
    this.together = joinedSplits(train, val);
    const { features, target } = this.together;
    const areMany = classes > 2;
    const forPairs = pairs > 0 && !areMany && width > 1 ? Math.floor(config.epochs * pairShare) : 0;
    expectBreath((train.rows * width * 20) / slowestPerMs);
    this.fit = new AdditiveFit(
      { features, target, teaching: train.rows, width, labels: classes },
      fitted ? takenFeatures(fitted) : [],
      {
        ...limits,
        pairs,
        bags: bags || (train.rows <= 20_000 ? 8 : train.rows <= 100_000 ? 4 : 2),
        rate: config.learningRate,
        seed: config.seed,
        patience: config.patience,
        rounds: { shapes: config.epochs - forPairs, pairs: forPairs },
      },
    );
  }

  async learn(): Promise<Learnt> {
    const { job, spec, fit } = this;
    const { epochs } = spec.config;
    const { resumed, damaged } = await job.record.resume((state, bytes, print) =>
      this.restore(state, bytes, print),
    );
    tellPrepared(job, spec, { resumed, damaged }, { reason, stepsPerEpoch: 1 });
    const judge = await openHostJudge(spec);
    const run = new HostRun(
      job,
      { epochs, totalSteps: epochs, save: () => this.save() },
      { step: this.judged.length, epoch: this.judged.length },
    );
    this.run = run;
    while (this.judged.length < epochs && (await fit.round(this.worked))) {
      const { metrics, loss } = await this.judge(judge, false);
      if (!Object.values(metrics).every(Number.isFinite)) throw notFinite(run.step);
      const before = Math.min(...this.judged.map(({ score = Number.POSITIVE_INFINITY }) => score));
      this.judged.push({ ...metrics, score: loss });
      await run.epochEnded(metrics, { rows: spec.train.rows, score: loss, best: loss < before, last: false });
    }
    return await this.learnt(judge, run.step);
  }

  private readonly worked = async (rows: number): Promise<void> => {
    this.seen += rows;
    if (this.seen < breathRows) return;
    this.seen = 0;
    await this.run?.breathe();
    expectBreath((4 * (breathRows + this.together.rows)) / slowestPerMs);
  };

  /** By what the bags are now, or what each was at its best. */
  private async judge(judge: HostJudge, best: boolean) {
    const { train, val, outputWidth: width } = this.spec;
    const said = this.fit.answers(best);
    const outputs = (first: number) => (from: number, to: number) =>
      Float32Array.from(said.subarray((first + from) * width, (first + to) * width));
    const onTrain = await judge('train', train, outputs(0));
    const onVal =
      val.rows > 0
        ? await judge('val', val, outputs(train.rows), best ? this.job.keep.val : undefined)
        : undefined;
    return {
      metrics: { ...onTrain.metrics, ...onVal?.metrics },
      loss: (onVal ?? onTrain).loss,
      kept: onVal?.kept,
    };
  }

  private async learnt(judge: HostJudge, step: number): Promise<Learnt> {
    const { spec, job, fit } = this;
    const { test, width } = spec;
    const { metrics, kept } = await this.judge(judge, true);
    const model = fit.model();
    const tested = test && (await judge('test', test, outputsBy(model, test.features, width), job.keep.test));
    const fitted = fittedTableOf(job.data);
    const warnings = fitted ? sharedBinWarnings(fitted) : [];
    const { epochs } = spec.config;
    return {
      async body(blobs) {
        const { bytes, tensors } = packAdditive(model);
        expectBreath(atSlowest(bytes.byteLength));
        return additiveBody(model, { blob: await blobs.put(bytes), tensors });
      },
      metrics: { ...metrics, ...tested?.metrics },
      bestEpoch: this.judged.length,
      step,
      stoppedEarly: this.judged.length < epochs,
      kept: { val: kept, test: tested?.kept },
      ...(warnings.length > 0 && { warnings }),
      backend: 'cpu',
      backendReason: reason,
    };
  }

  private save() {
    const { fit, judged } = this;
    const counts = (stages: readonly Stage[]) =>
      stages.map(({ rounds, bestRound, bestLoss }) => ({
        rounds,
        bestRound,
        bestLoss: Number.isFinite(bestLoss) ? bestLoss : null,
      }));
    const tables = new Map<string, HostWeight>();
    for (const { name, table } of [...tablesOf(fit.shapes, 'shapes'), ...tablesOf(fit.pairs, 'pairs')])
      tables.set(name, { shape: [table.length], data: table });
    const { bytes, tensors } = packWeights(tables);
    const state: z.infer<typeof storedState> = {
      version: 1,
      learner: 'additive',
      fingerprint: this.job.record.fingerprint,
      judged,
      shapes: counts(fit.shapes),
      ...(fit.paired && { paired: fit.paired.map(({ pair }) => pair) }),
      pairs: counts(fit.pairs),
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
    const { fit, spec } = this;
    const stored = unpackWeights(await bytes(), state.tensors);
    if (state.judged.length > spec.config.epochs || state.shapes.length !== fit.shapes.length)
      return undefined;
    const fill = (stages: readonly Stage[], of: string): boolean =>
      tablesOf(stages, of).every(({ name, table }) => {
        const data = stored.get(name)?.data;
        if (data?.length !== table.length) return false;
        table.set(data);
        return true;
      });
    if (!fill(fit.shapes, 'shapes')) return undefined;
    if (state.paired) fit.pairUp(state.paired);
    if (!fill(fit.pairs, 'pairs')) return undefined;
    for (const [stages, counts] of [
      [fit.shapes, state.shapes],
      [fit.pairs, state.pairs],
    ] as const)
      for (const [i, stage] of stages.entries()) {
        const { rounds = 0, bestRound = 0, bestLoss = null } = counts[i] ?? {};
        Object.assign(stage, { rounds, bestRound, bestLoss: bestLoss ?? Number.POSITIVE_INFINITY });
        stage.begin();
      }
    this.judged = state.judged;
    return true;
  }
}

function tablesOf(
  stages: readonly Stage[],
  of: string,
): { name: string; table: Float32Array<ArrayBuffer> }[] {
  return stages.flatMap(({ tables, best }, bag) =>
    (['tables', 'best'] as const).flatMap((which) =>
      (which === 'tables' ? tables : best).map((table, term) => ({
        name: `${of}/${bag}/${which}/${term}`,
        table,
      })),
    ),
  );
}

const outputsBy = (model: AdditiveModel, features: Float32Array, width: number) => {
  const all = termTrees(model);
  return (from: number, to: number): Float32Array => {
    const scores = baseScores(all, to - from);
    addTrees(all, [0, all.starts.length], features.subarray(from * width, to * width), scores);
    return Float32Array.from(scores);
  };
};
