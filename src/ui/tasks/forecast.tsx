import { lazy } from 'react';
import { type ForecastPredictions, forecast as task } from '#/core/tasks/forecast';
import { FrameAnswer } from './answers/FrameAnswer';
import { defineTaskView } from './taskView';

export const forecast = defineTaskView<ForecastPredictions>({
  type: task.type,
  Evaluation: lazy(() => import('./evaluation/ForecastEvaluation')),
  Answer: FrameAnswer,
  FieldAnswer: lazy(() => import('./answers/ForecastField')),
  file: { name: '.npz', hasLines: false },
});
