/** Why a backend was taken, in words: what it and the others need to get ready, for a step and for the whole job. */
import type { BackendChoice, BackendName } from '#/core/protocol/train';

export const backendTitles: Record<BackendName, string> = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' };

type Measured = BackendChoice['measured'][number];

export function backendReason(taken: BackendName, measured: readonly Measured[], steps: number): string {
  const best = measured.find(({ backend }) => backend === taken);
  const others = measured.filter((entry) => entry !== best).map(otherText);
  const chosen = `${backendTitles[taken]} was fastest for this job: ${best ? costText(best) : ''} for ${stepsText(steps)}`;
  return `${[chosen, ...others].join('; ')}.`;
}

function otherText({ backend, error, notMeasured, ...cost }: Measured): string {
  const title = backendTitles[backend];
  if (error !== undefined) return `${title} is not available (${error})`;
  if (!notMeasured) return `${title} needed ${costText(cost)}`;
  const { atLeastMs, rows, readyMs } = notMeasured;
  if (readyMs !== undefined) return `${title} was not tried: it would not be ready sooner`;
  if (rows !== undefined)
    return `${title} cannot be faster: a step of ${rows === 1 ? 'one sample' : `${rows} samples`} needed ${timeText(atLeastMs ?? 0)}`;
  return `${title} cannot be faster: a step needs at least ${timeText(atLeastMs ?? 0)}`;
}

const costText = ({ setUpMs = 0, stepMs = 0, totalMs = 0 }: Omit<Measured, 'backend'>): string =>
  `${timeText(stepMs)} a step and ${timeText(setUpMs)} to get ready, ${timeText(totalMs)}`;

const stepsText = (steps: number): string =>
  steps === 1 ? 'one step' : `${steps.toLocaleString('en')} steps`;

function timeText(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 100) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = seconds / 60;
  return minutes < 100 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`;
}
