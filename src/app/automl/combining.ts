/**
 * The end of a search: those that lead are weighed as an ensemble, and where folds judged them its members learn once more
 * from all rows but those of the test; what folds said of them goes on judging.
 */
import type { EnsembleBody } from '#/core/bodies/ensemble';
import { chosenOf } from '#/core/automl/board';
import { ensemble } from '#/core/families/ensemble';
import { families } from '#/core/families/registry';
import { learnerOf } from '#/core/learners/registry';
import type { BoardLine } from '#/core/protocol/automl';
import type { ModelVersion, Run } from '#/core/protocol/model';
import type { TrainConfig } from '#/core/protocol/train';
import type { AppServices } from '../services';
import type { Candidates, Wanted } from './candidates';
import {
  combineSecondsOf,
  endSeconds,
  leastValidation,
  mostWholeShare,
  presets,
  slack,
  wholeFactor,
} from './presets';
import type { Standing } from './standing';

/** One line of the board that may be a member, and its version. */
interface Member {
  line: BoardLine;
  version: ModelVersion;
}

export class Combining {
  readonly #standing: Standing;
  readonly #candidates: Candidates;
  readonly #storage: AppServices['storage'];
  /** Weighed last. */
  #members = '';
  #lasted: number | undefined;
  #weighed: { run: Run; held: Member[] } | undefined;

  constructor(standing: Standing, candidates: Candidates, { storage }: Pick<AppServices, 'storage'>) {
    [this.#standing, this.#candidates, this.#storage] = [standing, candidates, storage];
  }

  /** That the end will take. */
  get seconds(): number {
    const { plan } = this.#standing;
    const limit = plan.timeLimitSeconds;
    if (this.#lasted === undefined) return combineSecondsOf(limit);
    const again = plan.folds > 0 ? this.#wholeSeconds + this.#lasted : 0;
    return slack * (this.#lasted + again) + endSeconds;
  }

  /** Of those that fit into the share of the time which is theirs. */
  get #wholeSeconds(): number {
    if (this.#weighed && !this.#leads) return 0;
    const lines = this.#weighed?.held.map(({ line }) => line) ?? this.#leading;
    const most = mostWholeShare * this.#standing.plan.timeLimitSeconds;
    return lines.reduce((sum, { fitSeconds = 0 }) => {
      const next = sum + wholeFactor * fitSeconds;
      return next <= most ? next : sum;
    }, 0);
  }

  /** What was weighed last would be chosen. */
  get #leads(): boolean {
    const { plan, board, fits } = this.#standing;
    const chosen = chosenOf(plan, board, ({ runId }) => fits.get(runId)?.summary);
    return chosen !== undefined && chosen.runId === this.#weighed?.run.id;
  }

  /** Those that folds judged, else all. */
  get #leading(): BoardLine[] {
    const ready = this.#standing.board.filter(({ origin }) => origin !== 'combined');
    const folded = ready.filter(({ folds }) => folds !== undefined);
    return (folded.length > 1 ? folded : ready).slice(0, presets[this.#standing.plan.preset].members);
  }

  /** Weighs those that lead, unless it has. */
  async weigh(): Promise<void> {
    const { clock } = this.#standing;
    await this.#standing.dropDeleted();
    const leading = this.#leading;
    const key = leading.map(({ runId, folds }) => `${runId} ${folds ?? ''}`).join();
    if (leading.length < 2 || clock.left <= endSeconds || key === this.#members) return;
    this.#members = key;
    await this.#standing.write('combining');
    const members = (
      await Promise.all(
        leading.map(async (line) => ({
          line,
          version: await this.#storage.models.version(line.versionId ?? ''),
        })),
      )
    ).filter((one): one is Member => one.version !== undefined);
    const begun = clock.used;
    const run = await this.#together(
      members.map(({ version }) => version),
      {
        folds: leading.every(({ folds }) => folds !== undefined) ? leading.map(({ runId }) => runId) : [],
        title: `Ensemble of ${members.length}, greedy`,
      },
    );
    if (run.status !== 'finished') return;
    this.#lasted = clock.used - begun;
    const told = await this.#toldOf(run);
    this.#weighed = { run, held: members.filter((_, i) => (told?.members[i]?.weight ?? 0) > 0) };
  }

  /** Where the ensemble leads: its members from all rows but those of the test, weighed as before. */
  async learnWhole(): Promise<void> {
    const { plan, clock } = this.#standing;
    if (!this.#weighed || plan.folds === 0) return;
    const { run, held } = this.#weighed;
    const line = this.#standing.lines.get(run.id);
    if (line?.bestMember === undefined || !this.#leads) return;
    const until = clock.left - slack * (this.#lasted ?? 0) - endSeconds;
    if (until <= 0) return;
    await this.#standing.write('combining');
    const ends = clock.used + until;
    const versions: ModelVersion[] = [];
    let learnt = 0;
    for (const { line: own, version } of held) {
      const whole = await this.#whole(own, ends - clock.used);
      if (whole) learnt++;
      versions.push(whole ?? version);
    }
    if (learnt === 0) return;
    await this.#together(versions, {
      folds: held.map(({ line: own }) => own.runId),
      judgedByFolds: true,
      // Weighed as that was: what of the members counts for nothing changes no weight.
      like: line,
      title: `Ensemble of ${held.length}, ${learnt === held.length ? '' : `${learnt} of them `}learnt from all rows`,
    });
  }

  /** As `line` was, without a validation part; undefined where there is no time, or that part chose something of it. */
  async #whole({ runId, fitSeconds = 0 }: BoardLine, mostSeconds: number): Promise<ModelVersion | undefined> {
    const { wanted, fits, folds } = this.#standing;
    const [known, fit] = [wanted.get(runId), fits.get(runId)];
    if (!known || !fit || wholeFactor * fitSeconds > mostSeconds) return undefined;
    const learner = learnerOf(families.get(known.family), { params: known.params, training: fit.config });
    if (learner.needsValidation) return undefined;
    const best = (folds.get(runId) ?? [])
      .map(({ summary }) => summary.bestEpoch ?? 0)
      .filter((epoch) => epoch > 0);
    const training: Partial<TrainConfig> = { validationSplit: leastValidation };
    if (learner.heeds('earlyStopping')) {
      if (best.length === 0) return undefined;
      training.earlyStopping = false;
      training.epochs = Math.max(1, Math.round(best.reduce((sum, epoch) => sum + epoch, 0) / best.length));
    }
    const again: Wanted = { ...known, number: this.#standing.number(), origin: 'whole', of: runId };
    const { modelVersionId } = await this.#candidates.fit(again, mostSeconds, training);
    return modelVersionId === undefined ? undefined : await this.#storage.models.version(modelVersionId);
  }

  async #together(
    versions: readonly ModelVersion[],
    {
      title,
      like,
      ...by
    }: { title: string; like?: BoardLine; folds: readonly string[]; judgedByFolds?: boolean },
  ): Promise<Run> {
    const standing = this.#standing;
    const wanted: Wanted = {
      number: standing.number(),
      family: ensemble.type,
      origin: 'combined',
      params: {},
    };
    const id = this.#candidates.runId(wanted.number);
    await standing.begin(id, wanted, title);
    const run = await this.#candidates.together(wanted, versions, by, standing.clock.left - endSeconds);
    await standing.judge(run, 'The time ended before the members were weighed.');
    const told = await this.#toldOf(run);
    const line = standing.lines.get(id);
    const { metric, better } = standing.plan.objective;
    const score = told?.onFolds?.together[metric];
    const alone = told?.onFolds?.alone.flatMap((own) => own[metric] ?? []) ?? [];
    if (line && score !== undefined && alone.length > 0) {
      const bestMember = better === 'higher' ? Math.max(...alone) : Math.min(...alone);
      const judged = { score: like?.score ?? score, bestMember: like?.bestMember ?? bestMember };
      standing.lines.set(id, { ...line, ...judged, folds: standing.plan.folds });
    }
    return run;
  }

  async #toldOf({ modelVersionId }: Run): Promise<EnsembleBody['told'] | undefined> {
    const version =
      modelVersionId === undefined ? undefined : await this.#storage.models.version(modelVersionId);
    return (version?.body.spec as EnsembleBody | undefined)?.told;
  }
}
