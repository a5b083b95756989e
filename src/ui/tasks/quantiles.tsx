import { lazy } from 'react';
import { type QuantilePredictions, quantiles as task } from '#/core/tasks/quantiles';
import { IntervalAnswer } from './answers/IntervalAnswer';
import { defineTaskView } from './taskView';

export const quantiles = defineTaskView<QuantilePredictions>({
  type: task.type,
  Evaluation: lazy(() => import('./evaluation/QuantileEvaluation')),
  Answer: IntervalAnswer,
  file: { name: 'CSV', hasLines: true },
});
