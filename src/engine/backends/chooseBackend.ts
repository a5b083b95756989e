/** Which backend a job runs on: measured with its own steps, or as asked; another when one fails, and why. */
import { isOutOfMemory } from '#/core/arch/outOfMemory';
import { weightUses } from '#/core/arch/shapes';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import { type BackendChoice, type BackendName, backendNames, type TrainConfig } from '#/core/protocol/train';
import type { TrainSpec } from '../train/trainSpec';
import { measureStep } from './measureStep';
import { openBackend } from './openBackend';
import type { TfBackend } from './tfBackend';

export interface ChosenBackend {
  backend: TfBackend;
  choice: BackendChoice;
}

export interface ChooseDeps {
  open(name: BackendName, large: boolean): Promise<TfBackend>;
  measure(spec: TrainSpec, backend: TfBackend): Promise<number>;
}

/** Multiply-adds of a step's forward pass: below, handing work to threads was measured to cost more than it gives. */
const largeStep = 50e6;
const isLarge = (spec: TrainSpec): boolean => weightUses(spec.arch) * spec.config.batchSize >= largeStep;

const titles: Record<BackendName, string> = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' };

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
      measured.push({ backend: name, stepMs: await deps.measure(spec, backend) });
      const failed = measured.find((entry) => entry.backend === asked)?.error;
      const reason =
        name !== asked
          ? `${titles[asked]} ${resumed ? 'began this run' : 'was asked for'} but failed (${failed}), so it runs on ${titles[name]}${resumed ? ', where the last digits differ' : ''}.`
          : resumed
            ? `Continues on ${titles[name]}, where the run began.`
            : `${titles[name]} was asked for.`;
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
  let best: { backend: TfBackend; stepMs: number } | undefined;
  for (const name of backendNames) {
    let backend: TfBackend | undefined;
    try {
      backend = await deps.open(name, isLarge(spec));
      const stepMs = await deps.measure(spec, backend);
      measured.push({ backend: name, stepMs });
      if (best && best.stepMs <= stepMs) backend.close();
      else {
        best?.backend.close();
        best = { backend, stepMs };
      }
    } catch (thrown) {
      backend?.close();
      failures.push(thrown);
      measured.push({ backend: name, error: toErrorInfo(thrown).message.replace(/\.$/, '') });
    }
  }
  if (!best) throw noBackend(measured, failures);
  await best.backend.activate();
  return {
    backend: best.backend,
    choice: { backend: best.backend.name, reason: fastest(measured, best), measured },
  };
}

function fastest(measured: BackendChoice['measured'], best: { backend: TfBackend; stepMs: number }): string {
  const others = measured.flatMap(({ backend, stepMs, error }) => {
    if (backend === best.backend.name) return [];
    return stepMs === undefined
      ? [`${titles[backend]} is not available (${error})`]
      : [`${titles[backend]} needed ${toMs(stepMs)}`];
  });
  const rest = others.length > 0 ? `; ${others.join(', ')}` : '';
  return `${titles[best.backend.name]} was fastest for this job: ${toMs(best.stepMs)} a step${rest}.`;
}

const toMs = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

const noBackend = (measured: BackendChoice['measured'], failures: unknown[]): TetradError =>
  new TetradError({
    code: failures.some(isOutOfMemory) ? 'outOfMemory' : 'unsupported',
    message: 'No backend could run a step of this job.',
    place: measured.map(({ backend, error }) => `${titles[backend]}: ${error ?? 'failed'}`).join('; '),
    hint: 'A smaller model or batch may fit.',
  });
