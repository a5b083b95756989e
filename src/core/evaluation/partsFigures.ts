/** What a version comes to whose answers were changed by hand, on the rows that its run held back. Of the training rows nothing is said. */
import { measure } from '../metrics/metricDef';
import { metricsFor } from '../metrics/registry';
import type { ModelVersion } from '../protocol/model';
import type { ClassPredictions } from '../tasks/classification';
import { metricName } from '../tasks/judgeName';
import type { NumberPredictions } from '../tasks/regression';
import { commonScale } from '../tasks/scale';
import { calledFigures } from './calledFigures';
import { numberFigure } from './finalFigure';

export interface ChangedParts {
  val?: ClassPredictions | NumberPredictions;
  test?: ClassPredictions | NumberPredictions;
}

const areLabels = (judged: ClassPredictions | NumberPredictions): judged is ClassPredictions =>
  'probabilities' in judged;

/** `seed`: of the bootstrap that the interval of a number comes from. */
export function partsFigures(
  version: Pick<ModelVersion, 'metrics' | 'figure' | 'task'>,
  parts: ChangedParts,
  seed: number,
): Pick<ModelVersion, 'metrics' | 'figure'> {
  const { val, test } = parts;
  const { task, figure } = version;
  if ((val && areLabels(val)) || (test && areLabels(test))) {
    // Losses are of the answers before.
    const metrics = Object.fromEntries(
      Object.entries(version.metrics).filter(([name]) => !name.endsWith('Loss')),
    );
    return calledFigures({ metrics, ...(figure && { figure }) }, task, {
      ...(val && areLabels(val) && { val }),
      ...(test && areLabels(test) && { test }),
    });
  }
  const metrics: Record<string, number> = {};
  for (const [part, judged] of Object.entries({ val, test })) {
    if (!judged || areLabels(judged)) continue;
    for (const metric of metricsFor(task)) {
      const value = measure(metric, { classes: 0, predicted: judged.predicted, truth: judged.truth });
      if (value !== undefined) metrics[metricName(part as 'val' | 'test', metric.type)] = value;
    }
  }
  const judged = test ?? val;
  if (!figure || !judged || areLabels(judged)) return { metrics };
  const { copies: _, ...rest } = figure;
  return {
    metrics,
    figure: { ...rest, ...numberFigure(judged, commonScale(task).mean, seed), rows: judged.totalRows },
  };
}
