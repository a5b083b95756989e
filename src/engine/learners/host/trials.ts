/**
 * The course of a learner that is told nothing to aim at: it tries some settings, one an epoch, judges what each finds on
 * rows that it did not see where there are enough, and keeps the best. A checkpoint holds what was tried and the best.
 */
import { z } from 'zod';
import { packWeights, unpackWeights } from '#/core/bodies/tensorBlob';
import type { Rows, Worked } from '#/core/clusters/rows';
import type { HostWeight } from '#/core/layers/layerDef';
import type { BlobRef } from '#/core/protocol/dataset';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { ModelBody, WeightRef } from '#/core/protocol/model';
import type { TaskSpec } from '#/core/protocol/train';
import type { KeptRows } from '#/core/tasks/keptRows';
import type { Split } from '../../kinds/preparedData';
import type { SplitName } from '../../train/judge/splitMeter';
import { atSlowest } from '../../train/record/atSlowest';
import type { LearnerJob, Learnt } from '../learner';
import { HostRun } from './hostRun';
import { type RowSpec, rowSpec } from './rowSpec';
import { tellPrepared } from './tellPrepared';

/** What one setting found. */
export interface Trial {
  /** What it takes beside the arrays. */
  facts: Record<string, number>;
  tensors: Map<string, HostWeight>;
}

export type Figures = Record<string, number>;

export interface Method {
  reason: string;
  /** How many settings are tried. */
  trials: number;
  fit(trial: number, data: Rows, worked: Worked): Promise<Trial>;
  /** So many rows are answered between two breaths. */
  rowsAtOnce?: number;
  /** Raw outputs, row-major. */
  outputs(trial: Trial, features: Float32Array, rows: number): Float32Array;
  /** What a trial is worth on a part, by metric; what is not finite is left out. */
  figures(name: SplitName, part: Split, outputs: Float32Array, trial: Trial): Figures;
  /** Of the rows at `places` what the task keeps. */
  kept(
    name: SplitName,
    part: Split,
    places: ArrayLike<number>,
    outputs: Float32Array,
    trial: Trial,
  ): KeptRows;
  /** Whether the later of two is the better. */
  better(now: Figures, before: Figures): boolean;
  task(task: TaskSpec, trial: Trial): TaskSpec;
  body(trial: Trial, stored: { blob: BlobRef; tensors: WeightRef[] }, width: number): ModelBody;
  /** Worth knowing before, and of what was found. */
  warnings?: string[];
  remarks?(trial: Trial): string[];
}

const numbers = z.record(z.string(), z.number());
const storedState = z.object({
  version: z.literal(1),
  learner: z.string(),
  fingerprint: z.string(),
  tried: z.array(numbers),
  /** Absent while the first is at work. */
  best: z.object({ place: z.int().min(0), facts: numbers }).optional(),
  tensors: z.array(
    z.object({ name: z.string(), shape: z.array(z.int().min(0)), byteOffset: z.int().min(0) }),
  ),
});

/** Values looked at between two breaths, and in a millisecond on the slowest machine. */
const breathWork = 2 ** 21;
const slowestPerMs = 1000;
const standardRowsAtOnce = 4096;

export class Trials {
  private tried: Figures[] = [];
  private best?: { place: number; trial: Trial };
  private run?: HostRun;
  private work = 0;
  private readonly learner: string;
  private readonly spec: RowSpec;
  private readonly method: Method;
  private readonly job: LearnerJob;

  constructor(learner: string, job: LearnerJob, method: Method, spec = rowSpec(job)) {
    this.learner = learner;
    this.job = job;
    this.method = method;
    this.spec = spec;
  }

  async learn(): Promise<Learnt> {
    const { job, spec, method } = this;
    const { train, val, width, seenTrain } = spec;
    const stored = await job.record.resume((state, bytes, print) => this.restore(state, bytes, print));
    tellPrepared(job, spec, stored, {
      reason: method.reason,
      stepsPerEpoch: 1,
      warnings: method.warnings ?? [],
    });
    const run = new HostRun(
      job,
      { epochs: method.trials, totalSteps: method.trials, save: () => this.save() },
      { step: this.tried.length, epoch: this.tried.length },
    );
    this.run = run;
    const data = { rows: train.rows, width, features: train.features };
    for (let trial = this.tried.length; trial < method.trials; trial++) {
      expectBreath((4 * (breathWork + train.rows * width)) / slowestPerMs);
      const found = await method.fit(trial, data, (values) => this.worked(values));
      const figures = finite({
        ...method.figures('train', seenTrain, await this.answers(found, seenTrain), found),
        ...(val.rows > 0 && method.figures('val', val, await this.answers(found, val), found)),
        ...found.facts,
      });
      const before = this.best && (this.tried[this.best.place] as Figures);
      const isBest = !before || method.better(figures, before);
      if (isBest) this.best = { place: trial, trial: found };
      this.tried.push(figures);
      await run.epochEnded(figures, {
        rows: train.rows,
        score: isBest ? -trial : 0,
        best: isBest,
        last: trial === method.trials - 1,
      });
    }
    return await this.learnt(run.step);
  }

  private async learnt(step: number): Promise<Learnt> {
    const { job, spec, method, tried } = this;
    const { val, test, width } = spec;
    const { place, trial } = this.best as NonNullable<typeof this.best>;
    const keptOf = async (name: SplitName, part: Split, places: ArrayLike<number>) => {
      const outputs = await this.answers(trial, part);
      return {
        figures: finite(method.figures(name, part, outputs, trial)),
        kept: method.kept(name, part, places, outputs, trial),
      };
    };
    const validated = val.rows > 0 ? await keptOf('val', val, job.keep.val) : undefined;
    const tested = test && (await keptOf('test', test, job.keep.test));
    return {
      async body(blobs) {
        const { bytes, tensors } = packWeights(trial.tensors);
        expectBreath(atSlowest(bytes.byteLength));
        return method.body(trial, { blob: await blobs.put(bytes), tensors }, width);
      },
      metrics: { ...tried[place], ...validated?.figures, ...tested?.figures },
      bestEpoch: place + 1,
      step,
      stoppedEarly: false,
      kept: { val: validated?.kept, test: tested?.kept },
      task: method.task(spec.task, trial),
      warnings: method.remarks?.(trial) ?? [],
      backend: 'cpu',
      backendReason: method.reason,
    };
  }

  private async answers(trial: Trial, { rows, features }: Split): Promise<Float32Array> {
    const { width } = this.spec;
    const { rowsAtOnce = standardRowsAtOnce } = this.method;
    const parts: Float32Array[] = [];
    for (let from = 0; from < rows; from += rowsAtOnce) {
      const to = Math.min(from + rowsAtOnce, rows);
      parts.push(this.method.outputs(trial, features.subarray(from * width, to * width), to - from));
      await this.worked(breathWork / 4);
    }
    const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  private async worked(values: number): Promise<void> {
    this.work += values;
    if (this.work < breathWork) return;
    this.work = 0;
    await this.run?.breathe();
    const { train, width } = this.spec;
    expectBreath((4 * (breathWork + train.rows * width)) / slowestPerMs);
  }

  private save() {
    const { best } = this;
    const { bytes, tensors } = packWeights(best?.trial.tensors ?? new Map());
    const state: z.infer<typeof storedState> = {
      version: 1,
      learner: this.learner,
      fingerprint: this.job.record.fingerprint,
      tried: this.tried,
      ...(best && { best: { place: best.place, facts: best.trial.facts } }),
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
    if (!state || state.learner !== this.learner || (print ?? state.fingerprint) !== state.fingerprint)
      return undefined;
    const { tried, best } = state;
    if (tried.length > this.method.trials || (best?.place ?? -1) >= tried.length) return undefined;
    this.tried = tried;
    if (!best) return tried.length === 0 || undefined;
    const { place, facts } = best;
    this.best = { place, trial: { facts, tensors: unpackWeights(await bytes(), state.tensors) } };
    return true;
  }
}

const finite = (figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)));
