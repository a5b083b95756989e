/**
 * The folder that MLflow's file store keeps runs in, as versions 2 and 3 lay it out: mlruns/<experiment>/meta.yaml, and for each run
 * <experiment>/<run>/meta.yaml with one file for each param (its text), tag (its text) and metric ("timestamp value step" a line).
 * https://mlflow.org/docs/latest/self-hosting/architecture/backend-store/
 */
import type { RunStatus } from '../protocol/model';

/** Numbers of MLflow's RunStatus; 1 is running, 2 is scheduled. */
export const statusNumbers: Record<RunStatus, number> = { running: 1, finished: 3, failed: 4, killed: 5 };

/** What was running there does not run here. */
export const statusOf = (number: number): RunStatus =>
  number === 3 ? 'finished' : number === 4 ? 'failed' : 'killed';

/** Beside MLflow's own tags: what the studio knows of a run and MLflow has no place for, as JSON. */
export const recordTag = 'tetrad.run';
/** The epoch of each step, as a metric. */
export const epochMetric = 'epoch';

/** Names of metrics, params and tags: letters, digits, _ - . space and / between; no part of them goes up a folder. */
export function mlflowName(name: string): string {
  const clean = name
    .split('/')
    .map((part) => part.replace(/[^\w\-. ]/g, '_').replace(/^\.+$/, '_'))
    .filter(Boolean)
    .join('/');
  return clean.slice(0, 250) || '_';
}
