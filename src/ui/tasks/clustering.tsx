import { lazy } from 'react';
import { clustering as task, type GroupPredictions } from '#/core/tasks/clustering';
import { LabelAnswer } from './answers/LabelAnswer';
import { defineTaskView } from './taskView';

export const clustering = defineTaskView<GroupPredictions>({
  type: task.type,
  Evaluation: lazy(() => import('./evaluation/GroupEvaluation')),
  Answer: LabelAnswer,
  file: { name: 'CSV', hasLines: true },
});
