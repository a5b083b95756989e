/** What a version comes to where a threshold decides: the figures that depend on labels, from what its run kept. */
import { metricsFor } from '../metrics/registry';
import { measure } from '../metrics/metricDef';
import type { ModelVersion } from '../protocol/model';
import type { TaskSpec } from '../protocol/train';
import { calledClasses } from '../tasks/calledClasses';
import type { ClassPredictions } from '../tasks/classification';
import { metricName } from '../tasks/judgeName';
import { classFigure } from './finalFigure';

export interface JudgedParts {
  val?: ClassPredictions;
  test?: ClassPredictions;
}

/** Loss and probabilities do not change with a threshold. Of the training rows nothing was kept, so nothing is said. */
export function calledFigures(
  { metrics, figure }: Pick<ModelVersion, 'metrics' | 'figure'>,
  task: TaskSpec,
  parts: JudgedParts,
): Pick<ModelVersion, 'metrics' | 'figure'> {
  const kinds = metricsFor(task);
  const ofTraining = new Set(kinds.map(({ type }) => metricName('train', type)));
  const next = Object.fromEntries(Object.entries(metrics).filter(([name]) => !ofTraining.has(name)));
  for (const [part, judged] of Object.entries(parts) as ['val' | 'test', ClassPredictions | undefined][]) {
    if (!judged) continue;
    const predicted = calledClasses(task, judged.probabilities);
    for (const metric of kinds) {
      const value = measure(metric, { classes: judged.labels.length, predicted, truth: judged.truth });
      if (value !== undefined) next[metricName(part, metric.type)] = value;
    }
  }
  const judged = figure && (figure.part === 'test' ? parts.test : parts.val);
  if (!figure || !judged) return { metrics: next, ...(figure && { figure }) };
  const called = classFigure(judged, 0, calledClasses(task, judged.probabilities));
  // What is left without copies was counted before the threshold.
  const { copies: _, always: __, ...rest } = figure;
  return { metrics: next, figure: { ...rest, ...called, free: figure.free } };
}
