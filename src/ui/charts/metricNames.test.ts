import { expect, it } from 'vitest';
import type { TaskSpec } from '#/core/protocol/train';
import { judgeOf, metricText, metricTitle } from './metricNames';

const shown = (task: TaskSpec, metrics: Record<string, number>): string => {
  const name = judgeOf({ task, metrics });
  return `${metricTitle(name)} ${metricText(name, metrics[name])}`;
};
const forecast: TaskSpec = { type: 'forecast', target: 'next field', horizon: 1, channels: ['t'] };

it('a version of any task shows its judge and its name, never a dash where something was measured', () => {
  expect(
    shown({ type: 'classification', target: 'y', labels: ['a', 'b'] }, { valAccuracy: 0.912, valLoss: 1 }),
  ).toBe('Validation accuracy 91.2 %');
  expect(shown({ type: 'regression', target: 'y' }, { valMae: 3, valR2: 0.5 })).toBe('Validation R² 0.5');
  expect(shown(forecast, { valLoss: 0.2, valSkill: 0.41, valRmse: 2 })).toBe('Validation skill 0.41');
  expect(shown(forecast, { trainLoss: 0.1, valLoss: 0.2, valRmse: 2 })).toBe('Validation RMSE 2');
});
