/** One trial of a sweep: its trainings as children of the sweep's job, watched, stopped where others are better. */
import { families } from '#/core/families/registry';
import { toErrorInfo } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import type { Run } from '#/core/protocol/model';
import type { Objective, SweepPlan, TrialParams, TrialRecord } from '#/core/protocol/sweep';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Inherit, TrainConfig } from '#/core/protocol/train';
import { pruners } from '#/core/sweeps/pruners/registry';
import { isFirstPart, partName, partsOfTrial } from '#/core/sweeps/partsOfTrial';
import { settingsOf } from '#/core/sweeps/searchedSettings';
import { signOf } from '#/core/sweeps/trials';
import type { JobContext } from '../jobs/jobDef';
import type { SweepInput } from '../jobs/sweepJob';
import { type CheckedTraining, checkTraining } from '../training/checkTraining';
import { flatParams } from '../training/flatParams';
import { inheritFrom, networkParams } from './architecture';
import { found } from '../queries';
import { beginAgain, smallerBatch } from './smallerBatch';
import { measuredIn, measureTrial, slowness } from './measureTrial';

export class SweepTrials {
  readonly #context: JobContext;
  readonly #input: SweepInput;
  readonly #whole: Run;
  readonly #plan: SweepPlan;
  readonly #version: DatasetVersion;
  /** What each trial reported of the first objective, as it is known now, of the first repeat; less is better. */
  readonly #courses = new Map<number, number[]>();

  constructor(
    context: JobContext,
    input: SweepInput,
    whole: Run,
    plan: SweepPlan,
    version: DatasetVersion,
    parts: readonly Run[],
  ) {
    this.#context = context;
    this.#input = input;
    this.#whole = whole;
    this.#plan = plan;
    this.#version = version;
    for (const { trial } of parts)
      if (trial?.reported && isFirstPart(trial))
        this.#courses.set(trial.number, this.#signed(trial.reported));
  }

  #signed(values: readonly number[]): number[] {
    const sign = signOf(this.#plan.objectives[0] as Objective);
    return values.map((value) => value * sign);
  }

  get #runs() {
    return this.#context.services.storage.runs;
  }

  /** Trains it to its end, also one that an earlier run of the job began. Answers its runs. */
  async train(number: number, params: TrialParams, from?: number): Promise<Run[]> {
    const ended: Run[] = [];
    for (const part of partsOfTrial(this.#plan)) {
      // Others of the trial would not find more memory.
      const batch = ended[0]?.trial?.batch;
      const run = await this.#trainOnce({
        number,
        ...part,
        params,
        ...(from !== undefined && { from }),
        ...(batch && { batch }),
      });
      ended.push(run);
      if (run.status !== 'finished' || run.trial?.pruned) break;
    }
    return ended;
  }

  /** Again with smaller batches where there was no memory for those asked for. */
  async #trainOnce(asked: TrialRecord): Promise<Run> {
    const runId = idOfPart(this.#context.job.id, asked);
    const before = await this.#runs.get(runId);
    if (before && before.status !== 'running' && before.trial?.reported) return before;
    const trial = before?.trial ?? asked;
    let checked = this.#settings(trial);
    let run = before ?? (await this.#record(runId, trial, checked));
    if (!('config' in checked)) return run;
    for (;;) {
      run = await this.#trainJob(run, checked);
      const smaller = smallerBatch(this.#plan, run);
      if (!smaller) return await this.#close(runId);
      const again: TrialRecord = { ...(run.trial ?? trial), batch: smaller };
      checked = this.#settings(again);
      if (!('config' in checked)) return await this.#close(runId);
      run = await beginAgain(this.#context.services.storage, run, again, this.#recorded(checked));
    }
  }

  async #trainJob(run: Run, { familyParams, config }: CheckedTraining): Promise<Run> {
    const { child, ended, services } = this.#context;
    const trial = run.trial as TrialRecord;
    const { number, batch } = trial;
    const part = partName(this.#plan, trial);
    const job = await child(batch ? `${run.id}/${batch.taken}` : run.id, {
      id: run.jobId,
      kind: 'train',
      title: [`Trial ${number + 1}`, part].filter(Boolean).join(', '),
      input: {
        ...this.#input,
        familyParams,
        config,
        runId: run.id,
        madeModel: false,
        ...(run.fold && { fold: run.fold }),
        ...(await this.#inherited(trial)),
      },
      datasetId: run.datasetId,
      modelId: run.modelId,
      runId: run.id,
    });
    // Its tab died between the mark and the stop.
    if (run.trial?.pruned && job.status !== 'cancelled') await services.jobs.cancel(job.id);
    const unwatch = run.trial && isFirstPart(run.trial) ? await this.#watch(run, job, config) : undefined;
    try {
      await ended(job);
    } finally {
      unwatch?.();
    }
    return found(await this.#runs.get(run.id), 'run', run.id);
  }

  async #inherited(trial: TrialRecord): Promise<{ inherit?: Inherit }> {
    const { architecture } = this.#plan;
    const { params } = trial;
    const number = architecture ? params.parent : trial.from;
    if (typeof number !== 'number') return {};
    // Of the same fold and repeat: no other has learnt from these rows alone.
    const parent = await this.#runs.get(idOfPart(this.#context.job.id, { ...trial, number }));
    if (architecture) return inheritFrom(architecture, params, parent);
    return { inherit: { versionId: parent?.modelVersionId ?? '' } };
  }

  /** What it reported is kept with it; of a pruned one up to where that was decided. */
  async #close(runId: string): Promise<Run> {
    const reported = await this.#reported(runId);
    const measured = await measureTrial(
      this.#context.services,
      await this.#runs.get(runId),
      measuredIn(this.#plan),
    );
    const tooSlow = slowness(this.#plan, measured);
    const closed = await this.#runs.update(runId, ({ trial, status, finishedAt, summary }) =>
      trial
        ? {
            summary: { ...summary, ...measured },
            trial: {
              ...trial,
              reported: reported.slice(0, trial.pruned?.epoch),
              ...(tooSlow && { pruned: { epoch: reported.length, why: tooSlow } }),
            },
            // Cancelled while it waited: nothing else told its run.
            ...(status === 'running' && { status: 'killed' as const, finishedAt: finishedAt ?? Date.now() }),
          }
        : undefined,
    );
    if (closed.trial && isFirstPart(closed.trial))
      this.#courses.set(closed.trial.number, this.#signed(closed.trial.reported ?? []));
    return closed;
  }

  async #reported(runId: string): Promise<number[]> {
    const { metric } = this.#plan.objectives[0] as Objective;
    const points = await this.#context.services.storage.metrics.list(runId, [metric]);
    const reported: number[] = [];
    for (const { epoch, value } of points) reported[epoch - 1] = value;
    return Array.from(reported, (value) => value ?? Number.NaN);
  }

  /** Asks the pruner after each epoch. Answers how to end it. */
  async #watch(run: Run, job: Job, { epochs }: TrainConfig): Promise<() => void> {
    const { services } = this.#context;
    const number = run.trial?.number ?? 0;
    const [first] = this.#plan.objectives as [Objective];
    const pruner = pruners.get(this.#plan.pruner);
    const reported: number[] = [];
    this.#courses.set(number, reported);
    let stopped = run.trial?.pruned !== undefined;
    const judge = (epoch: number, value: number | undefined) => {
      if (stopped || value === undefined) return;
      reported[epoch - 1] = value * signOf(first);
      const why = pruner.prune({
        trial: { number, reported: reported.slice(0, epoch) },
        others: [...this.#courses].flatMap(([other, course]) =>
          other === number ? [] : [{ number: other, reported: course }],
        ),
        epochs,
        trials: this.#plan.trials,
        seed: this.#plan.seed,
      });
      if (why === undefined) return;
      stopped = true;
      void this.#prune(run.id, job.id, { epoch, why });
    };
    const unfollow = services.trainBus.follow(run.id, (event) => {
      if (event.kind === 'epoch') judge(event.epoch, event.metrics[first.metric]);
    });
    // Those of before this job ran again.
    for (const [at, value] of (await this.#reported(run.id)).entries())
      if (reported[at] === undefined) judge(at + 1, value);
    return unfollow;
  }

  /** The mark first: whatever dies in between, the trial stays pruned. */
  async #prune(runId: string, jobId: string, pruned: NonNullable<TrialRecord['pruned']>): Promise<void> {
    try {
      await this.#runs.update(runId, ({ trial }) => (trial ? { trial: { ...trial, pruned } } : undefined));
      await this.#context.services.jobs.cancel(jobId);
    } catch (thrown) {
      // It trains to its end instead.
      console.error(`trial ${runId} could not be pruned`, thrown);
    }
  }

  #settings({ params, repeat, batch }: TrialRecord): CheckedTraining | { refused: unknown } {
    const { family, target, task, features, config, familyParams } = this.#input;
    const base = {
      ...config,
      ...(batch && { batchSize: batch.taken }),
      // Folds of one repeat are of one division of the rows.
      seed: (config.seed + repeat) >>> 0,
    };
    const { architecture } = this.#plan;
    const changed = architecture
      ? { familyParams: networkParams(architecture, params), training: base }
      : settingsOf(families.get(family), params, base);
    try {
      return checkTraining(this.#version, {
        target,
        task,
        features,
        family,
        familyParams: { ...familyParams, ...changed.familyParams },
        training: changed.training as Partial<TrainConfig>,
      });
    } catch (thrown) {
      // Settings that do not go together: of this trial alone.
      return { refused: thrown };
    }
  }

  async #record(
    id: string,
    trial: TrialRecord,
    checked: CheckedTraining | { refused: unknown },
  ): Promise<Run> {
    const { modelId, datasetId, datasetVersionId, task, name } = this.#whole;
    const { folds } = this.#plan;
    const common = {
      id,
      jobId: crypto.randomUUID(),
      parentId: this.#whole.id,
      name: [`${name}, trial ${trial.number + 1}`, partName(this.#plan, trial)].filter(Boolean).join(', '),
      modelId,
      datasetId,
      datasetVersionId,
      task,
      ...(folds !== undefined &&
        trial.fold !== undefined && { fold: { index: trial.fold, folds, repeat: trial.repeat } }),
    };
    if (!('config' in checked))
      return await this.#runs.create({
        ...common,
        status: 'failed',
        finishedAt: Date.now(),
        error: toErrorInfo(checked.refused),
        trial: { ...trial, reported: [] },
        params: {},
        config: this.#input.config,
      });
    return await this.#runs.create({ ...common, trial, ...this.#recorded(checked) });
  }

  #recorded({ familyParams, config }: CheckedTraining): Pick<Run, 'params' | 'config'> {
    const datasetHash = String(this.#whole.params.datasetHash ?? '');
    return { params: flatParams({ ...this.#input, familyParams, config, datasetHash }), config };
  }
}

/** The same for the same part: a search that goes on finds its runs. */
const idOfPart = (jobId: string, { number, repeat, fold }: TrialRecord): string =>
  [jobId, number, repeat, ...(fold === undefined ? [] : [fold])].join('-');
