import { lazy } from 'react';
import { type NumberPredictions, regression as task } from '#/core/tasks/regression';
import { NumberAnswer } from './answers/NumberAnswer';
import { defineTaskView } from './taskView';

export const regression = defineTaskView<NumberPredictions>({
  type: task.type,
  Evaluation: lazy(() => import('./evaluation/NumberEvaluation')),
  Replay: lazy(() => import('./replay/NumberReplay')),
  Answer: NumberAnswer,
  file: { name: 'CSV', hasLines: true },
});
