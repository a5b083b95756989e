/** The tokens that are likeliest to follow. */
import { probabilities } from '#/core/train/probabilities';
import type { AnswerProps } from '../taskView';
import { LabelAnswer } from './LabelAnswer';

export function TokenAnswer({ version, prediction }: AnswerProps) {
  const { tokens = [] } = version.task;
  const shares = prediction.field && Array.from(probabilities(prediction.field, tokens.length));
  const shown = tokens.map((token) => JSON.stringify(token).slice(1, -1).replaceAll(' ', '␣'));
  return (
    <LabelAnswer
      version={version}
      prediction={{
        value: shown[tokens.indexOf(String(prediction.value))] ?? prediction.value,
        ...(shares && { probabilities: shares }),
      }}
      labels={shown}
    />
  );
}
