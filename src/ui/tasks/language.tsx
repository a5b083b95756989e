import { lazy } from 'react';
import { type LanguagePredictions, language as task } from '#/core/tasks/language';
import { TokenAnswer } from './answers/TokenAnswer';
import { defineTaskView } from './taskView';

export const language = defineTaskView<LanguagePredictions>({
  type: task.type,
  Evaluation: lazy(() => import('./evaluation/LanguageEvaluation')),
  Answer: TokenAnswer,
  file: { name: 'CSV', hasLines: true },
});
