/** Set-up shortcuts through window.tetrad: what a journey needs to have but is not about. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type {} from '#/app/console';
import type { CommandInput, CommandName, CommandOutput } from '#/app/run';
import { expect } from './support';

export const irisCsv = readFileSync(new URL('../public/samples/iris.csv', import.meta.url), 'utf8');

/** A command, called the way a script would. Inputs and outputs must be JSON. */
export function tetrad<N extends CommandName>(
  page: Page,
  name: N,
  input: CommandInput<N>,
): Promise<CommandOutput<N>> {
  return page.evaluate(
    ([called, given]) =>
      (window.tetrad.run as (name: string, input: unknown) => Promise<unknown>)(called, given).catch(
        (thrown: Error & { code?: string }) => {
          throw new Error(`${called}: ${thrown.code ?? ''} ${thrown.message}`);
        },
      ),
    [name, input] as const,
  ) as Promise<CommandOutput<N>>;
}

export async function openStudio(page: Page, path = '/'): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
}

/** Imports a built-in sample and waits for its rows. */
export async function haveSample(
  page: Page,
  sampleId: CommandInput<'datasets.sample'>['sampleId'],
): Promise<string> {
  const { jobId, datasetId } = await tetrad(page, 'datasets.sample', { sampleId });
  const job = await tetrad(page, 'jobs.wait', { id: jobId });
  expect(job.status, job.error?.message).toBe('completed');
  return datasetId;
}

export interface Trained {
  datasetId: string;
  runId: string;
  modelId: string;
}

/** A finished run on a dataset: few epochs on the CPU unless asked otherwise. */
export async function haveRun(
  page: Page,
  datasetId: string,
  target: string,
  part: Partial<CommandInput<'training.submit'>> = {},
): Promise<Trained> {
  const { jobId, runId, modelId } = await tetrad(page, 'training.submit', {
    datasetId,
    target,
    family: 'mlp',
    ...part,
    training: { epochs: 12, backend: 'cpu', ...part.training },
  });
  const job = await tetrad(page, 'jobs.wait', { id: jobId });
  expect(job.status, job.error?.message).toBe('completed');
  return { datasetId, runId, modelId };
}

const readings = new Set([
  'epochMs',
  'stepMs',
  'gpuStepMs',
  'samplesPerSecond',
  'memoryBytes',
  'secondsLeft',
]);

/** Every logged value of a run but readings of clocks and memory: what must repeat to the bit. */
export async function curveOf(
  page: Page,
  runId: string,
): Promise<Record<string, [step: number, value: number][]>> {
  const { series } = await tetrad(page, 'runs.metrics', { runId });
  return Object.fromEntries(
    series
      .filter(({ name }) => !readings.has(name))
      .map(({ name, points }) => [name, points.map(({ step, value }) => [step, value])]),
  );
}
