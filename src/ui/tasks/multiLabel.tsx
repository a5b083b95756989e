import { lazy } from 'react';
import { type LabelsPredictions, multiLabel as task } from '#/core/tasks/multiLabel';
import { LabelsAnswer } from './answers/LabelsAnswer';
import { defineTaskView } from './taskView';

export const multiLabel = defineTaskView<LabelsPredictions>({
  type: task.type,
  Evaluation: lazy(() => import('./evaluation/LabelsEvaluation')),
  Answer: LabelsAnswer,
  file: { name: 'CSV', hasLines: true },
});
