/**
 * Which backend a job runs on: the one that is expected to be through with it first, measured with its own steps, or
 * as asked; another when one fails, and why. What cannot be first is not measured: on a slow machine that alone
 * would take longer than the job.
 */
import { isOutOfMemory } from '#/core/arch/outOfMemory';
import { weightUses } from '#/core/arch/shapes';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import { type BackendChoice, type BackendName, backendNames, type TrainConfig } from '#/core/protocol/train';
import { rowsPerStep, stepsPerEpoch } from '#/core/train/batchOrder';
import type { TrainSpec } from '../train/trainSpec';
import { backendReason, backendTitles } from './backendReason';
import { type Measuring, measureStep, type StepCost } from './measureStep';
import { openBackend } from './openBackend';
import type { TfBackend } from './tfBackend';

export interface ChosenBackend {
  backend: TfBackend;
  choice: BackendChoice;
}

export interface ChooseDeps {
  open(name: BackendName, large: boolean): Promise<TfBackend>;
  measure(spec: TrainSpec, backend: TfBackend, how: Measuring): Promise<StepCost>;
}

/** Multiply-adds of a step's forward pass: below, handing work to threads or a GPU costs more than it gives. */
const largeStep = 50e6;
/** Passes over the network in a step: forward, and back to the weights at least. */
const passes = 2;
/** Plain JavaScript has never been seen near it. */
const mostCpuPerMs = 2e6;
/** A device was never ready sooner. */
const leastGpuReadyMs = 300;

export async function chooseBackend(
  spec: TrainSpec,
  wanted: TrainConfig['backend'],
  /** The backend a resumed run began on: only there does the curve continue to the bit. */
  begunOn?: BackendName,
  deps: ChooseDeps = { open: openBackend, measure: measureStep },
): Promise<ChosenBackend> {
  const asked = begunOn ?? (wanted === 'auto' ? undefined : wanted);
  return asked ? await takeAsked(spec, asked, begunOn !== undefined, deps) : await takeFastest(spec, deps);
}

/** Multiply-adds of a forward pass over the rows of a step. */
const workOf = ({ arch, config, train }: TrainSpec): number =>
  weightUses(arch) * Math.min(rowsPerStep(config), train.rows);
const isLarge = (spec: TrainSpec): boolean => workOf(spec) >= largeStep;

async function takeAsked(
  spec: TrainSpec,
  asked: BackendName,
  resumed: boolean,
  deps: ChooseDeps,
): Promise<ChosenBackend> {
  const measured: BackendChoice['measured'] = [];
  const failures: unknown[] = [];
  for (const name of [asked, ...backendNames.filter((other) => other !== asked)]) {
    let backend: TfBackend | undefined;
    try {
      backend = await deps.open(name, isLarge(spec));
      await deps.measure(spec, backend, { onlyTry: true });
      measured.push({ backend: name });
      const failed = measured.find((entry) => entry.backend === asked)?.error;
      const reason =
        name !== asked
          ? `${backendTitles[asked]} ${resumed ? 'began this run' : 'was asked for'} but failed (${failed}), so it runs on ${backendTitles[name]}${resumed ? ', where the last digits differ' : ''}.`
          : resumed
            ? `Continues on ${backendTitles[name]}, where the run began.`
            : `${backendTitles[name]} was asked for.`;
      return { backend, choice: { backend: name, reason, measured } };
    } catch (thrown) {
      backend?.close();
      failures.push(thrown);
      measured.push({ backend: name, error: toErrorInfo(thrown).message.replace(/\.$/, '') });
    }
  }
  throw noBackend(measured, failures);
}

async function takeFastest(spec: TrainSpec, deps: ChooseDeps): Promise<ChosenBackend> {
  const measured: BackendChoice['measured'] = [];
  const failures: unknown[] = [];
  const steps = spec.config.epochs * stepsPerEpoch(spec.train.rows, rowsPerStep(spec.config));
  const large = isLarge(spec);
  let best: { backend: TfBackend; totalMs: number } | undefined;
  // What probably wins comes first, so that the others need not be measured to the end.
  const order: BackendName[] = large ? ['webgpu', 'wasm', 'cpu'] : ['wasm', 'cpu', 'webgpu'];
  for (const name of order) {
    const bestMs: number = best?.totalMs ?? Number.POSITIVE_INFINITY;
    const readyMs = name === 'webgpu' ? leastGpuReadyMs : 0;
    const leastMs = name === 'cpu' ? (passes * workOf(spec)) / mostCpuPerMs : 0;
    if (readyMs + steps * leastMs >= bestMs) {
      measured.push({
        backend: name,
        notMeasured: leastMs > 0 ? { atLeastMs: leastMs } : { readyMs },
      });
      continue;
    }
    let backend: TfBackend | undefined;
    try {
      backend = await deps.open(name, large);
      const { setUpMs, stepMs, rows } = await deps.measure(spec, backend, {
        worthMs: (bestMs - readyMs) / steps,
      });
      if (rows !== undefined) {
        backend.close();
        measured.push({ backend: name, notMeasured: { atLeastMs: stepMs, rows } });
        continue;
      }
      const totalMs = setUpMs + steps * stepMs;
      measured.push({ backend: name, setUpMs, stepMs, totalMs });
      if (bestMs <= totalMs) backend.close();
      else {
        best?.backend.close();
        best = { backend, totalMs };
      }
    } catch (thrown) {
      backend?.close();
      failures.push(thrown);
      measured.push({ backend: name, error: toErrorInfo(thrown).message.replace(/\.$/, '') });
    }
  }
  if (!best) throw noBackend(measured, failures);
  await best.backend.activate();
  const { name } = best.backend;
  measured.sort((a, b) => backendNames.indexOf(a.backend) - backendNames.indexOf(b.backend));
  return {
    backend: best.backend,
    choice: { backend: name, reason: backendReason(name, measured, steps), measured },
  };
}

const noBackend = (measured: BackendChoice['measured'], failures: unknown[]): TetradError =>
  new TetradError({
    code: failures.some(isOutOfMemory) ? 'outOfMemory' : 'unsupported',
    message: 'No backend could run a step of this job.',
    place: measured.map(({ backend, error }) => `${backendTitles[backend]}: ${error ?? 'failed'}`).join('; '),
    hint: 'A smaller model or batch may fit.',
  });
