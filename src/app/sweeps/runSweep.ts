/**
 * A search over settings: asks a sampler for trials, trains each as a child, tells the sampler how it went. Everything
 * that is decided is in the runs of the trials before it is acted on, so that a sweep that runs again after a reload
 * goes on with what was asked, and asks for nothing twice.
 */
import { summarizeFolds } from '#/core/evaluation/summarizeFolds';
import { families } from '#/core/families/registry';
import { TetradError } from '#/core/protocol/errors';
import type { Run } from '#/core/protocol/model';
import { readStudioSettings } from '#/core/protocol/studioSettings';
import { sweepPlan, type SweepPlan, type SweepResult, type TrialParams } from '#/core/protocol/sweep';
import { countParts } from '#/core/sweeps/partsOfTrial';
import { samplers } from '#/core/sweeps/samplers/registry';
import { standardOf } from '#/core/sweeps/searchedSettings';
import { parseSpace } from '#/core/sweeps/space';
import { standardTrial } from '#/core/sweeps/standardTrial';
import { KnownTrials, ranked, type Trial, toldOf } from '#/core/sweeps/trials';
import { found } from '../queries';
import { askArchitecture } from './architecture';
import { letGoOfModels } from './letGoOfModels';
import { SweepTrials } from './sweepTrials';
import type { JobContext } from '../jobs/jobDef';
import type { SweepInput } from '../jobs/sweepJob';

/** So many at the start that all fail are enough to know. */
const mostFailures = 5;

export async function runSweep(context: JobContext, input: SweepInput): Promise<SweepResult> {
  const { storage } = context.services;
  const whole = found(await storage.runs.get(input.runId), 'run', input.runId);
  const { result: _result, usedSeconds = 0, ...given } = whole.sweep ?? {};
  const plan = sweepPlan.parse(given);
  await storage.runs.update(whole.id, { status: 'running', error: undefined, finishedAt: undefined });
  const clock = limitOf(plan, usedSeconds);
  try {
    const trials = await search(context, input, whole, plan, clock);
    const result = resultOf(plan, trials, clock.isOver());
    const best = trials.find(({ number }) => number === result.best.number)?.runs ?? [];
    await storage.runs.update(whole.id, {
      status: 'finished',
      finishedAt: Date.now(),
      // Of folds none is the trial.
      summary: plan.folds === undefined ? (best[0]?.summary ?? {}) : meanOf(best),
      sweep: { ...plan, usedSeconds: clock.usedSeconds(), result },
    });
    return result;
  } finally {
    clock.close();
  }
}

const meanOf = (runs: readonly Run[]): Run['summary'] =>
  summarizeFolds(runs.map(({ summary }) => ({ metrics: summary }))).mean;

/** Until all are through, the space is, or the time is. */
async function search(
  context: JobContext,
  input: SweepInput,
  whole: Run,
  plan: SweepPlan,
  clock: Limit,
): Promise<Trial[]> {
  const { services, signal } = context;
  const { storage } = services;
  const space = parseSpace(plan.space, plan.constraints);
  const version = found(
    await storage.datasets.version(input.datasetVersionId),
    'dataset version',
    input.datasetVersionId,
  );
  const parts = await storage.runs.list({ parentId: whole.id });
  const trainer = new SweepTrials(context, input, whole, plan, version, parts);
  const known = new KnownTrials(plan, parts);
  const active = new Map<number, Promise<void>>();
  const asked = new Map<number, TrialParams>(known.all().map(({ number, params }) => [number, params]));
  context.expectChildren(plan.trials * countParts(plan));

  const start = (number: number, params: TrialParams, from?: number) => {
    asked.set(number, params);
    const work = trainer.train(number, params, from).then(async (runs) => {
      for (const run of runs) known.set(run);
      await letGoOfModels(storage, plan, known, neededOf(plan, known.all(), asked.size));
      await storage.runs.update(
        whole.id,
        ({ sweep }) => sweep && { sweep: { ...sweep, usedSeconds: clock.usedSeconds() } },
      );
    });
    active.set(
      number,
      work.finally(() => active.delete(number)),
    );
  };
  // Also those that ended without being closed.
  const unclosed = (trial: Trial) =>
    trial.state === 'running' || trial.runs.some((run) => !run.trial?.reported);
  for (const trial of known.all().filter(unclosed)) start(trial.number, trial.params, trial.from);
  clock.onOver(() => void stopChildren(context));

  for (;;) {
    signal.throwIfAborted();
    const { trainingsAtOnce } = await readStudioSettings(storage.settings);
    while (active.size < trainingsAtOnce && asked.size < plan.trials && !clock.isOver()) {
      const trials = known.all();
      failIfHopeless(trials);
      const number = asked.size === 0 ? 0 : Math.max(...asked.keys()) + 1;
      const running = [...asked].filter(([n]) => active.has(n));
      const told = [
        ...toldOf(
          plan,
          trials.filter((trial) => !active.has(trial.number)),
        ),
        ...running.map(([n, params]) => ({ number: n, params, state: 'running' as const })),
      ].sort((a, b) => a.number - b.number);
      const standard =
        number === 0 && plan.startWithStandard
          ? standardTrial(
              space,
              (name) => standardOf(families.get(input.family), name, input.config, input.familyParams),
              plan.seed,
            )
          : undefined;
      const question = { space, trials: told, seed: plan.seed, number, population: plan.population };
      const sampler = plan.architecture ? undefined : samplers.get(plan.method);
      const params =
        standard ??
        (plan.architecture
          ? askArchitecture(
              plan,
              plan.architecture,
              { trials: told, number },
              { ...input, task: whole.task, version },
            )
          : sampler?.ask(question));
      if (!params) break;
      start(number, params, standard ? undefined : sampler?.inheritsFrom?.(question));
    }
    if (active.size === 0) {
      await letGoOfModels(storage, plan, known);
      return known.all();
    }
    try {
      await Promise.race(active.values());
    } catch (thrown) {
      // The others end the same way, and nobody waits for them.
      for (const work of active.values()) work.catch(() => {});
      throw thrown;
    }
  }
}

/** Weights that a trial may yet begin with: those of the last two generations, and the newest of each member. */
function neededOf({ population }: SweepPlan, trials: readonly Trial[], asked: number) {
  if (population === undefined) return undefined;
  const newest = new Map<number, number>();
  for (const { number, state } of trials) if (state === 'complete') newest.set(number % population, number);
  return (number: number): boolean =>
    number >= asked - 2 * population || newest.get(number % population) === number;
}

async function stopChildren({ services, job }: JobContext): Promise<void> {
  for (const child of await services.storage.jobs.children(job.id))
    await services.jobs
      .cancel(child.id)
      .catch((thrown) => console.error(`job ${child.id} was not stopped`, thrown));
}

function failIfHopeless(trials: readonly Trial[]): void {
  const failed = trials.filter(({ state }) => state === 'failed');
  if (failed.length < mostFailures || failed.length < trials.length) return;
  throw allFailed(failed);
}

const allFailed = (failed: readonly Trial[]): TetradError =>
  new TetradError({
    code: failed[0]?.runs.find(({ error }) => error)?.error?.code ?? 'badInput',
    message: `All ${failed.length} trials failed. The first: ${failed[0]?.why ?? ''}`,
    hint:
      failed[0]?.runs.find(({ error }) => error)?.error?.hint ??
      'Narrow the space around settings that train.',
    place: `trial ${(failed[0]?.number ?? 0) + 1}`,
  });

function resultOf(plan: SweepPlan, trials: readonly Trial[], outOfTime: boolean): SweepResult {
  const count = (state: Trial['state']) => trials.filter((trial) => trial.state === state).length;
  const [best] = ranked(plan, trials);
  const run = best?.runs[0];
  if (!best?.values || !run) {
    const failed = trials.filter(({ state }) => state === 'failed');
    if (outOfTime)
      throw new TetradError({
        code: 'badInput',
        message: `The limit of ${plan.timeLimitSeconds} seconds passed before a single trial was trained.`,
        hint: 'Give more time, fewer epochs, or less data.',
        place: 'timeLimitSeconds',
      });
    if (failed.length > 0) throw allFailed(failed);
    throw new TetradError({
      code: 'cancelled',
      message: 'No trial was trained to its end: all were stopped.',
      hint: 'Search again.',
    });
  }
  return {
    best: { number: best.number, runId: run.id, values: best.values },
    complete: count('complete'),
    pruned: count('pruned'),
    failed: count('failed'),
    epochs: trials.reduce((sum, trial) => sum + trial.epochs, 0),
  };
}

interface Limit {
  usedSeconds(): number;
  isOver(): boolean;
  onOver(work: () => void): void;
  close(): void;
}

/** Counts what earlier runs of the job used, and nothing while it was paused. */
function limitOf({ timeLimitSeconds = Number.POSITIVE_INFINITY }: SweepPlan, before: number): Limit {
  const begun = performance.now();
  const usedSeconds = () => before + (performance.now() - begun) / 1000;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    usedSeconds,
    isOver: () => usedSeconds() >= timeLimitSeconds,
    onOver(work) {
      const left = (timeLimitSeconds - before) * 1000;
      // Longer than a timer counts: such a limit is looked at between trials.
      if (left < 2 ** 31) timer = setTimeout(work, Math.max(0, left));
    },
    close: () => clearTimeout(timer),
  };
}
