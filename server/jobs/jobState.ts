/** A job as GET /ml/training/{id} answers it: under the server's id, with what its runner told. */
import { toSnake } from '#/app/rest/naming';
import type { StoredJob } from './requestStore';

export type JobState = Record<string, unknown> & { id: string; status: string };

export function jobState(stored: StoredJob): JobState {
  const told = stored.job === null ? {} : (JSON.parse(stored.job) as Record<string, unknown>);
  const isWaiting = stored.status === 'queued';
  return {
    kind: 'train',
    lane: 'train',
    title: stored.path,
    progress: 0,
    message: isWaiting ? 'Waits for a runner' : '',
    ...told,
    id: stored.id,
    // A runner tells of a job that it queues itself; to whoever submitted it, it is running or waits.
    status: stored.status,
    created_at: Date.parse(stored.createdAt),
    runner: stored.runner,
  };
}

interface Epoch {
  epoch: number;
  step: number;
  at?: number;
  metrics: Record<string, number | null>;
}

const perEpoch = ['trainLoss', 'valLoss', 'trainAccuracy', 'valAccuracy', 'learningRate', 'epochMs'];

/** As GET /ml/metrics answers. */
export function metricsState(rows: readonly { data: string }[]): Record<string, unknown> {
  const epochs = rows.map(({ data }) => JSON.parse(data) as Epoch);
  const names = [...new Set(epochs.flatMap(({ metrics }) => Object.keys(metrics)))];
  const values = (name: string) =>
    epochs.flatMap(({ metrics }) => (metrics[name] === undefined ? [] : [metrics[name]]));
  return {
    epochs: epochs.map(({ epoch }) => epoch),
    ...Object.fromEntries(perEpoch.map((name) => [toSnake(name), values(name)])),
    series: names.map((name) => ({
      name,
      points: epochs.flatMap(({ epoch, step, metrics }) =>
        metrics[name] === undefined ? [] : [{ step, epoch, value: metrics[name] }],
      ),
    })),
  };
}

/** As the page says it in its events. */
export const epochEvent = (jobId: string, data: string): Record<string, unknown> => {
  const { epoch, step, metrics } = JSON.parse(data) as Epoch;
  return {
    job_id: jobId,
    epoch,
    step,
    ...Object.fromEntries(Object.entries(metrics).map(([name, value]) => [toSnake(name), value])),
  };
};
