/**
 * Models that a search tries, as children of its job: a fit of each, its folds, an ensemble of several. Named after the
 * job, so that one that runs again after a reload trains none of them twice.
 */
import { ensemble } from '#/core/families/ensemble';
import type { EnsembleParams } from '#/core/families/ensemble';
import { families } from '#/core/families/registry';
import { learnerOf } from '#/core/learners/registry';
import { joinInputs } from '#/core/ensembles/joinInputs';
import type { CandidateRecord } from '#/core/protocol/automl';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { toErrorInfo } from '#/core/protocol/errors';
import type { Job } from '#/core/protocol/job';
import type { ModelVersion, Run } from '#/core/protocol/model';
import type { TrainConfig, TrainFold } from '#/core/protocol/train';
import { settingsOf } from '#/core/sweeps/searchedSettings';
import type { TrialParams } from '#/core/protocol/sweep';
import type { AutomlInput } from '../jobs/automlJob';
import type { JobContext } from '../jobs/jobDef';
import { type CheckedTraining, checkTraining } from '../training/checkTraining';
import { flatParams } from '../training/flatParams';
import type { Clock } from './clock';

export type Wanted = CandidateRecord;

export class Candidates {
  readonly #context: JobContext;
  readonly #input: AutomlInput;
  readonly #whole: Run;
  readonly #version: DatasetVersion;
  readonly #clock: Clock;

  constructor(context: JobContext, input: AutomlInput, whole: Run, version: DatasetVersion, clock: Clock) {
    this.#context = context;
    this.#input = input;
    this.#whole = whole;
    this.#version = version;
    this.#clock = clock;
  }

  get #runs() {
    return this.#context.services.storage.runs;
  }

  runId(number: number): string {
    return `${this.#context.job.id}-${number}`;
  }

  /** Trained, unless it takes longer than so many seconds. `training`: where it differs from the rest. */
  async fit(wanted: Wanted, mostSeconds: number, training: Partial<TrainConfig> = {}): Promise<Run> {
    const id = this.runId(wanted.number);
    const checked = this.#checked(wanted, training);
    return await this.#train(id, wanted, checked, mostSeconds, { title: titleOf(wanted) });
  }

  /** Trained without one part of the rows, and judged on it. `fit`: of the same settings. */
  async fold(wanted: Wanted, fold: TrainFold, mostSeconds: number, fit?: Run): Promise<Run> {
    const parentId = this.runId(wanted.number);
    const title = `${titleOf(wanted)}, fold ${fold.index + 1}`;
    const id = `${parentId}-${fold.index}`;
    const { params, training } = chosenBefore(wanted, fit);
    const checked = this.#checked({ ...wanted, params }, training);
    const run = await this.#train(id, wanted, checked, mostSeconds, { title, fold, parentId });
    return await this.#withoutModel(run);
  }

  /** What the model of a fold answered is kept in its run; the model itself is of no use. */
  async #withoutModel(run: Run): Promise<Run> {
    const { modelVersionId } = run;
    if (modelVersionId === undefined) return run;
    const { models } = this.#context.services.storage;
    const closed = await this.#runs.update(run.id, { modelVersionId: undefined });
    if (await models.version(modelVersionId)) await models.deleteVersion(modelVersionId);
    return closed;
  }

  /** `folds`: runs of which each has folds as its parts; none: weights from the validation part. */
  async together(
    wanted: Wanted,
    members: readonly ModelVersion[],
    { folds, judgedByFolds = false }: { folds: readonly string[]; judgedByFolds?: boolean },
    mostSeconds: number,
  ): Promise<Run> {
    const params: EnsembleParams = {
      members: members.map(({ id }) => id),
      method: 'greedy',
      weights: [],
      folds: [...folds],
      judgedByFolds,
    };
    const { target, task } = this.#input;
    const checked = tried(() =>
      checkTraining(this.#version, {
        target,
        task,
        features: joinInputs(members).inputs.map(({ name }) => name),
        family: ensemble.type,
        familyParams: params,
        training: this.#shared(),
      }),
    );
    return await this.#train(this.runId(wanted.number), wanted, checked, mostSeconds, {
      title: titleOf(wanted),
      startFrom: members[0]?.id,
    });
  }

  /** Only what divides the rows is common to all. */
  #shared(): Partial<TrainConfig> {
    const { validationSplit, testSplit, splitBy, seed } = this.#input.config;
    return {
      validationSplit,
      seed,
      replay: 'off',
      // The validation part compares models, and weighs them.
      allRows: false,
      ...(testSplit !== undefined && { testSplit }),
      ...(splitBy && { splitBy }),
    };
  }

  #checked(
    { family, params }: Wanted,
    training: Partial<TrainConfig> = {},
  ): CheckedTraining | { refused: unknown } {
    const { target, task, features } = this.#input;
    return tried(() => {
      const changed = settingsOf(families.get(family), params as TrialParams, this.#shared());
      return checkTraining(this.#version, {
        target,
        task,
        features,
        family,
        familyParams: changed.familyParams,
        training: { ...(changed.training as Partial<TrainConfig>), ...training },
      });
    });
  }

  async #train(
    id: string,
    candidate: Wanted,
    checked: CheckedTraining | { refused: unknown },
    mostSeconds: number,
    more: { title: string; fold?: TrainFold; parentId?: string; startFrom?: string | undefined },
  ): Promise<Run> {
    const before = await this.#runs.get(id);
    if (before && before.status !== 'running') return before;
    if ('refused' in checked) return before ?? (await this.#refused(id, candidate, checked.refused, more));
    const { features, familyParams, config } = checked;
    const { modelId, datasetId, datasetVersionId, task, params, name } = this.#whole;
    const { family } = candidate;
    const { title, fold, startFrom } = more;
    const run =
      before ??
      (await this.#runs.create({
        id,
        jobId: crypto.randomUUID(),
        parentId: more.parentId ?? this.#whole.id,
        experimentId: this.#whole.experimentId,
        name: `${name}: ${title}`,
        modelId,
        datasetId,
        datasetVersionId,
        task,
        config,
        ...(fold ? { fold } : { candidate }),
        params: flatParams({
          target: this.#input.target,
          features,
          family,
          familyParams,
          config,
          datasetHash: String(params.datasetHash ?? ''),
          ...(startFrom && { startFrom }),
        }),
      }));
    const job = await this.#context.child(id, {
      id: run.jobId,
      kind: 'train',
      title,
      input: {
        runId: id,
        modelId,
        datasetVersionId,
        target: this.#input.target,
        task: this.#input.task,
        features,
        family,
        familyParams,
        config,
        madeModel: false,
        ...(fold && { fold }),
        ...(startFrom && { startFrom }),
      },
      datasetId,
      modelId,
      runId: id,
    });
    const called = this.#clock.after(Math.min(mostSeconds, this.#clock.left), () => void this.#stop(job));
    try {
      await this.#context.ended(job);
    } finally {
      called();
    }
    return await this.#closed(id);
  }

  async #stop(job: Job): Promise<void> {
    await this.#context.services.jobs
      .cancel(job.id)
      .catch((thrown) => console.error(`job ${job.id} was not stopped`, thrown));
  }

  /** One that was cancelled while it waited told its run nothing. */
  async #closed(id: string): Promise<Run> {
    return await this.#runs.update(id, ({ status, finishedAt }) =>
      status === 'running' ? { status: 'killed', finishedAt: finishedAt ?? Date.now() } : undefined,
    );
  }

  async #refused(
    id: string,
    candidate: Wanted,
    refused: unknown,
    { title, fold, parentId }: { title: string; fold?: TrainFold; parentId?: string },
  ): Promise<Run> {
    const { modelId, datasetId, datasetVersionId, task, name, experimentId } = this.#whole;
    return await this.#runs.create({
      id,
      jobId: crypto.randomUUID(),
      parentId: parentId ?? this.#whole.id,
      experimentId,
      name: `${name}: ${title}`,
      modelId,
      datasetId,
      datasetVersionId,
      task,
      config: this.#input.config,
      params: {},
      status: 'failed',
      finishedAt: Date.now(),
      error: toErrorInfo(refused),
      ...(fold ? { fold } : { candidate }),
    });
  }
}

/**
 * What a fit chose by its validation part (when to stop, how many neighbours) is settled for its folds: what the rows that
 * judge a fold chose would flatter it, and such families would lead those that choose nothing.
 */
function chosenBefore(
  { family, params }: Wanted,
  fit: Run | undefined,
): Pick<Wanted, 'params'> & { training: Partial<TrainConfig> } {
  const { summary = {} } = fit ?? {};
  const { bestEpoch = 0 } = summary;
  const settled = Object.entries(families.get(family).settles ?? {}).flatMap(([param, metric]) => {
    const value = summary[metric];
    return value === undefined ? [] : [[`${family}.${param}`, value]];
  });
  const stops =
    fit?.config.earlyStopping === true &&
    bestEpoch > 0 &&
    learnerOf(families.get(family), { params, training: fit.config }).heeds('earlyStopping');
  return {
    params: { ...params, ...Object.fromEntries(settled) },
    training: stops ? { earlyStopping: false, epochs: bestEpoch } : {},
  };
}

function tried(work: () => CheckedTraining): CheckedTraining | { refused: unknown } {
  try {
    return work();
  } catch (thrown) {
    return { refused: thrown };
  }
}

/** "Gradient-boosted trees, depth 3" */
export function titleOf({ family, params }: Pick<CandidateRecord, 'family' | 'params'>): string {
  const settings = Object.entries(params).map(([name, value]) => {
    const own = name.slice(name.indexOf('.') + 1);
    const said =
      typeof value === 'number'
        ? Number(value.toPrecision(3))
        : Array.isArray(value)
          ? value.join('-')
          : value;
    return `${own} ${said}`;
  });
  return [families.find(family)?.title ?? family, ...settings].join(', ');
}
