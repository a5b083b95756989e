import { lazy } from 'react';
import { anomaly as task, type OddPredictions } from '#/core/tasks/anomaly';
import { OddAnswer } from './answers/OddAnswer';
import { defineTaskView } from './taskView';

export const anomaly = defineTaskView<OddPredictions>({
  type: task.type,
  Evaluation: lazy(() => import('./evaluation/OddEvaluation')),
  Answer: OddAnswer,
  file: { name: 'CSV', hasLines: true },
});
