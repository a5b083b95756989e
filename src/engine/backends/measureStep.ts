/** What one training step of this very job costs on a backend, measured on throw-away weights. */
import { initWeights } from '#/core/arch/initWeights';
import { planSchedule } from '#/core/schedules/planSchedule';
import { batchOrder, rowsPerStep } from '#/core/train/batchOrder';
import type { Split, TrainSpec } from '../train/trainSpec';
import { Stepper } from '../train/step/stepper';
import type { TfBackend } from './tfBackend';

const warmUpSteps = 2;
const enoughMs = 150;
const maxSteps = 40;
/** A step this slow needs no second look. */
const slowMs = 1500;

export async function measureStep(full: TrainSpec, backend: TfBackend): Promise<number> {
  const { guard } = backend;
  const batch = Math.min(rowsPerStep(full.config), full.train.rows);
  const spec = { ...full, train: head(full.train, full.width, batch * 4) };
  const batches = batchOrder(spec.config.seed, 1, spec.train.rows, batch).filter(
    (rows) => rows.length === batch,
  );
  const stepper = new Stepper(spec, backend, initWeights(spec.arch, spec.config.seed));
  const plan = planSchedule(spec.config, maxSteps);
  let step = 0;
  const run = async (count: number): Promise<number> => {
    const startedAt = performance.now();
    for (let i = 0; i < count; i++) {
      const rows = batches[step % batches.length] as Uint32Array;
      step++;
      const loss = stepper.step(rows, step, plan.rateAt(step, {}));
      try {
        // Only the last is read: its value needs all steps before it.
        if (i === count - 1) await loss.data();
      } finally {
        loss.dispose();
      }
    }
    return (performance.now() - startedAt) / count;
  };
  try {
    // Without a step scope errors arrive uncaptured, which the guard latches as well.
    const first = await run(warmUpSteps);
    await guard.settle();
    guard.check();
    if (first > slowMs) return first;
    const rough = await run(3);
    const precise = await run(Math.max(3, Math.min(maxSteps, Math.round(enoughMs / rough))));
    await guard.settle();
    guard.check();
    return precise;
  } catch (thrown) {
    throw await guard.explain(thrown);
  } finally {
    stepper.dispose();
  }
}

function head(split: Split, width: number, wanted: number): Split {
  const rows = Math.min(split.rows, wanted);
  const target = split.target.subarray(0, rows);
  if (!split.frames) return { rows, features: split.features.subarray(0, rows * width), target };
  const length = split.frames.length / split.rows;
  return { ...split, rows, target, frames: split.frames.subarray(0, rows * length) };
}
