/** What a search knows by now: what it asked for, what was trained, and the leaderboard that its run shows. */
import { judgedBy, lineOf, ranked } from '#/core/automl/board';
import type { AutomlPlan, AutomlRecord, BoardLine } from '#/core/protocol/automl';
import type { Run } from '#/core/protocol/model';
import { latencyMetric, sizeMetric } from '#/core/sweeps/measured';
import type { AppServices } from '../services';
import { measureTrial } from '../sweeps/measureTrial';
import { wasDeleted } from './noModel';
import { titleOf, type Wanted } from './candidates';
import type { Clock } from './clock';

export class Standing {
  readonly wanted = new Map<string, Wanted>();
  readonly fits = new Map<string, Run>();
  readonly folds = new Map<string, Run[]>();
  readonly lines = new Map<string, BoardLine>();
  readonly #notes = new Set<string>();
  readonly #services: AppServices;
  readonly #runId: string;
  readonly plan: AutomlPlan;
  readonly clock: Clock;
  #number = 0;
  #free: AutomlRecord['free'];

  constructor(services: AppServices, runId: string, plan: AutomlPlan, clock: Clock) {
    this.#services = services;
    this.#runId = runId;
    this.plan = plan;
    this.clock = clock;
  }

  get board(): BoardLine[] {
    return ranked(this.plan, [...this.lines.values()]);
  }

  /** None is complete. */
  get none(): boolean {
    return ![...this.lines.values()].some(({ state }) => state === 'complete');
  }

  /** Numbers below are taken. */
  reserve(below: number): void {
    this.#number = Math.max(this.#number, below);
  }

  /** Of what is tried next. */
  number(): number {
    return this.#number++;
  }

  note(text: string): void {
    this.#notes.add(text);
  }

  /** It is being trained. */
  async begin(runId: string, wanted: Wanted, title = titleOf(wanted)): Promise<void> {
    this.wanted.set(runId, wanted);
    this.lines.set(runId, { runId, title, origin: wanted.origin, state: 'running' });
    await this.write();
  }

  reject(runId: string, why: string): void {
    this.lines.set(runId, { ...(this.lines.get(runId) as BoardLine), state: 'rejected', why });
  }

  async judge(run: Run, tooLong: string): Promise<void> {
    this.fits.set(run.id, run);
    const line = this.lines.get(run.id) as BoardLine;
    if (run.status !== 'finished') {
      const why = run.status === 'killed' ? tooLong : (run.error?.message ?? 'Its training failed.');
      this.lines.set(run.id, { ...line, state: run.status === 'killed' ? 'rejected' : 'failed', why });
      await this.write();
      return;
    }
    const { figure } = run;
    this.#free ??= figure?.free && { ...figure.free, metric: figure.metric, part: figure.part };
    const measured = await measureTrial(this.#services, run, [sizeMetric, latencyMetric]).catch(
      () => ({}) as Record<string, number>,
    );
    this.lines.set(run.id, lineOf(this.plan, line, run, this.folds.get(run.id) ?? [], measured));
    await this.write();
  }

  /** Its folds say more now. */
  async judgeFolds(runId: string): Promise<void> {
    const [fit, line] = [this.fits.get(runId), this.lines.get(runId)];
    if (fit && line)
      this.lines.set(runId, { ...line, ...judgedBy(this.plan, fit, this.folds.get(runId) ?? []) });
    await this.write();
  }

  /** What a person deleted meanwhile is no choice any more. */
  async dropDeleted(): Promise<void> {
    for (const { versionId, ...line } of this.lines.values()) {
      if (line.state !== 'complete' || versionId === undefined) continue;
      if (await this.#services.storage.models.version(versionId)) continue;
      this.lines.set(line.runId, { ...line, state: 'rejected', why: wasDeleted });
    }
  }

  /** Seconds, of fits of the same family. */
  quickestOf({ family }: Wanted): number | undefined {
    const took = [...this.lines.values()].flatMap(({ runId, fitSeconds }) =>
      fitSeconds !== undefined && this.wanted.get(runId)?.family === family ? [fitSeconds] : [],
    );
    return took.length > 0 ? Math.min(...took) : undefined;
  }

  async write(phase?: AutomlRecord['phase'], best?: AutomlRecord['best']): Promise<void> {
    const board = [...this.lines.values()];
    await this.#services.storage.runs.update(this.#runId, ({ automl }) =>
      automl
        ? {
            automl: {
              ...automl,
              usedSeconds: this.clock.used,
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
