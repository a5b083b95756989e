/** Figures of a trial that its training does not say: how large its model is, and how fast it answers here. */
import { bodyOf } from '#/core/bodies/registry';
import { kindOf } from '#/core/kinds/registry';
import type { ModelVersion, RawRow, Run } from '#/core/protocol/model';
import type { SweepPlan } from '#/core/protocol/sweep';
import { latencyMetric, sizeMetric } from '#/core/sweeps/measured';
import type { AppServices } from '../services';

/** Answers that are timed; the first ones compile and load, and are not. */
const [timed, untimed] = [9, 2];

/** What is measured of every trial: the objectives, and what the budget asks. */
export const measuredIn = ({ objectives, architecture }: SweepPlan): string[] => [
  ...objectives.map(({ metric }) => metric),
  ...(architecture?.mostLatencyMs === undefined ? [] : [latencyMetric]),
];

/** Why a trial is beyond the budget, in words; undefined: it is within. */
export function slowness({ architecture }: SweepPlan, measured: Record<string, number>): string | undefined {
  const [most, took] = [architecture?.mostLatencyMs, measured[latencyMetric]];
  return most !== undefined && took !== undefined && took > most
    ? `An answer takes ${took.toPrecision(2)} ms, and may take ${most} ms.`
    : undefined;
}

type Services = Pick<AppServices, 'storage' | 'data' | 'engine'>;

export async function measureTrial(
  services: Services,
  run: Run | undefined,
  metrics: readonly string[],
): Promise<Record<string, number>> {
  if (
    run?.status !== 'finished' ||
    !metrics.some((metric) => metric === sizeMetric || metric === latencyMetric)
  )
    return {};
  const version = await services.storage.models.version(run.modelVersionId ?? '');
  if (!version) return {};
  return {
    ...(metrics.includes(sizeMetric) && { [sizeMetric]: sizeOfModel(version) }),
    ...(metrics.includes(latencyMetric) && { [latencyMetric]: await latencyOf(services, run, version) }),
  };
}

const sizeOfModel = ({ body }: ModelVersion): number =>
  bodyOf(body)
    .blobs(body.spec)
    .reduce((sum, { bytes }) => sum + bytes, 0);

async function latencyOf(
  services: Services,
  { datasetVersionId }: Run,
  version: ModelVersion,
): Promise<number> {
  const row = await firstSample(services, datasetVersionId, version);
  const times: number[] = [];
  for (let at = 0; at < untimed + timed; at++) {
    const { latencyMs } = await services.engine.predict({
      modelVersionId: version.id,
      rows: [row],
      datasetVersionId,
    });
    if (at >= untimed) times.push(latencyMs);
  }
  return times.sort((a, b) => a - b)[timed >> 1] as number;
}

async function firstSample(
  { storage, data }: Services,
  datasetVersionId: string,
  { input }: ModelVersion,
): Promise<RawRow> {
  if (!kindOf(input).rowsAreCells) return { sample: 0 };
  const { rows } = await data.rows(datasetVersionId, 0, 1);
  const columns = (await storage.datasets.version(datasetVersionId))?.schema.columns ?? [];
  return Object.fromEntries(columns.map(({ name }, at) => [name, rows[0]?.[at] ?? null]));
}
