import { lazy } from 'react';
import { type MaskPredictions, segmentation as task } from '#/core/tasks/segmentation';
import { MaskAnswer } from './answers/MaskAnswer';
import { defineTaskView } from './taskView';

export const segmentation = defineTaskView<MaskPredictions>({
  type: task.type,
  Evaluation: lazy(() => import('./evaluation/MaskEvaluation')),
  Answer: MaskAnswer,
  file: { name: '.npz', hasLines: false },
});
