/**
 * What this very job costs on a backend, measured on throw-away weights: apart what is paid once (pipelines made,
 * kernels chosen, code warmed up) and what every step takes after it.
 */
import type { FrameSource } from '../kinds/frameSource';
import type { Split } from '../kinds/preparedData';
import { initWeights } from '#/core/arch/initWeights';
import { planSchedule } from '#/core/schedules/planSchedule';
import { batchOrder, rowsPerStep } from '#/core/train/batchOrder';
import type { TrainSpec } from '../train/trainSpec';
import { Stepper } from '../train/step/stepper';
import type { TfBackend } from './tfBackend';

export interface StepCost {
  setUpMs: number;
  stepMs: number;
  /** Rows of that step, where it took too long with these already: then it is not known what a whole one takes. */
  rows?: number;
}

export interface Measuring {
  /** Whether it works is all that is asked. */
  onlyTry?: boolean;
  /** A step that takes longer need not be looked at again. */
  worthMs?: number;
  /** Chooses kernels for what the first step met; on a device. */
  tune?(): Promise<unknown>;
  now?(): number;
}

const enoughMs = 150;
const maxSteps = 40;
/** A step this slow needs no second look. */
const slowMs = 1500;
/** Below, code that is not warmed up yet is most of what a first step takes. */
const warmUpMs = 200;
/** Part of a batch tells whether all of it could be worth it; then so many times more. */
const moreRows = 4;

export async function measureStep(
  full: TrainSpec,
  backend: TfBackend,
  {
    onlyTry = false,
    worthMs = Number.POSITIVE_INFINITY,
    tune,
    now = () => performance.now(),
  }: Measuring = {},
): Promise<StepCost> {
  const { guard } = backend;
  const batch = Math.min(rowsPerStep(full.config), full.train.rows);
  const spec = { ...full, train: await head(full.train, full.width, batch * 4) };
  const batches = batchOrder(spec.config.seed, 1, spec.train.rows, batch).filter(
    (rows) => rows.length === batch,
  );
  const stepper = new Stepper(spec, backend, initWeights(spec.arch, spec.config.seed));
  const plan = planSchedule(spec.config, maxSteps);
  let step = 0;
  /** Milliseconds of a step, of `rows` of a batch. */
  const run = async (count: number, rows = batch): Promise<number> => {
    const startedAt = now();
    for (let i = 0; i < count; i++) {
      const taken = batches[step % batches.length] as Uint32Array;
      step++;
      const loss = stepper.step(taken.subarray(0, rows), step, plan.rateAt(step, {}));
      try {
        // Only the last is read: its value needs all steps before it.
        if (i === count - 1) await loss.data();
      } finally {
        loss.dispose();
      }
    }
    const stepMs = (now() - startedAt) / count;
    // Without a step scope errors arrive uncaptured, which the guard latches as well.
    await guard.settle();
    guard.check();
    return stepMs;
  };
  try {
    const isTooSlow = (ms: number) => !backend.device && ms > Math.max(worthMs, warmUpMs);
    if (worthMs > warmUpMs && worthMs < Number.POSITIVE_INFINITY && !backend.device)
      for (let rows = 1; rows < batch; rows *= moreRows) {
        const stepMs = await run(1, rows);
        if (isTooSlow(stepMs)) return { setUpMs: 0, stepMs, rows };
      }
    const startedAt = now();
    const firstMs = await run(1);
    if (isTooSlow(firstMs)) return { setUpMs: 0, stepMs: firstMs };
    if (backend.device && tune) {
      await tune();
      if (!onlyTry) await run(1);
    }
    const readyMs = now() - startedAt;
    const stepMs = onlyTry ? firstMs : await steady(run);
    return { setUpMs: Math.max(0, readyMs - stepMs), stepMs };
  } catch (thrown) {
    throw await guard.explain(thrown);
  } finally {
    stepper.dispose();
  }
}

async function steady(run: (count: number) => Promise<number>): Promise<number> {
  const second = await run(1);
  if (second > slowMs) return second;
  const rough = await run(3);
  return await run(Math.max(3, Math.min(maxSteps, Math.round(enoughMs / rough))));
}

async function head(split: Split, width: number, wanted: number): Promise<Split> {
  const rows = Math.min(split.rows, wanted);
  const target = split.target.subarray(0, rows);
  if (!split.frames) return { rows, features: split.features.subarray(0, rows * width), target };
  const length = split.frames.length / split.rows;
  const part = (frames: Int32Array | undefined) => frames?.subarray(0, (frames.length / split.rows) * rows);
  const targetFrames = part(split.targetFrames);
  const frames = split.frames.subarray(0, rows * length);
  // No season is judged here.
  const some = { ...split, rows, target, frames, targetFrames, seasonalFrames: undefined };
  return split.source ? await resident(some, split.source) : some;
}

/** What is read batch by batch is measured without its reading, which goes on beside the steps. */
async function resident(split: Split, source: FrameSource): Promise<Split> {
  const frames = split.frames ?? new Int32Array(0);
  const { targetFrames } = split;
  const distinct = Int32Array.from(new Set([...frames, ...(targetFrames ?? [])]));
  const numbers = new Map(Array.from(distinct, (frame, at) => [frame, at]));
  const renumber = (some: Int32Array) => some.map((frame) => numbers.get(frame) as number);
  return {
    ...split,
    source: undefined,
    features: await source.read(distinct),
    frames: renumber(frames),
    ...(targetFrames && { targetFrames: renumber(targetFrames) }),
  };
}
