/** What a person sees of a task: the other half of core/tasks. */
import type { ComponentType } from 'react';
import type { ValidationPredictions } from '#/core/evaluation/validationPredictions';
import type { ModelVersion, Run } from '#/core/protocol/model';
import type { Prediction } from '#/core/protocol/predict';
import type { SampleOf } from '#/ui/viewers/grid/sampleBox';

export interface EvaluationProps<A extends ValidationPredictions = ValidationPredictions> {
  run: Run;
  judged: A;
  /** Which rows these are. */
  part: 'validation' | 'test';
  /** Of two labels one is an event to be found among quiet samples. */
  detection: boolean;
}

export interface ReplayProps<A extends ValidationPredictions = ValidationPredictions> {
  run: Run;
  judged: A;
}

export interface AnswerProps {
  version: ModelVersion;
  prediction: Prediction;
  /** In the order of the probabilities. */
  labels: readonly string[];
  /** Where what was asked is a picture: its URL. */
  picture?: string;
}

export interface FieldAnswerProps {
  version: ModelVersion;
  of: SampleOf;
  prediction: Prediction;
}

export interface TaskView<A extends ValidationPredictions = ValidationPredictions> {
  type: string;
  /** How good a finished run is. Loaded when it is looked at. */
  Evaluation: ComponentType<EvaluationProps<A>>;
  /** The same of an epoch while it trained, in little: answers on a few rows. Loaded when it is looked at. */
  Replay?: ComponentType<ReplayProps<A>>;
  /** One answer, beside what was asked. */
  Answer: ComponentType<AnswerProps>;
  /** Of answers that are to be looked at: over the whole width, in place of the sample itself. */
  FieldAnswer?: ComponentType<FieldAnswerProps>;
  /** The file of many answers: what it is called on its button, and whether its lines can be shown as a table. */
  file: { name: string; hasLines: boolean };
}

export const defineTaskView = <A extends ValidationPredictions>(view: TaskView<A>): TaskView =>
  view as unknown as TaskView;
