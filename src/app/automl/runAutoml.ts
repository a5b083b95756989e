/**
 * The search for the best model: a portfolio first, then settings around the best of it, folds for those that lead, an
 * ensemble at the end. Everything that was trained is in its run before it is acted on, so that a search whose tab died
 * goes on with what is there.
 */
import { chosenOf, judgedBy, lineOf, ranked } from '#/core/automl/board';
import { portfolioOf } from '#/core/automl/portfolio';
import { ensemble } from '#/core/families/ensemble';
import { suits } from '#/core/families/suits';
import { type AutomlPlan, automlPlan, type AutomlRecord, type BoardLine } from '#/core/protocol/automl';
import type { ModelVersion, Run } from '#/core/protocol/model';
import { readStudioSettings } from '#/core/protocol/studioSettings';
import { latencyMetric, sizeMetric } from '#/core/sweeps/measured';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { AutomlInput } from '../jobs/automlJob';
import type { JobContext } from '../jobs/jobDef';
import { found } from '../queries';
import { measureTrial } from '../sweeps/measureTrial';
import { Candidates, titleOf, type Wanted } from './candidates';
import { Clock } from './clock';
import { noModel } from './noModel';
import {
  endSeconds,
  fitsEnd,
  fitsEndAgain,
  foldsEndOf,
  leastShare,
  longestShare,
  overShare,
  presets,
} from './presets';
import { proposeSettings } from './proposeSettings';

export interface AutomlResult {
  best: { runId: string; versionId: string };
  models: number;
  usedSeconds: number;
}

export async function runAutoml(context: JobContext, input: AutomlInput): Promise<AutomlResult> {
  const { storage } = context.services;
  const whole = found(await storage.runs.get(input.runId), 'run', input.runId);
  const version = found(
    await storage.datasets.version(input.datasetVersionId),
    'dataset version',
    input.datasetVersionId,
  );
  const plan = automlPlan.parse(whole.automl);
  await storage.runs.update(whole.id, { status: 'running', error: undefined, finishedAt: undefined });
  const clock = new Clock(plan.timeLimitSeconds, whole.automl?.usedSeconds ?? 0);
  try {
    return await new Search(context, input, whole, version, plan, clock).run();
  } finally {
    clock.close();
  }
}

class Search {
  readonly #context: JobContext;
  readonly #input: AutomlInput;
  readonly #whole: Run;
  readonly #version: DatasetVersion;
  readonly #plan: AutomlPlan;
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #candidates: Candidates;
  readonly #wanted = new Map<string, Wanted>();
  readonly #fits = new Map<string, Run>();
  readonly #folds = new Map<string, Run[]>();
  readonly #lines = new Map<string, BoardLine>();
  readonly #notes: string[] = [];
  readonly #ended = new Set<string>();
  readonly #tooLong = new Map<string, number>();
  #number = 0;
  #fitsEnd = fitsEnd;
  #turn = 0;
  #listed = 0;
  #free: AutomlRecord['free'];

  constructor(
    context: JobContext,
    input: AutomlInput,
    whole: Run,
    version: DatasetVersion,
    plan: AutomlPlan,
    clock: Clock,
  ) {
    this.#context = context;
    this.#input = input;
    this.#whole = whole;
    this.#version = version;
    this.#plan = plan;
    this.#clock = clock;
    this.#limit = plan.timeLimitSeconds;
    this.#candidates = new Candidates(context, input, whole, version, clock);
  }

  async run(): Promise<AutomlResult> {
    const { storage } = this.#context.services;
    // Of a search that runs again: what it asked for before.
    const before = await storage.runs.list({ parentId: this.#whole.id });
    for (const run of before) await this.#known(run);
    const asked = before
      .flatMap(({ candidate }) => (candidate && candidate.origin !== 'combined' ? [candidate] : []))
      .sort((a, b) => a.number - b.number);
    const untried = await this.#portfolio(asked);
    await this.#tune(asked);
    await this.#fold();
    this.#fitsEnd = fitsEndAgain;
    const left = await this.#each([...untried, ...this.#again()], (wanted) => this.#fitOne(wanted));
    await this.#tune([]);
    await this.#fold();
    if (left.length > 0)
      this.#notes.push(`The time did not suffice to try: ${left.map(titleOf).join('; ')}.`);
    await this.#combine(before);
    return await this.#end();
  }

  /** What was stopped because it took long, where there is more time now than it had. */
  #again(): Wanted[] {
    const left = this.#fitsEnd * this.#limit - this.#clock.used;
    return [...this.#tooLong].flatMap(([id, seconds]) => {
      const wanted = this.#wanted.get(id);
      if (!wanted || left < 1.5 * seconds) return [];
      this.#lines.delete(id);
      return [{ ...wanted, number: this.#number++ }];
    });
  }

  /** It ended in an earlier run of the job: it costs no time to take it up. */
  async #known({ id, status }: Run): Promise<void> {
    if (status === 'running') return;
    this.#ended.add(id);
    const folds = await this.#context.services.storage.runs.list({ parentId: id });
    const done = folds.filter((run) => run.status === 'finished');
    if (done.length > 0)
      this.#folds.set(
        id,
        done.sort((a, b) => (a.fold?.index ?? 0) - (b.fold?.index ?? 0)),
      );
  }

  /** Answers those for which no time was left. */
  async #portfolio(asked: readonly Wanted[]): Promise<Wanted[]> {
    await this.#write('portfolio');
    const { portfolio } = presets[this.#plan.preset];
    const listed = portfolioOf({
      kind: this.#version.schema.kind,
      task: this.#input.task,
      rows: this.#version.rows,
    })
      .slice(0, portfolio)
      .map((one, number): Wanted => ({ ...one, number }));
    this.#listed = listed.length;
    this.#number = Math.max(listed.length, ...asked.map(({ number }) => number + 1));
    return await this.#each(listed, (wanted) => this.#fitOne(wanted));
  }

  /** As many at a time as trainings may be; answers those for which no time was left. */
  async #each(
    all: readonly Wanted[],
    work: (wanted: Wanted) => Promise<void>,
    until = this.#fitsEnd,
  ): Promise<Wanted[]> {
    const isEnded = ({ number }: Wanted) => this.#ended.has(this.#candidates.runId(number));
    const { trainingsAtOnce } = await readStudioSettings(this.#context.services.storage.settings);
    const waiting = [...all];
    const next = async (): Promise<void> => {
      for (;;) {
        this.#context.signal.throwIfAborted();
        // The first is tried for as long as there is any time.
        const isFirst = this.#lines.size === 0;
        const isLate = !isFirst && this.#clock.used > until * this.#limit;
        const at = isLate ? waiting.findIndex(isEnded) : 0;
        const [wanted] = at < 0 ? [] : waiting.splice(at, 1);
        if (!wanted) return;
        await work(wanted);
      }
    };
    await Promise.all(Array.from({ length: trainingsAtOnce }, next));
    return waiting;
  }

  async #fitOne(wanted: Wanted): Promise<void> {
    const id = this.#candidates.runId(wanted.number);
    this.#wanted.set(id, wanted);
    this.#lines.set(id, { runId: id, title: titleOf(wanted), origin: wanted.origin, state: 'running' });
    await this.#write();
    const left = this.#fitsEnd * this.#limit - this.#clock.used;
    const most = Math.min(
      Math.max(longestShare * left, leastShare * this.#limit),
      left + overShare * this.#limit,
    );
    const before = this.#quickestOf(wanted);
    if (before !== undefined && before > most && !this.#ended.has(id)) {
      const why = `Not tried: the same family took ${Math.ceil(before)} seconds before, and ${Math.floor(most)} were left.`;
      this.#lines.set(id, { ...(this.#lines.get(id) as BoardLine), state: 'rejected', why });
      return;
    }
    const begun = this.#clock.used;
    const run = await this.#candidates.fit(wanted, this.#none ? this.#clock.left : most);
    if (run.status === 'killed') this.#tooLong.set(id, this.#clock.used - begun);
    await this.#judge(
      run,
      `It took longer than ${Math.round(this.#clock.used - begun)} seconds and was stopped.`,
    );
  }

  /** Seconds, of fits of the same family. */
  #quickestOf({ family }: Wanted): number | undefined {
    const took = [...this.#lines.values()].flatMap(({ runId, fitSeconds }) =>
      fitSeconds !== undefined && this.#wanted.get(runId)?.family === family ? [fitSeconds] : [],
    );
    return took.length > 0 ? Math.min(...took) : undefined;
  }

  get #none(): boolean {
    return ![...this.#lines.values()].some(({ state }) => state === 'complete');
  }

  async #judge(run: Run, tooLong: string): Promise<void> {
    this.#fits.set(run.id, run);
    const line = this.#lines.get(run.id) as BoardLine;
    if (run.status !== 'finished') {
      const why = run.status === 'killed' ? tooLong : (run.error?.message ?? 'Its training failed.');
      this.#lines.set(run.id, { ...line, state: run.status === 'killed' ? 'rejected' : 'failed', why });
      await this.#write();
      return;
    }
    const { figure } = run;
    this.#free ??= figure?.free && { ...figure.free, metric: figure.metric, part: figure.part };
    const measured = await measureTrial(this.#context.services, run, [sizeMetric, latencyMetric]).catch(
      () => ({}) as Record<string, number>,
    );
    this.#lines.set(run.id, lineOf(this.#plan, line, run, this.#folds.get(run.id) ?? [], measured));
    await this.#write();
  }

  get #board(): BoardLine[] {
    return ranked(this.#plan, [...this.#lines.values()]);
  }

  /** Other settings of the families that lead, proposed by what is known of each. */
  async #tune(asked: readonly Wanted[]): Promise<void> {
    const again = asked.filter(({ number }) => number >= this.#listed);
    if (presets[this.#plan.preset].tuned === 0) return;
    await this.#write('tuning');
    await this.#each(again, (wanted) => this.#fitOne(wanted));
    const slots = Array.from(
      { length: presets[this.#plan.preset].tuned - again.length - this.#turn },
      (): Wanted => ({ number: -1, family: '', origin: 'tuned', params: {} }),
    );
    await this.#each(slots, async () => {
      const turn = this.#turn++;
      const leading = [...new Set(this.#board.map(({ runId }) => this.#wanted.get(runId)?.family ?? ''))];
      const proposed = proposeSettings(turn, leading, [...this.#fits.values()], this.#plan);
      if (proposed) await this.#fitOne({ ...proposed, number: this.#number++ });
    });
  }

  /** Successive halving over folds: two for all that lead, the rest for the better half of them. */
  async #fold(): Promise<void> {
    const { folds } = this.#plan;
    if (folds === 0) return;
    await this.#write('folds');
    const left = foldsEndOf(this.#limit) * this.#limit - this.#clock.used;
    let leading = this.#board
      // One whose folds alone would take most of what is left is no use.
      .filter((line) => line.folds === undefined && (line.fitSeconds ?? 0) * folds < left / 2)
      .slice(0, presets[this.#plan.preset].folded)
      .flatMap(({ runId }) => this.#wanted.get(runId) ?? []);
    const few = Math.min(2, folds);
    const rounds = [
      { from: 0, to: few },
      { from: few, to: folds },
    ];
    for (const { from, to } of rounds) {
      const late = await this.#each(
        leading,
        (wanted) => this.#foldsOf(wanted, from, to),
        foldsEndOf(this.#limit),
      );
      if (late.length > 0)
        this.#notes.push(`The time did not suffice for all folds of: ${late.map(titleOf).join('; ')}.`);
      const scored = leading
        .filter((wanted) => !late.includes(wanted))
        .sort((a, b) => this.#meanOfFolds(b) - this.#meanOfFolds(a));
      leading = scored.slice(0, Math.max(2, Math.ceil(scored.length / 2)));
    }
  }

  async #foldsOf(wanted: Wanted, from: number, to: number): Promise<void> {
    const id = this.#candidates.runId(wanted.number);
    const runs = this.#folds.get(id) ?? [];
    this.#folds.set(id, runs);
    const { folds } = this.#plan;
    for (let index = Math.max(from, runs.length); index < to; index++) {
      const left = foldsEndOf(this.#limit) * this.#limit - this.#clock.used;
      if (left <= 0) break;
      const run = await this.#candidates.fold(wanted, { index, folds, repeat: 0 }, left);
      if (run.status !== 'finished') break;
      runs.push(run);
    }
    const fit = this.#fits.get(id);
    const line = this.#lines.get(id);
    if (fit && line) this.#lines.set(id, { ...line, ...judgedBy(this.#plan, fit, runs) });
    await this.#write();
  }

  /** More is better. */
  #meanOfFolds(wanted: Wanted): number {
    const { metric, better } = this.#plan.objective;
    const runs = this.#folds.get(this.#candidates.runId(wanted.number)) ?? [];
    const values = runs.map(({ summary }) => summary[metric] ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Number.isFinite(mean) ? (better === 'higher' ? mean : -mean) : Number.NEGATIVE_INFINITY;
  }

  /** Of those that lead, weighed by folds where all of them have these. */
  async #combine(before: readonly Run[]): Promise<void> {
    const { kind } = this.#version.schema;
    if (!suits(ensemble, kind, this.#input.task)) {
      this.#notes.push('Models that answer like this are not combined yet.');
      return;
    }
    const made = before.find(({ candidate }) => candidate?.origin === 'combined');
    const ready = this.#board;
    const folded = ready.filter(({ folds }) => folds !== undefined);
    const chosen = (folded.length > 1 ? folded : ready).slice(0, presets[this.#plan.preset].members);
    if (chosen.length < 2 || this.#clock.left <= 0) return;
    await this.#write('combining');
    const { models } = this.#context.services.storage;
    const members = (await Promise.all(chosen.map(({ versionId = '' }) => models.version(versionId)))).filter(
      (version): version is ModelVersion => version !== undefined,
    );
    const wanted: Wanted = made?.candidate ?? {
      number: this.#number++,
      family: ensemble.type,
      origin: 'combined',
      params: {},
    };
    const id = this.#candidates.runId(wanted.number);
    this.#wanted.set(id, wanted);
    this.#lines.set(id, {
      runId: id,
      title: `Ensemble of ${members.length}, greedy`,
      origin: 'combined',
      state: 'running',
    });
    await this.#write();
    const run = await this.#candidates.together(
      wanted,
      members,
      folded.length > 1 ? chosen.map(({ runId }) => runId) : [],
      this.#clock.left - endSeconds,
    );
    await this.#judge(run, 'The time ended before the members were weighed.');
  }

  async #end(): Promise<AutomlResult> {
    const { storage } = this.#context.services;
    const best = chosenOf(this.#plan, this.#board, ({ runId }) => this.#fits.get(runId)?.summary);
    if (!best?.versionId) throw noModel(this.#plan, [...this.#lines.values()], (id) => this.#fits.get(id));
    const chosen = { runId: best.runId, versionId: best.versionId };
    await storage.models.setAlias(this.#whole.modelId, 'champion', chosen.versionId);
    await this.#write('done', chosen);
    const run = this.#fits.get(best.runId);
    await storage.runs.update(this.#whole.id, {
      status: 'finished',
      finishedAt: Date.now(),
      summary: run?.summary ?? {},
    });
    return {
      best: chosen,
      models: [...this.#lines.values()].filter(({ versionId }) => versionId !== undefined).length,
      usedSeconds: this.#clock.used,
    };
  }

  async #write(phase?: AutomlRecord['phase'], best?: AutomlRecord['best']): Promise<void> {
    const board = [...this.#lines.values()];
    await this.#context.services.storage.runs.update(this.#whole.id, ({ automl }) =>
      automl
        ? {
            automl: {
              ...automl,
              usedSeconds: this.#clock.used,
              board,
              notes: [...this.#notes],
              ...(phase && { phase }),
              ...(this.#free && { free: this.#free }),
              ...(best && { best }),
            },
          }
        : undefined,
    );
  }
}
