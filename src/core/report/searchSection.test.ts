import { expect, it } from 'vitest';
import type { Run } from '../protocol/model';
import type { SweepPlan } from '../protocol/sweep';
import { searchSection } from './searchSection';

const sweep: SweepPlan = {
  method: 'tpe',
  pruner: 'asha',
  trials: 3,
  repeats: 1,
  seed: 1,
  space: { learningRate: { type: 'log', min: 1e-4, max: 0.1 } },
  constraints: [],
  objectives: [{ metric: 'valAccuracy', better: 'higher' }],
  startWithStandard: false,
};
const part = (number: number, change: Partial<Run>): Run =>
  ({
    id: String(number),
    status: 'finished',
    startedAt: 0,
    summary: {},
    trial: { number, repeat: 0, params: { learningRate: 0.01 * (number + 1) }, reported: [0.5] },
    ...change,
  }) as Run;

it('lists every trial, the best first, with its state and settings', () => {
  const parts = [
    part(0, { summary: { valAccuracy: 0.75 } }),
    part(1, { status: 'failed', error: { code: 'outOfMemory', message: 'No <memory>.' } }),
    part(2, { summary: { valAccuracy: 0.875 } }),
  ];
  const text = searchSection({ sweep } as Run, parts)?.text ?? '';
  const rows = [...text.matchAll(/<tr><th scope="row">(\d)<\/th>(.*?)<\/tr>/g)].map(([, number, cells]) => [
    number,
    cells?.replace(/<\/?td>/g, '|'),
  ]);
  expect(rows).toEqual([
    ['3', '|complete||0.875||1||0.03|'],
    ['1', '|complete||0.75||1||0.01|'],
    ['2', '|failed: No &lt;memory&gt;.||–||1||0.02|'],
  ]);
  expect(text).toContain('3 of 3 trials by tpe, bad ones stopped by asha; the best by valAccuracy, higher');
  expect(searchSection({} as Run, [])).toBeUndefined();
});
