import { lazy } from 'react';
import { classification as task, type ClassPredictions } from '#/core/tasks/classification';
import { LabelAnswer } from './answers/LabelAnswer';
import { defineTaskView } from './taskView';

export const classification = defineTaskView<ClassPredictions>({
  type: task.type,
  Evaluation: lazy(() => import('./evaluation/ClassEvaluation')),
  Replay: lazy(() => import('./replay/ClassReplay')),
  Answer: LabelAnswer,
  file: { name: 'CSV', hasLines: true },
});
