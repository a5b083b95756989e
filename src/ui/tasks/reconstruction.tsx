import { lazy } from 'react';
import { type PixelPredictions, reconstruction as task } from '#/core/tasks/reconstruction';
import { ImageAnswer } from './answers/ImageAnswer';
import { defineTaskView } from './taskView';

export const reconstruction = defineTaskView<PixelPredictions>({
  type: task.type,
  Evaluation: lazy(() => import('./evaluation/PixelEvaluation')),
  Answer: ImageAnswer,
  file: { name: '.npz', hasLines: false },
});
