import { lazy } from 'react';
import { type BandPredictions, quantileForecast as task } from '#/core/tasks/quantileForecast';
import { FrameAnswer } from './answers/FrameAnswer';
import { defineTaskView } from './taskView';

export const quantileForecast = defineTaskView<BandPredictions>({
  type: task.type,
  Evaluation: lazy(() => import('./evaluation/BandEvaluation')),
  Answer: FrameAnswer,
  file: { name: '.npz', hasLines: false },
});
