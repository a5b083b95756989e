/**
 * The search for the best model: a portfolio first, then settings around the best of it, folds for those that lead, an
 * ensemble; then more settings for as long as there is time, and the ensemble of what leads in the end. Everything that was
 * trained is in its run before it is acted on, so that a search whose tab died goes on with what is there.
 */
import { chosenOf } from '#/core/automl/board';
import { portfolioOf } from '#/core/automl/portfolio';
import { ensemble } from '#/core/families/ensemble';
import { suits } from '#/core/families/suits';
import { type AutomlPlan, automlPlan } from '#/core/protocol/automl';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Run } from '#/core/protocol/model';
import { readStudioSettings } from '#/core/protocol/studioSettings';
import type { AutomlInput } from '../jobs/automlJob';
import type { JobContext } from '../jobs/jobDef';
import { found } from '../queries';
import { Candidates, titleOf, type Wanted } from './candidates';
import { Clock } from './clock';
import { Combining } from './combining';
import { noModel } from './noModel';
import {
  endSeconds,
  firstFoldsEnd,
  fitsEnd,
  leastShare,
  longestShare,
  mostFoldedShare,
  mostTunedAtOnce,
  overShare,
  presets,
} from './presets';
import { proposeSettings } from './proposeSettings';
import { Standing } from './standing';

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
  readonly #standing: Standing;
  readonly #combining: Combining;
  readonly #ended = new Set<string>();
  readonly #tooLong = new Map<string, number>();
  /** Seconds after the beginning. */
  #fitsEnd: number;
  #foldsEnd: number;
  #over: number;
  #turn = 0;
  #listed = 0;

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
    [this.#fitsEnd, this.#foldsEnd] = [fitsEnd * this.#limit, firstFoldsEnd * this.#limit];
    this.#over = overShare * this.#limit;
    this.#candidates = new Candidates(context, input, whole, version, clock);
    this.#standing = new Standing(context.services, whole.id, plan, clock);
    this.#combining = new Combining(this.#standing, this.#candidates, context.services);
  }

  async run(): Promise<AutomlResult> {
    const { storage } = this.#context.services;
    // Of a search that runs again: what it asked for before. What was combined is combined anew.
    const before = await storage.runs.list({ parentId: this.#whole.id });
    for (const run of before) await this.#known(run);
    const all = before.flatMap(({ candidate }) => candidate ?? []).sort((a, b) => a.number - b.number);
    const asked = all.filter(({ origin }) => origin !== 'combined' && origin !== 'whole');
    const untried = await this.#portfolio(asked, (all.at(-1)?.number ?? -1) + 1);
    await this.#tuneAgain(asked);
    await this.#fold();
    const combines = suits(ensemble, this.#version.schema.kind, this.#input.task);
    if (combines) await this.#combining.weigh();
    else this.#standing.note('Models that answer like this are not combined yet.');
    await this.#useTime(untried, combines);
    if (combines) await this.#combining.weigh();
    // What the end takes is known better now.
    await this.#useTime([], combines);
    if (combines) {
      await this.#combining.weigh();
      await this.#combining.learnWhole();
    }
    return await this.#end();
  }

  /** Until what is left is needed for the end: what was not tried before, then other settings, in rounds that are folded. */
  async #useTime(untried: readonly Wanted[], combines: boolean): Promise<void> {
    const ends = () => this.#limit - (combines ? this.#combining.seconds : endSeconds);
    const set = () => {
      [this.#fitsEnd, this.#foldsEnd, this.#over] = [ends(), ends(), 0];
    };
    set();
    const begun = this.#clock.used;
    const waiting = [...untried, ...this.#again()];
    const left = await this.#each(waiting, (wanted) => this.#fitOne(wanted));
    if (left.length > 0)
      this.#standing.note(`The time did not suffice to try: ${left.map(titleOf).join('; ')}.`);
    await this.#fold();
    let took = (this.#clock.used - begun) / Math.max(1, waiting.length);
    let idle = 0;
    while (idle < 3) {
      set();
      const time = ends() - this.#clock.used;
      if (time <= 0) return;
      const count = Math.max(1, Math.min(mostTunedAtOnce, Math.floor(time / Math.max(took, 1e-3))));
      const [at, trained] = [this.#clock.used, this.#standing.fits.size];
      await this.#standing.write('tuning');
      await this.#tune(count);
      await this.#fold();
      idle = this.#standing.fits.size > trained ? 0 : idle + 1;
      if (idle === 0) took = (this.#clock.used - at) / count;
    }
  }

  /** What was stopped because it took long, where there is more time now than it had. */
  #again(): Wanted[] {
    const left = this.#fitsEnd - this.#clock.used;
    return [...this.#tooLong].flatMap(([id, seconds]) => {
      const wanted = this.#standing.wanted.get(id);
      if (!wanted || left < 1.5 * seconds) return [];
      this.#standing.lines.delete(id);
      return [{ ...wanted, number: this.#standing.number() }];
    });
  }

  /** It ended in an earlier run of the job: it costs no time to take it up. */
  async #known({ id, status }: Run): Promise<void> {
    if (status === 'running') return;
    this.#ended.add(id);
    const folds = await this.#context.services.storage.runs.list({ parentId: id });
    const done = folds.filter((run) => run.status === 'finished');
    if (done.length > 0)
      this.#standing.folds.set(
        id,
        done.sort((a, b) => (a.fold?.index ?? 0) - (b.fold?.index ?? 0)),
      );
  }

  /** Answers those for which no time was left. */
  async #portfolio(asked: readonly Wanted[], free: number): Promise<Wanted[]> {
    await this.#standing.write('portfolio');
    const { portfolio } = presets[this.#plan.preset];
    const listed = portfolioOf({
      kind: this.#version.schema.kind,
      task: this.#input.task,
      rows: this.#version.rows,
    })
      .slice(0, portfolio)
      .map((one, number): Wanted => asked.find((known) => known.number === number) ?? { ...one, number });
    this.#listed = listed.length;
    this.#standing.reserve(Math.max(listed.length, free));
    return await this.#each(listed, (wanted) => this.#fitOne(wanted));
  }

  /** As many at a time as trainings may be; answers those for which no time was left. `until`: seconds. */
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
        const isFirst = this.#standing.lines.size === 0;
        const isLate = !isFirst && this.#clock.used > until;
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
    await this.#standing.begin(id, wanted);
    const left = this.#fitsEnd - this.#clock.used;
    const most = Math.min(Math.max(longestShare * left, leastShare * this.#limit), left + this.#over);
    const before = this.#standing.quickestOf(wanted);
    if (before !== undefined && before > most && !this.#ended.has(id)) {
      this.#standing.reject(
        id,
        `Not tried: the same family took ${Math.ceil(before)} seconds before, and ${Math.floor(most)} were left.`,
      );
      return;
    }
    const begun = this.#clock.used;
    const run = await this.#candidates.fit(wanted, this.#standing.none ? this.#clock.left : most);
    if (run.status === 'killed') this.#tooLong.set(id, this.#clock.used - begun);
    await this.#standing.judge(
      run,
      `It took longer than ${Math.round(this.#clock.used - begun)} seconds and was stopped.`,
    );
  }

  /** Before the first folds; what an earlier run of the job tried is taken up. */
  async #tuneAgain(asked: readonly Wanted[]): Promise<void> {
    const again = asked.filter(({ number }) => number >= this.#listed);
    if (again.length > 0) await this.#each(again, (wanted) => this.#fitOne(wanted));
    const { tuned } = presets[this.#plan.preset];
    if (tuned <= again.length) return;
    await this.#standing.write('tuning');
    await this.#tune(tuned - again.length);
  }

  /** Other settings of the families that lead, proposed by what is known of each. */
  async #tune(count: number): Promise<void> {
    const slots = Array.from(
      { length: count },
      (): Wanted => ({ number: -1, family: '', origin: 'tuned', params: {} }),
    );
    await this.#each(slots, async () => {
      const { board, wanted, fits } = this.#standing;
      const leading = [
        ...new Set(
          board.flatMap(({ runId, origin }) => {
            const known = origin === 'combined' ? undefined : wanted.get(runId);
            return known && this.#mayTune(known) ? [known.family] : [];
          }),
        ),
      ];
      const proposed = proposeSettings(this.#turn++, leading, [...fits.values()], this.#plan);
      const same = JSON.stringify(proposed?.params);
      const isKnown = [...wanted.values()].some(
        ({ family, params }) => family === proposed?.family && JSON.stringify(params) === same,
      );
      if (proposed && !isKnown) await this.#fitOne({ ...proposed, number: this.#standing.number() });
    });
  }

  /** A fit and its folds may still end in time. */
  #mayTune(wanted: Wanted): boolean {
    const left = Math.max(this.#fitsEnd, this.#foldsEnd) - this.#clock.used;
    return (this.#standing.quickestOf(wanted) ?? 0) * (1 + this.#plan.folds) < left;
  }

  /** Successive halving over folds: two for all that lead, the rest for the better half of them. */
  async #fold(): Promise<void> {
    const { folds } = this.#plan;
    if (folds === 0) return;
    await this.#standing.write('folds');
    const until = this.#foldsEnd;
    const left = until - this.#clock.used;
    let leading = this.#standing.board
      // One whose folds would not end.
      .filter(
        (line) =>
          line.folds === undefined &&
          line.origin !== 'combined' &&
          (line.fitSeconds ?? 0) * folds < mostFoldedShare * left,
      )
      .slice(0, presets[this.#plan.preset].folded)
      .flatMap(({ runId }) => this.#standing.wanted.get(runId) ?? []);
    const few = Math.min(2, folds);
    const rounds = [
      { from: 0, to: few },
      { from: few, to: folds },
    ];
    for (const { from, to } of rounds) {
      const late = await this.#each(leading, (wanted) => this.#foldsOf(wanted, from, to), until);
      const scored = leading
        .filter((wanted) => !late.includes(wanted))
        .sort((a, b) => this.#meanOfFolds(b) - this.#meanOfFolds(a));
      leading = scored.slice(0, Math.max(2, Math.ceil(scored.length / 2)));
    }
  }

  async #foldsOf(wanted: Wanted, from: number, to: number): Promise<void> {
    const id = this.#candidates.runId(wanted.number);
    const runs = this.#standing.folds.get(id) ?? [];
    this.#standing.folds.set(id, runs);
    const { folds } = this.#plan;
    for (let index = Math.max(from, runs.length); index < to; index++) {
      const left = this.#foldsEnd - this.#clock.used;
      if (left <= 0) break;
      const fold = { index, folds, repeat: 0 };
      const run = await this.#candidates.fold(wanted, fold, left, this.#standing.fits.get(id));
      if (run.status !== 'finished') break;
      runs.push(run);
    }
    await this.#standing.judgeFolds(id);
  }

  /** More is better. */
  #meanOfFolds(wanted: Wanted): number {
    const { metric, better } = this.#plan.objective;
    const runs = this.#standing.folds.get(this.#candidates.runId(wanted.number)) ?? [];
    const values = runs.map(({ summary }) => summary[metric] ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Number.isFinite(mean) ? (better === 'higher' ? mean : -mean) : Number.NEGATIVE_INFINITY;
  }

  async #end(): Promise<AutomlResult> {
    const { storage } = this.#context.services;
    await this.#standing.dropDeleted();
    const { board, fits, lines } = this.#standing;
    const best = chosenOf(this.#plan, board, ({ runId }) => fits.get(runId)?.summary);
    if (!best?.versionId) throw noModel(this.#plan, [...lines.values()], (id) => fits.get(id));
    const chosen = { runId: best.runId, versionId: best.versionId };
    await storage.models.setAlias(this.#whole.modelId, 'champion', chosen.versionId);
    await this.#standing.write('done', chosen);
    await storage.runs.update(this.#whole.id, {
      status: 'finished',
      finishedAt: Date.now(),
      summary: fits.get(best.runId)?.summary ?? {},
    });
    return {
      best: chosen,
      models: [...lines.values()].filter(({ versionId }) => versionId !== undefined).length,
      usedSeconds: this.#clock.used,
    };
  }
}
