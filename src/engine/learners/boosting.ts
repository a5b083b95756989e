/**
 * Gradient boosting: each round grows a tree for every score by the slopes of the loss there (core/trees), and is judged
 * as an epoch is; the rounds up to the best are the model. Where that is wished as many are then grown anew from the
 * training and the validation rows, which ends the waste of those that only said when to stop.
 */
import { z } from 'zod';
import { packTrees, treesBody, treesOf } from '#/core/bodies/trees';
import { unpackWeights } from '#/core/bodies/tensorBlob';
import type { BoostingParams } from '#/core/families/boostedTrees';
import { boosting as def, quantileBoosting as quantileDef } from '#/core/learners/boosting';
import { expectBreath } from '#/core/protocol/heartbeat';
import { levelsOf } from '#/core/quantiles/levels';
import { observeEpoch, startEarlyStopping } from '#/core/train/earlyStopping';
import { fittedTableOf } from '#/core/transforms/fittedTableOf';
import type { Taken } from '#/core/trees/binFeatures';
import { BoostedRounds, type RoundSettings, scoresOf } from '#/core/trees/boostedRounds';
import { refuseManyScores } from '#/core/trees/boostingMemory';
import { putInOrder } from '#/core/trees/inOrder';
import { type Objective, objectiveOf } from '#/core/trees/objective';
import { sharedBinWarnings, takenFeatures } from '#/core/trees/takenFeatures';
import { addTrees, TreeList, type Trees } from '#/core/trees/trees';
import type { Split } from '../kinds/preparedData';
import { atSlowest } from '../train/record/atSlowest';
import { notFinite } from '../train/notFinite';
import { type HostJudge, type HostVerdict, openHostJudge, type OutputsOf } from './host/hostJudge';
import { HostRun } from './host/hostRun';
import { type HostSpec, hostSpec } from './host/hostSpec';
import { tellPrepared } from './host/tellPrepared';
import type { Learner, LearnerJob, Learnt } from './learner';
import { joinedSplits } from './host/joinedSplits';
import { signsOf } from './host/signsOf';

const reason = 'Trees are grown on the processor';
/** Additions between two breaths, and in a millisecond on the slowest machine. */
const breathWork = 2 ** 22;
const slowestPerMs = 2000;

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

export const quantileBoosting: Learner = { ...boosting, type: quantileDef.type };

class BoostedTraining {
  private begun?: TreeList;
  private judged: Pick<HostVerdict, 'metrics' | 'loss'>[] = [];
  private readonly objective: Objective;
  private readonly isOrdered: boolean;
  private readonly taken: readonly Taken[];
  private readonly signs?: Int8Array;
  private work = 0;
  private run?: HostRun;
  private rounds?: BoostedRounds;
  private readonly spec: HostSpec;
  private readonly job: LearnerJob;

  constructor(spec: HostSpec, job: LearnerJob) {
    this.spec = spec;
    this.job = job;
    const { task, classes, width } = spec;
    this.isOrdered = spec.outputWidth > 1 && classes === 0;
    this.objective = objectiveOf(classes, this.isOrdered ? levelsOf(task) : undefined);
    const fitted = fittedTableOf(job.data);
    this.taken = fitted ? takenFeatures(fitted) : [];
    const signs = signsOf(spec.params as BoostingParams, { fitted, task, classes, width });
    if (signs) this.signs = signs;
  }

  async learn(): Promise<Learnt> {
    const { job, spec } = this;
    const { columns } = this.objective;
    const { epochs, earlyStopping, patience } = spec.config;
    const { resumed, damaged } = await job.record.resume((state, bytes, print) =>
      this.restore(state, bytes, print),
    );
    tellPrepared(job, spec, { resumed, damaged }, { reason, stepsPerEpoch: columns.length });
    const judge = await openHostJudge(spec);
    const rounds = this.open(spec.train, this.begun);
    this.rounds = rounds;
    const run = new HostRun(
      job,
      { epochs, totalSteps: epochs * columns.length, save: () => this.save() },
      { step: rounds.trees.starts.length, epoch: this.judged.length },
    );
    this.run = run;
    const val = scoresOf(rounds.trees, spec.val, this.judged.length, this.objective);
    let stopping = startEarlyStopping();
    for (const [at, { loss }] of this.judged.entries())
      stopping = observeEpoch(stopping, at + 1, loss, patience).state;
    const goesOn = () =>
      this.judged.length < epochs &&
      !(earlyStopping && spec.val.rows > 0 && stopping.epochsSinceBest >= patience);
    while (goesOn()) {
      const round = this.judged.length;
      await rounds.grow(this.worked, () => run.stepped(spec.train.rows));
      const each = columns.length;
      addTrees(rounds.trees, [round * each, (round + 1) * each], spec.val.features, val);
      const onTrain = await judge('train', spec.train, this.outputs(rounds.scores));
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

  /** Over rows, with the settings of this training. */
  private open(of: Split, begun?: TreeList): BoostedRounds {
    const { spec, objective, taken, signs } = this;
    const params = spec.params as BoostingParams;
    const settings: RoundSettings = {
      ...params,
      ...limitsFor(params, of.rows, spec.classes > 0),
      rate: spec.config.learningRate,
      seed: spec.config.seed,
      ...(signs && { signs }),
    };
    const { width, outputWidth: outputs } = spec;
    refuseManyScores({ rows: of.rows, width, outputs }, this.job.allowedBytes);
    expectBreath((of.rows * width * 20) / slowestPerMs);
    return new BoostedRounds(of, width, objective, settings, taken, begun);
  }

  private outputs(scores: Float64Array): OutputsOf {
    const { outputWidth } = this.spec;
    return (from, to) => {
      const said = Float32Array.from(scores.subarray(from * outputWidth, to * outputWidth));
      if (this.isOrdered) putInOrder(said, outputWidth);
      return said;
    };
  }

  private readonly worked = async (additions: number): Promise<void> => {
    this.work += additions;
    if (this.work < breathWork) return;
    this.work = 0;
    await this.run?.breathe();
    expectBreath((2 * (breathWork + this.spec.train.rows * this.spec.width)) / slowestPerMs);
  };

  /** So many rounds from the training and the validation rows; undefined where that is not wished. */
  private async fromAll(best: number): Promise<Trees | undefined> {
    const { train, val, config } = this.spec;
    if (!config.allRows || this.job.request.fold || val.rows === 0 || best === 0) return undefined;
    const rounds = this.open(joinedSplits(train, val));
    while (rounds.rounds < best) await rounds.grow(this.worked);
    return rounds.trees.first(best * this.objective.columns.length);
  }

  private async learnt(judge: HostJudge, step: number, best: number): Promise<Learnt> {
    const { spec, job, objective, judged } = this;
    const { val, test } = spec;
    const { trees } = this.rounds as BoostedRounds;
    const before = trees.first(best * objective.columns.length);
    const all = await this.fromAll(best);
    const kept = all ?? before;
    const judgeLast = async (of: Trees, split: Split, name: 'val' | 'test', places?: ArrayLike<number>) =>
      await judge(name, split, this.outputs(scoresOf(of, split, best, objective)), places);
    const tested = test && (await judgeLast(kept, test, 'test', job.keep.test));
    const validated = val.rows > 0 ? await judgeLast(before, val, 'val', job.keep.val) : undefined;
    const { isOrdered } = this;
    const fitted = fittedTableOf(job.data);
    const warnings = fitted ? sharedBinWarnings(fitted) : [];
    if (all)
      warnings.push(
        `${spec.config.earlyStopping ? `The validation rows chose ${best.toLocaleString('en')} rounds; as many were then` : `${best.toLocaleString('en')} rounds were at last`} learnt from these rows as well. Figures of the validation part are of the model before that.`,
      );
    return {
      async body(blobs) {
        const { bytes, tensors } = packTrees(kept);
        expectBreath(atSlowest(bytes.byteLength));
        const nodes = { blob: await blobs.put(bytes), tensors };
        return treesBody({
          width: kept.width,
          base: [...kept.base],
          count: kept.starts.length,
          nodes,
          ...(isOrdered && { ordered: true }),
        });
      },
      metrics: { ...judged[best - 1]?.metrics, ...tested?.metrics },
      bestEpoch: best,
      step,
      stoppedEarly: judged.length < spec.config.epochs,
      kept: { val: validated?.kept, test: tested?.kept },
      ...(warnings.length > 0 && { warnings }),
      backend: 'cpu',
      backendReason: reason,
    };
  }

  private save() {
    const { bytes, tensors } = packTrees((this.rounds as BoostedRounds).trees);
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
    const { width, train, config } = this.spec;
    const { columns, base } = this.objective;
    const stored = treesOf({ width, base: base(train.target) }, unpackWeights(await bytes(), state.tensors));
    const rounds = Math.floor(stored.starts.length / columns.length);
    if (rounds !== state.judged.length || state.judged.length > config.epochs) return undefined;
    this.begun = listOf(stored);
    this.judged = state.judged;
    return true;
  }
}

/**
 * What is not set, by the number of rows: numbers are better answered by small trees where rows are few (measured on the
 * samples of tables), classes by those of scikit-learn's defaults, as far as there are rows for them.
 */
const limitsFor = ({ leaves, leastRows }: BoostingParams, rows: number, areClasses: boolean) => ({
  leaves: leaves === 1 ? 2 : leaves || (areClasses ? 31 : clamp(Math.sqrt(rows) / 5, 6, 31)),
  leastRows: leastRows || clamp(areClasses ? rows / 6 : rows / 50, 2, 20),
});
const clamp = (value: number, least: number, most: number): number =>
  Math.round(Math.min(most, Math.max(least, value)));

function listOf(stored: Trees): TreeList {
  const list = new TreeList(stored.width, stored.base, stored.derived);
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
